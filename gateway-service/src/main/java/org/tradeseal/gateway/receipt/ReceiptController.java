package org.tradeseal.gateway.receipt;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.log.Statements;
import org.tradeseal.gateway.records.Visibility;
import org.tradeseal.ledger.financing.Register;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Receipts and statements over REST. */
@RestController
class ReceiptController {
    private final Receipts receipts;
    private final Statements statements;
    private final Visibility visibility;
    private final Ledger ledger;

    ReceiptController(Receipts receipts, Statements statements, Visibility visibility, Ledger ledger) {
        this.ledger = ledger;
        this.receipts = receipts;
        this.visibility = visibility;
        this.statements = statements;
    }

    /** The receipt's file; without {@code openings} it shows no private field, such as the document's digest. */
    @GetMapping(path = "/v1/records/{id:[A-Z]{3}-.*}/receipt", produces = Receipt.MEDIA_TYPE)
    ResponseEntity<byte[]> receipt(
            Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable Long minBlock,
            @RequestParam(defaultValue = "false") boolean status,
            @RequestParam(defaultValue = "true") boolean openings) {
        RecordId record = new RecordId(id);
        Receipt receipt = receipts.of(caller, record, version, minBlock);
        if (!openings) {
            receipt = receipt.withOpenings(null);
        }
        if (status) {
            receipt = receipt.withStatus(
                    statements.about(record, caller.participant().value(), null).statements());
        }
        String name = id + "-v" + receipt.record().version() + Receipt.FILE_ENDING;
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(Receipt.MEDIA_TYPE))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.US_ASCII)
                                .build()
                                .toString())
                .body(receipt.bytes());
    }

    /** A QR code that opens the receipt in this gateway's verifier page; for print, 12 cm wide or more. */
    @GetMapping(path = "/v1/records/{id:[A-Z]{3}-.*}/receipt.svg", produces = "image/svg+xml")
    ResponseEntity<byte[]> code(
            Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable Long minBlock) {
        Receipt receipt = receipts.of(caller, new RecordId(id), version, minBlock);
        String gateway = ServletUriComponentsBuilder.fromCurrentContextPath().toUriString();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("image/svg+xml"))
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .body(ReceiptCode.of(receipt, gateway).svg().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The private content as delivered, seed and documents included: for parties only. Its SHA-256 stands in the record, so
     * that it can be checked with the receipt.
     */
    @GetMapping(path = "/v1/records/{id:[A-Z]{3}-.*}/payload", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> payload(Caller caller, @PathVariable String id) {
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(id + ".payload.json", StandardCharsets.US_ASCII)
                                .build()
                                .toString())
                .cacheControl(CacheControl.noStore())
                .body(receipts.payload(caller, new RecordId(id)));
    }

    /** Which version is the latest, as the organisations say. */
    @GetMapping(path = "/v1/records/{id:[A-Z]{3}-.*}/status", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] status(Caller caller, @PathVariable String id, @RequestParam(required = false) @Nullable String nonce) {
        RecordId record = visibility.require(caller, new RecordId(id)).record().id();
        return CanonicalJson.bytes(statements.about(record, caller.participant().value(), nonce));
    }

    /** Whether an invoice was ever financed: what the registrars say of its register, whose id derives from the invoice's. */
    @GetMapping(path = "/v1/invoices/{id}/financing-status", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] financingStatus(
            Caller caller, @PathVariable String id, @RequestParam(required = false) @Nullable String nonce) {
        RecordId invoice = visibility.require(caller, new RecordId(id)).record().id();
        if (!invoice.prefix().equals(Invoice.TYPE.prefix())) {
            throw new Refusal(ErrorCode.NOT_FOUND, invoice + " is no invoice.", invoice + " 不是发票。");
        }
        RecordId register = Register.id(ledger.digest(), invoice);
        return CanonicalJson.bytes(
                statements.about(register, caller.participant().value(), nonce));
    }
}
