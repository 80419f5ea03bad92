package org.tradeseal.ledger.financing;

import static org.tradeseal.ledger.financing.FinancingStatus.DEFAULTED;
import static org.tradeseal.ledger.financing.FinancingStatus.EXPIRED;
import static org.tradeseal.ledger.financing.FinancingStatus.FINANCED;
import static org.tradeseal.ledger.financing.FinancingStatus.PARTIALLY_RELEASED;
import static org.tradeseal.ledger.financing.FinancingStatus.RELEASED;
import static org.tradeseal.ledger.financing.FinancingStatus.RESERVED;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.verify.RecordId;

/** What one bank reserves and finances of one invoice. {@code outstanding} is what it takes of the invoice. */
public record Financing(
        RecordId invoice,
        RecordId bank,
        RecordId mandate,
        Money reserved,
        @Nullable Money financed,
        Money outstanding,
        FinancingStatus status,
        @Nullable ReleaseReason reason)
        implements Content {

    public static final RecordType<Financing> TYPE =
            new RecordType<>("FIN", "financing", Financing.class, RecordType.Home.REGISTRARS, Set.of(Role.REGULATOR));

    /** The time at which a reservation ends. */
    public static final String RESERVED_UNTIL = "reservedUntil";

    public static final Lifecycle<FinancingStatus> LIFECYCLE = Lifecycle.<FinancingStatus>of("financing")
            .creation(FinancingMove.RESERVE, Capacity.BANK, RESERVED)
            .awaited(RESERVED, FinancingMove.FINANCE, Capacity.BANK, FINANCED, RESERVED_UNTIL)
            .transition(RESERVED, FinancingMove.RELEASE, Capacity.BANK, RELEASED)
            .transition(RESERVED, FinancingMove.EXPIRE, Capacity.BANK, EXPIRED)
            .transition(RESERVED, FinancingMove.EXPIRE, Capacity.REGULATOR, EXPIRED)
            .transition(FINANCED, FinancingMove.RELEASE_PARTLY, Capacity.BANK, PARTIALLY_RELEASED)
            .transition(FINANCED, FinancingMove.RELEASE, Capacity.BANK, RELEASED)
            .transition(FINANCED, FinancingMove.DEFAULT, Capacity.BANK, DEFAULTED)
            .transition(PARTIALLY_RELEASED, FinancingMove.RELEASE_PARTLY, Capacity.BANK, PARTIALLY_RELEASED)
            .transition(PARTIALLY_RELEASED, FinancingMove.RELEASE, Capacity.BANK, RELEASED)
            .transition(PARTIALLY_RELEASED, FinancingMove.DEFAULT, Capacity.BANK, DEFAULTED)
            // A default does not end the bank's claim: it takes of the invoice until it is released.
            .transition(DEFAULTED, FinancingMove.RELEASE_PARTLY, Capacity.BANK, DEFAULTED)
            .transition(DEFAULTED, FinancingMove.RELEASE, Capacity.BANK, RELEASED)
            .build();

    @Override
    public boolean isHeldBy(Actor actor, Capacity capacity) {
        return switch (capacity) {
            case BANK -> actor.has(Role.BANK) && actor.id().equals(bank);
            case REGULATOR -> actor.has(Role.REGULATOR);
            default -> false;
        };
    }

    @Override
    public SortedSet<RecordId> parties() {
        return new TreeSet<>(List.of(bank));
    }

    /** The status at this time: a reservation is over when its time is, marked or not. */
    public FinancingStatus statusAt(Instant now, Times times) {
        Instant until = times.get(RESERVED_UNTIL);
        return status == RESERVED && until != null && !now.isBefore(until) ? EXPIRED : status;
    }

    Financing financed(Money amount, FinancingStatus next) {
        return new Financing(invoice, bank, mandate, reserved, amount, amount, next, null);
    }

    Financing leaving(Money stillOutstanding, FinancingStatus next, @Nullable ReleaseReason why) {
        return new Financing(invoice, bank, mandate, reserved, financed, stillOutstanding, next, why);
    }
}
