package org.tradeseal.ledger.financing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.RecordId;

/** The seller lets a bank finance one invoice, up to a ceiling and until a time. */
public record Mandate(
        RecordId invoice, RecordId seller, RecordId bank, Money ceiling, Instant expires, MandateStatus status)
        implements Content {

    public static final RecordType<Mandate> TYPE =
            new RecordType<>("MND", "mandate", Mandate.class, RecordType.Home.REGISTRARS, Set.of(Role.REGULATOR));

    public static final Lifecycle<MandateStatus> LIFECYCLE = Lifecycle.<MandateStatus>of("mandate")
            .creation(FinancingMove.MANDATE, Capacity.SELLER, MandateStatus.GIVEN)
            .transition(MandateStatus.GIVEN, FinancingMove.REVOKE_MANDATE, Capacity.SELLER, MandateStatus.REVOKED)
            .build();

    @Override
    public boolean isHeldBy(Actor actor, Capacity capacity) {
        return capacity == Capacity.SELLER && actor.id().equals(seller);
    }

    @Override
    public SortedSet<RecordId> parties() {
        return new TreeSet<>(List.of(seller, bank));
    }

    /** Whether this bank may make reservations on this invoice under it now. */
    boolean allows(RecordId someBank, RecordId someInvoice, Instant now) {
        return status == MandateStatus.GIVEN
                && bank.equals(someBank)
                && invoice.equals(someInvoice)
                && now.isBefore(expires);
    }

    Mandate with(MandateStatus newStatus) {
        return new Mandate(invoice, seller, bank, ceiling, expires, newStatus);
    }
}
