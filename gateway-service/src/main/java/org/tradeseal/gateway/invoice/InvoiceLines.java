package org.tradeseal.gateway.invoice;

import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.commands.BulkLines;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.node.ObjectNode;

/** Invoices in bulk: a line holds document and signature in base64. */
@Component
class InvoiceLines implements BulkLines {
    private final InvoiceIntake intake;

    InvoiceLines(InvoiceIntake intake) {
        this.intake = intake;
    }

    /** One line of {@code POST /v1/invoices/batch}. */
    record Line(
            String document,
            @Nullable String signature,
            @Nullable List<RecordId> recipients,
            @Nullable RecordId corrects) {
        Line {
            Required.field(document, "/document");
        }
    }

    @Override
    public String things() {
        return "invoices";
    }

    @Override
    public Commands.Request request(Caller caller, ObjectNode json, String idempotencyKey) {
        Line line = CanonicalJson.read(json, Line.class);
        String signature = line.signature();
        InvoiceIntake.Arrival arrival = new InvoiceIntake.Arrival(
                bytes(line.document(), "/document"),
                signature == null ? null : bytes(signature, "/signature"),
                Required.orNone(line.recipients()),
                line.corrects());
        return intake.request(caller, arrival, idempotencyKey);
    }

    private static Bytes bytes(String base64, String pointer) {
        try {
            return Bytes.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.MALFORMED, "The value is not base64.", "该值不是 base64 编码。").at(pointer);
        }
    }
}
