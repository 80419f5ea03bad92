package org.tradeseal.gateway.invoice;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.Records;
import org.tradeseal.gateway.records.Visibility;
import org.tradeseal.ledger.financing.Register;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;

/** The sums of an invoice's register, for its seller and the regulator. */
@Component
class InvoiceTotals {
    private final Ledger ledger;
    private final Records records;
    private final Visibility visibility;

    InvoiceTotals(Ledger ledger, Records records, Visibility visibility) {
        this.ledger = ledger;
        this.records = records;
        this.visibility = visibility;
    }

    /** Answers {@code {}} while nothing was opened to the register yet. */
    Object of(Caller caller, RecordId id) {
        RegistryRecord invoice = visibility.require(caller, id).record();
        boolean seller =
                CanonicalJson.read(invoice.content(), Invoice.class).seller().equals(caller.participant());
        if (!seller && !caller.roles().contains(Role.REGULATOR)) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE, "Only the seller and the regulator see the sums.", "只有卖方和监管机构可以查看汇总。");
        }
        Optional<Register> register = records.find(caller.organisation(), Register.id(ledger.digest(), invoice.id()))
                .map(s -> CanonicalJson.read(s.record().content(), Register.class));
        return register.<Object>map(r -> r.totals(Instant.now())).orElseGet(Map::of);
    }
}
