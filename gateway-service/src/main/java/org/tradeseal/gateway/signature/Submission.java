package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.model.DSSDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document as handed in, with the limits checked and its form known; tells what would be full coverage of it. */
final class Submission {
    private final byte[] document;
    private final byte @Nullable [] detached;
    private final Form form;
    private final Map<String, byte[]> dataFiles;
    private final int signatures;
    private final boolean sm2;
    private final @Nullable VerdictReason refusal;

    private Submission(
            byte[] document,
            byte @Nullable [] detached,
            Form form,
            Map<String, byte[]> dataFiles,
            int signatures,
            boolean sm2,
            @Nullable VerdictReason refusal) {
        this.document = document;
        this.detached = detached;
        this.form = form;
        this.dataFiles = dataFiles;
        this.signatures = signatures;
        this.sm2 = sm2;
        this.refusal = refusal;
    }

    static Submission of(byte[] document, Optional<byte[]> detachedSignature, TrustSettings limits) {
        byte[] detached = detachedSignature.orElse(null);
        if (document.length > limits.maxDocumentBytes()
                || (detached != null && detached.length > limits.maxSignatureBytes())) {
            return new Submission(document, detached, Form.OTHER, Map.of(), 0, false, VerdictReason.TOO_LARGE);
        }
        if (detached != null && Form.of(document) == Form.XML) {
            // The document is parsed for comparison with canonicalised references.
            Optional<VerdictReason> refused = XmlGate.lookAt(document).refusal();
            if (refused.isPresent()) {
                return new Submission(document, detached, Form.XML, Map.of(), 0, false, refused.get());
            }
        }
        return lookAt(document, detached, detached == null ? document : detached, limits.maxDocumentBytes());
    }

    private static Submission lookAt(byte[] document, byte @Nullable [] detached, byte[] signed, int maxBytes) {
        Form form = Form.of(signed);
        return switch (form) {
            case XML -> {
                XmlGate.Look look = XmlGate.lookAt(signed);
                VerdictReason refusal =
                        look.refusal().orElse(look.signatures() == 0 ? VerdictReason.NO_SIGNATURE : null);
                yield new Submission(document, detached, form, Map.of(), look.signatures(), look.sm2(), refusal);
            }
            case ZIP -> {
                ContainerGate.Look look = ContainerGate.lookAt(signed, maxBytes);
                VerdictReason refusal =
                        look.refusal().orElse(look.signatures() == 0 ? VerdictReason.NO_SIGNATURE : null);
                yield new Submission(
                        document, detached, form, look.dataFiles(), look.signatures(), look.sm2(), refusal);
            }
            case CMS -> new Submission(document, detached, form, Map.of(), 1, Sm2.isUsedByCms(signed), null);
            case OTHER ->
                new Submission(
                        document,
                        detached,
                        form,
                        Map.of(),
                        0,
                        false,
                        detached == null ? VerdictReason.NO_SIGNATURE : VerdictReason.UNREADABLE);
        };
    }

    Optional<VerdictReason> refusal() {
        return Optional.ofNullable(refusal);
    }

    boolean usesSm2() {
        return sm2;
    }

    /** The least number of signatures the validator must report on. */
    int signatures() {
        return signatures;
    }

    /** The bytes that hold the signature. */
    byte[] signatureCarrier() {
        return detached == null ? document : detached;
    }

    Optional<byte[]> detachedContent() {
        return detached == null ? Optional.empty() : Optional.of(document);
    }

    /** The originals among those that make up all of what was handed in; empty if they do not. */
    List<SignedDocument> fullCoverage(List<DSSDocument> originals) {
        List<SignedDocument> signed = originals.stream().map(Submission::read).toList();
        if (detached != null) {
            return signed.stream().filter(this::isTheDocument).limit(1).toList();
        }
        return switch (form) {
            case XML ->
                signed.stream()
                        .filter(original -> sameXml(original.bytes()))
                        .limit(1)
                        .toList();
            case ZIP -> containerCoverage(signed);
            case CMS -> signed.size() == 1 ? signed : List.of();
            case OTHER -> List.of();
        };
    }

    private boolean isTheDocument(SignedDocument original) {
        // An XML reference may be canonicalised, so that its octets differ from the file's.
        return original.hasBytes(document)
                || (form == Form.XML && Form.of(document) == Form.XML && sameXml(original.bytes()));
    }

    private boolean sameXml(byte[] original) {
        if (Form.of(original) != Form.XML || XmlGate.lookAt(original).refusal().isPresent()) {
            return false;
        }
        return XmlContent.sameBesidesSignatures(document, original);
    }

    private List<SignedDocument> containerCoverage(List<SignedDocument> signed) {
        List<SignedDocument> covered = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : dataFiles.entrySet()) {
            for (SignedDocument original : signed) {
                if (Arrays.equals(original.bytes(), file.getValue())) {
                    covered.add(new SignedDocument(file.getKey(), file.getValue()));
                    break;
                }
            }
        }
        return covered.size() == dataFiles.size() ? covered : List.of();
    }

    private static SignedDocument read(DSSDocument original) {
        try (InputStream in = original.openStream()) {
            return new SignedDocument(original.getName(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
