package org.tradeseal.gateway.invoice;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.gateway.commands.Requests;
import org.tradeseal.gateway.einvoice.Acceptance;
import org.tradeseal.gateway.einvoice.InvoiceParty;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.signature.SignatureValidation;
import org.tradeseal.gateway.signature.SignatureVerdict;
import org.tradeseal.ledger.invoice.ResponseDocument;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.node.ObjectNode;

/** A buyer outside the consortium answers by a signed UBL ApplicationResponse; its signature decides. */
@Component
class BuyerResponses {
    private final Documents documents;
    private final SignatureValidation signatures;
    private final Requests requests;

    BuyerResponses(Documents documents, SignatureValidation signatures, Requests requests) {
        this.documents = documents;
        this.signatures = signatures;
        this.requests = requests;
    }

    Commands.Request request(
            Caller caller,
            RecordId invoice,
            InvoiceIntake.Arrival arrival,
            @Nullable String reason,
            String idempotencyKey) {
        byte[] bytes = arrival.document().toArray();
        SignatureVerdict verdict =
                signatures.check(bytes, Optional.ofNullable(arrival.signature()).map(Bytes::toArray));
        byte[] signed = verdict.document().map(d -> d.bytes()).orElse(bytes);
        Acceptance acceptance = documents.readAcceptance(signed);
        ResponseDocument.Code code = switch (acceptance.answer()) {
            case ACCEPTED -> ResponseDocument.Code.AP;
            case REJECTED -> ResponseDocument.Code.RE;
            case DISPUTED -> ResponseDocument.Code.UQ;
            case NO_DECISION ->
                throw new Refusal(
                        ErrorCode.RESPONSE_INCOMPLETE,
                        "The response code " + acceptance.code() + " decides nothing.",
                        "答复代码 " + acceptance.code() + " 不构成决定。");
        };
        ObjectNode body = CanonicalJson.jsonMapper().createObjectNode();
        body.put("id", invoice.value());
        body.set(
                "document",
                CanonicalJson.toTree(new ResponseDocument(Sha256.of(bytes), code, InvoiceIntake.summary(verdict))));
        body.put("responder", sender(acceptance));
        if (reason != null) {
            body.put("reason", reason);
        }
        String move = switch (code) {
            case AP -> "invoice.accept-by-document";
            case RE -> "invoice.reject-by-document";
            case UQ -> "invoice.dispute-by-document";
        };
        return requests.of(caller, move, body, idempotencyKey, null);
    }

    private static String sender(Acceptance acceptance) {
        InvoiceParty.Identifier identifier = acceptance.sender().primary();
        if (identifier == null) {
            throw new Refusal(
                    ErrorCode.RESPONSE_INCOMPLETE, "The response names no identifier of its sender.", "答复文件未写明发送方标识。");
        }
        return identifier.value();
    }
}
