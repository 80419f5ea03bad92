package org.tradeseal.gateway.invoice;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.gateway.delivery.PrivateDraft;
import org.tradeseal.gateway.einvoice.InvoiceFacts;
import org.tradeseal.gateway.einvoice.InvoiceField;
import org.tradeseal.gateway.einvoice.InvoiceFields;
import org.tradeseal.gateway.einvoice.InvoiceParty;
import org.tradeseal.gateway.einvoice.InvoiceReport;
import org.tradeseal.gateway.einvoice.InvoiceSyntax;
import org.tradeseal.gateway.einvoice.ReadInvoice;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.readmodel.ParticipantDirectory;
import org.tradeseal.gateway.signature.Indication;
import org.tradeseal.gateway.signature.SignatureValidation;
import org.tradeseal.gateway.signature.SignatureVerdict;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.invoice.Correction;
import org.tradeseal.ledger.invoice.DocumentKind;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.node.ObjectNode;

/** The way of an invoice from its bytes to the command that records it. */
@Component
public class InvoiceIntake {
    private static final String SCHEMA = "invoice/1";

    private final Documents documents;
    private final SignatureValidation signatures;
    private final ChannelFingerprints fingerprints;
    private final ParticipantDirectory directory;
    private final Commands commands;
    private final boolean signatureRequired;

    InvoiceIntake(
            Documents documents,
            SignatureValidation signatures,
            ChannelFingerprints fingerprints,
            ParticipantDirectory directory,
            Commands commands,
            @Value("${tradeseal.invoices.signature-required:false}") boolean signatureRequired) {
        this.documents = documents;
        this.signatures = signatures;
        this.fingerprints = fingerprints;
        this.directory = directory;
        this.commands = commands;
        this.signatureRequired = signatureRequired;
    }

    /** An invoice as it arrives. */
    public record Arrival(
            Bytes document,
            @Nullable Bytes signature,
            List<RecordId> recipients,
            @Nullable RecordId corrects) {
        public Arrival {
            recipients = List.copyOf(recipients);
        }
    }

    /** Judges a document and records nothing. */
    public InvoiceReport check(byte[] document) {
        return documents.check(documents.read(document));
    }

    /** Builds the request that records the invoice. Refuses DOCUMENT_INVALID with the findings. */
    public Commands.Request request(Caller caller, Arrival arrival, String idempotencyKey) {
        SignatureVerdict verdict = verdict(arrival);
        byte[] arrived = arrival.document().toArray();
        // In a container the invoice is the file that was signed; elsewhere it is what arrived.
        byte[] invoiceBytes = verdict == null || !isContainer(arrival)
                ? arrived
                : verdict.document().map(d -> d.bytes()).orElse(arrived);
        ReadInvoice invoice = documents.read(invoiceBytes);
        InvoiceReport report = documents.check(invoice);
        if (!report.valid()) {
            throw new Refusal(
                            ErrorCode.DOCUMENT_INVALID,
                            "The invoice breaks " + errors(report) + " rule(s) of " + report.ruleSets() + ".",
                            "该发票违反 " + report.ruleSets() + " 的 " + errors(report) + " 条规则。")
                    .with("report", new Report(report));
        }
        Optional<RecordId> buyer = participant(invoice.facts().buyer());
        ObjectNode body = body(caller, arrival, invoice, report, verdict, buyer);
        return new Commands.Request(
                "invoice.issue",
                body,
                draft(caller, arrival, invoice, invoiceBytes, report, buyer),
                idempotencyKey,
                null);
    }

    private static long errors(InvoiceReport report) {
        return report.findings().stream()
                .filter(f -> f.severity() == org.tradeseal.gateway.einvoice.Finding.Severity.ERROR)
                .count();
    }

    private @Nullable SignatureVerdict verdict(Arrival arrival) {
        boolean signed = arrival.signature() != null
                || isContainer(arrival)
                || isEnveloped(arrival.document().toArray());
        if (!signed) {
            if (signatureRequired) {
                throw new Refusal(
                                ErrorCode.SIGNATURE_NOT_RECOGNISED,
                                "This gateway records signed invoices only, and the document carries no signature.",
                                "本网关只登记已签名的发票，而该文件没有签名。")
                        .at("/signature");
            }
            return null;
        }
        SignatureVerdict verdict = signatures.check(
                arrival.document().toArray(),
                Optional.ofNullable(arrival.signature()).map(Bytes::toArray));
        // A file that holds no signature at all has no format.
        boolean broken = verdict.indication() == Indication.TOTAL_FAILED || verdict.format() == null;
        if (broken || (signatureRequired && !verdict.accepted())) {
            throw new Refusal(
                            ErrorCode.SIGNATURE_NOT_RECOGNISED,
                            "The signature is " + verdict.indication() + " (" + verdict.subIndication() + "): "
                                    + verdict.reason().english(),
                            "签名验证结论为 " + verdict.indication() + "（" + verdict.subIndication() + "）："
                                    + verdict.reason().chinese())
                    .at("/signature");
        }
        return verdict;
    }

    // An ASiC container is a ZIP file (ETSI EN 319 162-1).
    private static boolean isContainer(Arrival arrival) {
        byte[] b = arrival.document().toArray();
        return b.length > 4 && b[0] == 'P' && b[1] == 'K' && b[2] == 3 && b[3] == 4;
    }

    private static boolean isEnveloped(byte[] document) {
        return new String(document, java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains("http://www.w3.org/2000/09/xmldsig#");
    }

    private Optional<RecordId> participant(InvoiceParty party) {
        InvoiceParty.Identifier primary = party.primary();
        return primary == null ? Optional.empty() : directory.identifiedBy(primary.value());
    }

    private ObjectNode body(
            Caller caller,
            Arrival arrival,
            ReadInvoice invoice,
            InvoiceReport report,
            @Nullable SignatureVerdict verdict,
            Optional<RecordId> buyer) {
        ObjectNode body = CanonicalJson.jsonMapper().createObjectNode();
        DocumentKind kind = kind(invoice);
        body.put("documentKind", kind.name());
        body.put("syntax", invoice.syntax().name());
        body.set("fingerprints", CanonicalJson.toTree(fingerprints.of(invoice.facts())));
        SortedSet<RecordId> readers = new TreeSet<>(arrival.recipients());
        readers.remove(caller.participant());
        body.set("recipientParticipants", CanonicalJson.toTree(readers));
        body.putObject("rules").set("ruleSets", CanonicalJson.toTree(report.ruleSets()));
        buyer.ifPresent(b -> body.put("buyer", b.value()));
        if (verdict != null) {
            body.set("signature", CanonicalJson.toTree(summary(verdict)));
        }
        if (kind == DocumentKind.CREDIT_NOTE) {
            body.set("corrects", CanonicalJson.toTree(correction(arrival, invoice.facts())));
        }
        return body;
    }

    // UNTDID 1001: 381, 261, 262, 296, 308, 396, 420, 458 and 532 are credit notes.
    private static DocumentKind kind(ReadInvoice invoice) {
        boolean credit = invoice.syntax() == InvoiceSyntax.UBL_CREDIT_NOTE
                || List.of("381", "261", "262", "296", "308", "396", "420", "458", "532")
                        .contains(String.valueOf(invoice.facts().typeCode()));
        return credit ? DocumentKind.CREDIT_NOTE : DocumentKind.INVOICE;
    }

    private Correction correction(Arrival arrival, InvoiceFacts facts) {
        InvoiceFacts.Reference preceding = facts.reference(InvoiceFacts.ReferenceKind.PRECEDING_INVOICE);
        if (arrival.corrects() == null || preceding == null) {
            throw new Refusal(
                            ErrorCode.FIELD_REQUIRED,
                            "A credit note names the invoice it corrects: by its number in the document (BT-25) and by"
                                    + " its record id in the part corrects.",
                            "贷记单须写明所更正的发票：单据中的发票号码（BT-25）以及 corrects 部分的记录编号。")
                    .at("/corrects");
        }
        return new Correction(arrival.corrects(), fingerprints.ofNumber(preceding.id()));
    }

    static org.tradeseal.ledger.invoice.SignatureVerdict summary(SignatureVerdict verdict) {
        String signer = verdict.certificate() == null
                ? Sha256.of().hex()
                : verdict.certificate().digest();
        return new org.tradeseal.ledger.invoice.SignatureVerdict(
                org.tradeseal.ledger.invoice.SignatureVerdict.Indication.valueOf(
                        verdict.indication().name()),
                verdict.format() == null ? "unknown" : verdict.format(),
                new Sha256(signer),
                new Sha256(verdict.basis().policy()));
    }

    private PrivateDraft draft(
            Caller caller,
            Arrival arrival,
            ReadInvoice invoice,
            byte[] invoiceBytes,
            InvoiceReport report,
            Optional<RecordId> buyer) {
        List<Field> fields = new ArrayList<>();
        for (InvoiceField field : InvoiceFields.of(invoice)) {
            fields.add(
                    new Field(field.pointer(), Field.Type.valueOf(field.type().name()), field.value()));
        }
        List<Payload.Document> files = new ArrayList<>();
        files.add(file("invoice.xml", "application/xml", invoiceBytes, "document"));
        if (arrival.signature() != null) {
            files.add(file(
                    "signature", "application/octet-stream", arrival.signature().toArray(), "signature"));
        } else if (isContainer(arrival)) {
            files.add(file(
                    "invoice.asice",
                    "application/vnd.etsi.asic-e+zip",
                    arrival.document().toArray(),
                    "container"));
        }
        Map<String, String> openings = new HashMap<>();
        openings.put("sellerOpening", "/seller/id");
        buyer.ifPresent(b -> openings.put("buyerOpening", "/buyer/id"));
        return new PrivateDraft(
                SCHEMA,
                fields,
                files,
                organisations(caller, arrival, buyer),
                openings,
                Map.of(
                        // The report quotes the document: a digest without salt could be guessed.
                        "rules.digest", Sha256.of(CanonicalJson.bytes(new Report(report).in("en")))),
                "");
    }

    private static Payload.Document file(String name, String mediaType, byte[] bytes, String purpose) {
        return new Payload.Document(name, mediaType, Base64.getEncoder().encodeToString(bytes), purpose);
    }

    private SortedSet<MspId> organisations(Caller caller, Arrival arrival, Optional<RecordId> buyer) {
        SortedSet<MspId> organisations = new TreeSet<>();
        organisations.add(caller.organisation());
        List<RecordId> named = new ArrayList<>(arrival.recipients());
        buyer.ifPresent(named::add);
        for (RecordId id : named) {
            organisations.add(directory
                    .find(id)
                    .orElseThrow(() -> new Refusal(
                                    ErrorCode.NOT_FOUND,
                                    "The recipient " + id + " is no participant.",
                                    "接收方 " + id + " 不是参与方。")
                            .at("/recipients"))
                    .organisation());
        }
        return organisations;
    }

    /** Records the invoice in one step. */
    public Commands.Written issue(Caller caller, Arrival arrival, String idempotencyKey) {
        return commands.execute(caller, request(caller, arrival, idempotencyKey));
    }
}
