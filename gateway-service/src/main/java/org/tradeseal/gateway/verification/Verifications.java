package org.tradeseal.gateway.verification;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.AccessLog;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.delivery.Intents;
import org.tradeseal.gateway.delivery.Payloads;
import org.tradeseal.gateway.einvoice.InvoiceComparison;
import org.tradeseal.gateway.einvoice.InvoiceField;
import org.tradeseal.gateway.einvoice.InvoiceFields;
import org.tradeseal.gateway.einvoice.ReadInvoice;
import org.tradeseal.gateway.invoice.ChannelFingerprints;
import org.tradeseal.gateway.invoice.Documents;
import org.tradeseal.gateway.readmodel.ParticipantDirectory;
import org.tradeseal.gateway.readmodel.RecordQueries;
import org.tradeseal.gateway.records.Visibility;
import org.tradeseal.gateway.signature.SignatureValidation;
import org.tradeseal.gateway.signature.SignatureVerdict;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.invoice.Fingerprints;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.JsonNode;

/** Compares what somebody holds with what is recorded, as far as the caller may see it. */
@Component
class Verifications {
    private final Documents documents;
    private final ChannelFingerprints fingerprints;
    private final SignatureValidation signatures;
    private final RecordQueries queries;
    private final Visibility visibility;
    private final Payloads payloads;
    private final Intents intents;
    private final ParticipantDirectory directory;
    private final AccessLog log;

    Verifications(
            Documents documents,
            ChannelFingerprints fingerprints,
            SignatureValidation signatures,
            RecordQueries queries,
            Visibility visibility,
            Payloads payloads,
            Intents intents,
            ParticipantDirectory directory,
            AccessLog log) {
        this.documents = documents;
        this.fingerprints = fingerprints;
        this.signatures = signatures;
        this.queries = queries;
        this.visibility = visibility;
        this.payloads = payloads;
        this.intents = intents;
        this.directory = directory;
        this.log = log;
    }

    /** What the registry knows of these bytes; {@code claimed} is the record they are said to be. */
    Verification ofDocument(Caller caller, byte[] bytes, @Nullable RecordId claimed, String language) {
        return noted(caller, comparedDocument(caller, bytes, claimed, language));
    }

    private Verification noted(Caller caller, Verification answer) {
        RecordId found = answer.record();
        log.note(
                caller,
                "verify",
                found == null ? null : found.value(),
                answer.finding().name());
        return answer;
    }

    private Verification comparedDocument(Caller caller, byte[] bytes, @Nullable RecordId claimed, String language) {
        Optional<RegistryRecord> byBytes = intents.holding(caller.organisation(), Sha256.of(bytes)).stream()
                .filter(id -> claimed == null || claimed.equals(id))
                .flatMap(id -> visibility.find(caller, id).stream())
                .map(s -> s.record())
                .findFirst();
        if (byBytes.isPresent()) {
            return answer(Verification.Finding.IDENTICAL_BYTES, byBytes.get(), List.of(), bytes, language);
        }
        Optional<ReadInvoice> invoice = invoice(bytes);
        Optional<RegistryRecord> record = claimed != null
                ? visibility.find(caller, claimed).map(s -> s.record())
                : invoice.flatMap(i -> byIdentity(caller, i));
        if (record.isEmpty() || invoice.isEmpty()) {
            return record.map(r -> answer(Verification.Finding.DIFFERENT, r, List.of(), bytes, language))
                    .orElseGet(() -> unknown(language));
        }
        return compare(caller, record.get(), invoice.get(), bytes, language);
    }

    private Optional<ReadInvoice> invoice(byte[] bytes) {
        try {
            return Optional.of(documents.read(bytes));
        } catch (Refusal refusal) {
            return Optional.empty(); // some other document: only its bytes can be compared
        }
    }

    private Optional<RegistryRecord> byIdentity(Caller caller, ReadInvoice invoice) {
        Fingerprints prints;
        try {
            prints = fingerprints.of(invoice.facts());
        } catch (RuntimeException e) {
            return Optional.empty(); // it does not state what identifies it
        }
        return queries.byIdentity(caller, prints.identity()).stream()
                .map(p -> CanonicalJson.read(p.record(), RegistryRecord.class))
                .flatMap(r -> visibility.find(caller, r.id()).stream())
                .map(s -> s.record())
                .findFirst();
    }

    private Verification compare(
            Caller caller, RegistryRecord record, ReadInvoice invoice, byte[] bytes, String language) {
        Optional<Payload> payload = payloads.of(caller, record.id());
        if (payload.isEmpty()) {
            boolean same = contentOf(record).equals(contentOf(invoice));
            return answer(
                    same ? Verification.Finding.SAME_INVOICE_OTHER_FORM : Verification.Finding.DIFFERENT,
                    record,
                    List.of(),
                    bytes,
                    language);
        }
        List<InvoiceField> recorded = payload.get().fields().stream()
                .map(f -> new InvoiceField(
                        f.pointer(), InvoiceField.Type.valueOf(f.type().name()), f.value()))
                .toList();
        List<Verification.Difference> differences =
                InvoiceComparison.differences(recorded, InvoiceFields.of(invoice)).stream()
                        .map(d -> new Verification.Difference(d.pointer(), d.left(), d.right()))
                        .toList();
        Verification.Finding finding =
                differences.isEmpty() ? Verification.Finding.SAME_INVOICE_OTHER_FORM : Verification.Finding.DIFFERENT;
        return answer(finding, record, differences, bytes, language);
    }

    private static String contentOf(RegistryRecord record) {
        return record.content().path("fingerprints").path("content").asString("");
    }

    private String contentOf(ReadInvoice invoice) {
        return fingerprints.of(invoice.facts()).content().hex();
    }

    /** Whether the stated fields are as recorded; needs a record whose payload the caller's organisation holds. */
    Verification ofFields(Caller caller, RecordId id, Map<String, String> stated, String language) {
        return noted(caller, comparedFields(caller, id, stated, language));
    }

    private Verification comparedFields(Caller caller, RecordId id, Map<String, String> stated, String language) {
        RegistryRecord record = visibility.require(caller, id).record();
        Optional<Payload> payload = payloads.of(caller, id);
        if (payload.isEmpty()) {
            return unknown(language);
        }
        List<Verification.Difference> differences = new ArrayList<>();
        stated.forEach((pointer, value) -> {
            String recorded = payload.get().fields().stream()
                    .filter(f -> f.pointer().equals(pointer))
                    .map(f -> f.value())
                    .findFirst()
                    .orElse(null);
            if (!value.equals(recorded)) {
                differences.add(new Verification.Difference(pointer, recorded, value));
            }
        });
        return answer(
                differences.isEmpty() ? Verification.Finding.FIELDS_MATCH : Verification.Finding.DIFFERENT,
                record,
                differences,
                null,
                language);
    }

    private Verification unknown(String language) {
        return new Verification(
                Verification.Finding.UNKNOWN,
                Verification.Finding.UNKNOWN.text().in(language),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null);
    }

    private Verification answer(
            Verification.Finding finding,
            RegistryRecord record,
            List<Verification.Difference> differences,
            byte @Nullable [] bytes,
            String language) {
        RecordId first = queries.history(record.id()).stream()
                .map(p -> new RecordId(p.record().path("actor").asString("")))
                .findFirst()
                .orElse(record.actor());
        Optional<Participant> participant = directory.find(first);
        Verification.Issuer issuer = participant
                .map(p -> new Verification.Issuer(
                        first, p.name().toString(), p.organisation().value()))
                .orElse(null);
        SignatureVerdict signature =
                bytes == null || !mayBeSigned(bytes) ? null : signatures.check(bytes, Optional.empty());
        JsonNode recordedSignature = record.content().get("signature");
        return new Verification(
                finding,
                finding.text().in(language),
                record.id(),
                record.type(),
                record.content().path("status").asString(""),
                record.version(),
                issuer,
                differences,
                signature,
                recordedSignature,
                signature == null ? null : signedBy(signature, participant));
    }

    private static boolean mayBeSigned(byte[] bytes) {
        boolean zip = bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K';
        return zip || new String(bytes, StandardCharsets.ISO_8859_1).contains("http://www.w3.org/2000/09/xmldsig#");
    }

    // ETSI EN 319 412-1: an organisation identifier is a scheme of three letters, a country, a hyphen and the number.
    private static @Nullable Boolean signedBy(SignatureVerdict signature, Optional<Participant> issuer) {
        if (signature.certificate() == null || issuer.isEmpty()) {
            return null;
        }
        String identifier = signature.certificate().organizationIdentifier();
        if (identifier == null) {
            return Boolean.FALSE;
        }
        String number = identifier.substring(identifier.indexOf('-') + 1);
        return issuer.get().isIdentifiedBy(identifier) || issuer.get().isIdentifiedBy(number);
    }
}
