package org.tradeseal.gateway.invoice;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.gateway.commands.Requests;
import org.tradeseal.gateway.grpc.Rpc;
import org.tradeseal.gateway.grpc.Rpcs;
import org.tradeseal.gateway.grpc.Writing;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.ledger.Payload;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Invoices over gRPC: submit, check without recording, fetch the document. */
@Component
class InvoiceRpcs implements Rpcs {
    private static final String SERVICE = "tradeseal.invoice.v1.InvoiceService.";

    private final InvoiceIntake intake;
    private final Commands commands;
    private final RecordedDocuments recorded;
    private final BuyerResponses responses;
    private final InvoiceTotals totals;

    InvoiceRpcs(
            InvoiceIntake intake,
            Commands commands,
            RecordedDocuments recorded,
            BuyerResponses responses,
            InvoiceTotals totals) {
        this.intake = intake;
        this.commands = commands;
        this.recorded = recorded;
        this.responses = responses;
        this.totals = totals;
    }

    @Override
    public List<Rpc> rpcs() {
        return List.of(
                new Rpc.Unary(SERVICE + "Issue", this::issue),
                new Rpc.Unary(
                        SERVICE + "Check",
                        c -> CanonicalJson.toTree(
                                new Report(intake.check(bytes(c.request(), "document"))).in(c.language()))),
                new Rpc.Unary(SERVICE + "Respond", this::respond),
                new Rpc.Unary(SERVICE + "GetSettlements", c -> CanonicalJson.toTree(totals.of(c.caller(), id(c)))),
                new Rpc.Unary(SERVICE + "GetDocument", this::document));
    }

    private static byte[] bytes(ObjectNode request, String name) {
        return Base64.getDecoder().decode(request.path(name).asString(""));
    }

    private JsonNode issue(Rpc.Call call) {
        ObjectNode request = call.request();
        Writing writing = Writing.takenFrom(request, commands);
        InvoiceIntake.Arrival arrival = arrival(request);
        return carriedOut(call, writing, () -> intake.request(call.caller(), arrival, writing.idempotencyKey()));
    }

    private JsonNode respond(Rpc.Call call) {
        ObjectNode request = call.request();
        Writing writing = Writing.takenFrom(request, commands);
        return carriedOut(
                call,
                writing,
                () -> responses.request(
                        call.caller(), id(call), arrival(request), text(request, "reason"), writing.idempotencyKey()));
    }

    private JsonNode carriedOut(Rpc.Call call, Writing writing, Supplier<Commands.Request> request) {
        try {
            return writing.carriedOut(call, request.get(), commands);
        } catch (Refusal refusal) {
            throw Requests.inRequest(refusal);
        }
    }

    private static InvoiceIntake.Arrival arrival(ObjectNode request) {
        List<RecordId> recipients = new ArrayList<>();
        request.path("recipients").forEach(r -> recipients.add(new RecordId(r.stringValue())));
        String corrects = text(request, "corrects");
        return new InvoiceIntake.Arrival(
                Bytes.of(bytes(request, "document")),
                request.has("signature") ? Bytes.of(bytes(request, "signature")) : null,
                recipients,
                corrects == null ? null : new RecordId(corrects));
    }

    private static RecordId id(Rpc.Call call) {
        return new RecordId(call.request().path("id").asString(""));
    }

    private static @Nullable String text(ObjectNode request, String name) {
        JsonNode member = request.get(name);
        return member == null ? null : member.stringValue();
    }

    private JsonNode document(Rpc.Call call) {
        String purpose = text(call.request(), "purpose");
        Payload.Document file = recorded.document(call.caller(), id(call), purpose == null ? "document" : purpose);
        return CanonicalJson.toTree(
                Map.of("name", file.name(), "mediaType", file.mediaType(), "base64", file.base64()));
    }
}
