package org.tradeseal.gateway.invoice;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.commands.Answers;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.gateway.commands.WriteHeaders;
import org.tradeseal.gateway.errors.ProblemHandler;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.ledger.Payload;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;

/** Invoices over REST: submit, check without recording, fetch the document. */
@RestController
class InvoiceController {
    private final InvoiceIntake intake;
    private final Commands commands;
    private final RecordedDocuments recorded;
    private final BuyerResponses responses;
    private final InvoiceTotals totals;

    InvoiceController(
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

    @PostMapping(
            path = "/v1/invoices",
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> issue(
            Caller caller,
            @RequestPart("document") MultipartFile document,
            @RequestPart(name = "signature", required = false) @Nullable MultipartFile signature,
            @RequestParam(name = "recipients", required = false) @Nullable List<String> recipients,
            @RequestParam(name = "corrects", required = false) @Nullable String corrects,
            HttpServletRequest http)
            throws IOException {
        String key = WriteHeaders.idempotencyKey(http, commands);
        InvoiceIntake.Arrival arrival = new InvoiceIntake.Arrival(
                Bytes.of(document.getBytes()),
                signature == null ? null : Bytes.of(signature.getBytes()),
                ids(recipients),
                corrects == null ? null : new RecordId(corrects));
        if (WriteHeaders.prefersPreparation(http)) {
            return ResponseEntity.ok()
                    .header("Idempotency-Key", key)
                    .header("Preference-Applied", "prepare")
                    .body(CanonicalJson.bytes(commands.prepare(caller, intake.request(caller, arrival, key))));
        }
        return Answers.written(intake.issue(caller, arrival, key), key);
    }

    private static List<RecordId> ids(@Nullable List<String> values) {
        List<RecordId> ids = new ArrayList<>();
        if (values != null) {
            for (String value : values) {
                for (String id : value.split(",", -1)) {
                    if (!id.isBlank()) {
                        ids.add(new RecordId(id.strip()));
                    }
                }
            }
        }
        return ids;
    }

    @PostMapping(path = "/v1/invoices/check", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> check(Caller caller, @RequestBody byte[] document, HttpServletRequest http) {
        String language = ProblemHandler.language(http);
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_LANGUAGE, language)
                .body(CanonicalJson.bytes(new Report(intake.check(document)).in(language)));
    }

    /** The signed answer of a buyer outside the consortium (UBL ApplicationResponse), submitted by the seller or a bank. */
    @PostMapping(
            path = "/v1/invoices/{id}/response",
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> respond(
            Caller caller,
            @PathVariable String id,
            @RequestPart("document") MultipartFile document,
            @RequestPart(name = "signature", required = false) @Nullable MultipartFile signature,
            @RequestParam(name = "reason", required = false) @Nullable String reason,
            HttpServletRequest http)
            throws IOException {
        String key = WriteHeaders.idempotencyKey(http, commands);
        InvoiceIntake.Arrival arrival = new InvoiceIntake.Arrival(
                Bytes.of(document.getBytes()),
                signature == null ? null : Bytes.of(signature.getBytes()),
                List.of(),
                null);
        Commands.Request request = responses.request(caller, new RecordId(id), arrival, reason, key);
        return Answers.written(commands.execute(caller, request), key);
    }

    /** What was paid on an invoice and what is financed, in sums and without any bank. */
    @GetMapping(path = "/v1/invoices/{id}/settlements", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] settlements(Caller caller, @PathVariable String id) {
        return CanonicalJson.bytes(totals.of(caller, new RecordId(id)));
    }

    @GetMapping("/v1/invoices/{id}/document")
    ResponseEntity<byte[]> document(
            Caller caller, @PathVariable String id, @RequestParam(defaultValue = "document") String purpose) {
        Payload.Document file = recorded.document(caller, new RecordId(id), purpose);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(file.mediaType()))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file.name() + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .body(Base64.getDecoder().decode(file.base64()));
    }
}
