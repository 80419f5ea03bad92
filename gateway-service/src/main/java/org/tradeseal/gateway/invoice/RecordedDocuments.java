package org.tradeseal.gateway.invoice;

import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.AccessLog;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.delivery.Payloads;
import org.tradeseal.gateway.records.Visibility;
import org.tradeseal.ledger.Payload;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.StoredRecord;

/** The documents of recorded invoices, for their recipients; every reading is noted. */
@Component
class RecordedDocuments {
    private final Visibility visibility;
    private final Payloads payloads;
    private final AccessLog log;

    RecordedDocuments(Visibility visibility, Payloads payloads, AccessLog log) {
        this.visibility = visibility;
        this.payloads = payloads;
        this.log = log;
    }

    /** The file of this purpose, {@code document} or {@code signature}. Refuses NOT_FOUND. */
    Payload.Document document(Caller caller, RecordId id, String purpose) {
        StoredRecord record = visibility.require(caller, id);
        Payload.Document file = payloads.of(caller, record.record().id())
                .flatMap(p -> p.documents().stream()
                        .filter(d -> purpose.equals(d.purpose()))
                        .findFirst())
                .orElseThrow(() -> new Refusal(
                        ErrorCode.NOT_FOUND,
                        "Your organisation holds no such document of " + id + ".",
                        "贵方未持有 " + id + " 的该文件。"));
        log.note(caller, "document", id.value(), purpose);
        return file;
    }
}
