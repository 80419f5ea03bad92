package org.tradeseal.ledger.financing;

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
import org.tradeseal.verify.RecordId;

/**
 * A bank's question about an invoice, its purpose, and the answer at that moment. {@code remaining} is what could be
 * financed, told to a bank that has a mandate or opened the payable amount.
 */
public record Inquiry(
        RecordId invoice,
        RecordId bank,
        String purpose,
        InquiryStatus status,
        List<InquiryReason> reasons,
        @Nullable Money remaining)
        implements Content {

    public static final RecordType<Inquiry> TYPE =
            new RecordType<>("INQ", "inquiry", Inquiry.class, RecordType.Home.REGISTRARS, Set.of(Role.REGULATOR));

    public static final Lifecycle<InquiryStatus> LIFECYCLE = lifecycle();

    private static Lifecycle<InquiryStatus> lifecycle() {
        Lifecycle.Builder<InquiryStatus> table = Lifecycle.of("inquiry");
        for (InquiryStatus answer : InquiryStatus.values()) {
            table.creation(FinancingMove.CHECK, Capacity.BANK, answer);
        }
        return table.build();
    }

    public Inquiry {
        reasons = List.copyOf(reasons);
    }

    @Override
    public boolean isHeldBy(Actor actor, Capacity capacity) {
        return capacity == Capacity.BANK && actor.has(Role.BANK) && actor.id().equals(bank);
    }

    @Override
    public SortedSet<RecordId> parties() {
        return new TreeSet<>(List.of(bank));
    }
}
