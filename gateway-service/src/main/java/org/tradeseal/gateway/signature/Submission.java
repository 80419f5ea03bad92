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
    private final Carrier carrier;

    private Submission(byte[] document, byte @Nullable [] detached, Carrier carrier) {
        this.document = document;
        this.detached = detached;
        this.carrier = carrier;
    }

    /** What the bytes that hold the signatures are; {@code dataFiles} only for a container. */
    private record Carrier(
            Form form, Map<String, byte[]> dataFiles, int signatures, boolean sm2, Optional<VerdictReason> refusal) {

        static Carrier refused(VerdictReason reason) {
            return new Carrier(Form.OTHER, Map.of(), 0, false, Optional.of(reason));
        }

        static Carrier lookAt(byte[] bytes, int maxBytes) {
            Form form = Form.of(bytes);
            return switch (form) {
                case XML -> {
                    XmlGate.Look look = XmlGate.lookAt(bytes);
                    yield new Carrier(
                            form,
                            Map.of(),
                            look.signatures(),
                            look.sm2(),
                            look.refusal().or(() -> unsigned(look.signatures())));
                }
                case ZIP -> {
                    ContainerGate.Look look = ContainerGate.lookAt(bytes, maxBytes);
                    yield new Carrier(
                            form,
                            look.dataFiles(),
                            look.signatures(),
                            look.sm2(),
                            look.refusal().or(() -> unsigned(look.signatures())));
                }
                case CMS -> new Carrier(form, Map.of(), 1, Sm2.isUsedByCms(bytes), Optional.empty());
                case OTHER -> refused(VerdictReason.NO_SIGNATURE);
            };
        }

        private static Optional<VerdictReason> unsigned(int signatures) {
            return signatures == 0 ? Optional.of(VerdictReason.NO_SIGNATURE) : Optional.empty();
        }
    }

    static Submission of(byte[] document, Optional<byte[]> detachedSignature, TrustSettings limits) {
        byte[] detached = detachedSignature.orElse(null);
        return new Submission(document, detached, carrier(document, detached, limits));
    }

    private static Carrier carrier(byte[] document, byte @Nullable [] detached, TrustSettings limits) {
        if (document.length > limits.maxDocumentBytes()
                || (detached != null && detached.length > limits.maxSignatureBytes())) {
            return Carrier.refused(VerdictReason.TOO_LARGE);
        }
        if (detached == null) {
            return Carrier.lookAt(document, limits.maxDocumentBytes());
        }
        if (Form.of(detached) == Form.OTHER) {
            return Carrier.refused(VerdictReason.UNREADABLE);
        }
        if (Form.of(detached) == Form.XML && Form.of(document) == Form.XML) {
            // An XML signature may canonicalise the document, so it will be parsed too.
            Optional<VerdictReason> refused = XmlGate.lookAt(document).refusal();
            if (refused.isPresent()) {
                return Carrier.refused(refused.get());
            }
        }
        return Carrier.lookAt(detached, limits.maxDocumentBytes());
    }

    Optional<VerdictReason> refusal() {
        return carrier.refusal();
    }

    boolean usesSm2() {
        return carrier.sm2();
    }

    /** The least number of signatures the validator must report on. */
    int signatures() {
        return carrier.signatures();
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
        return switch (carrier.form()) {
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
                || (carrier.form() == Form.XML && Form.of(document) == Form.XML && sameXml(original.bytes()));
    }

    private boolean sameXml(byte[] original) {
        if (Form.of(original) != Form.XML || XmlGate.lookAt(original).refusal().isPresent()) {
            return false;
        }
        return XmlContent.sameBesidesSignatures(document, original);
    }

    private List<SignedDocument> containerCoverage(List<SignedDocument> signed) {
        List<SignedDocument> covered = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : carrier.dataFiles().entrySet()) {
            for (SignedDocument original : signed) {
                if (Arrays.equals(original.bytes(), file.getValue())) {
                    covered.add(new SignedDocument(file.getKey(), file.getValue()));
                    break;
                }
            }
        }
        return covered.size() == carrier.dataFiles().size() ? covered : List.of();
    }

    private static SignedDocument read(DSSDocument original) {
        try (InputStream in = original.openStream()) {
            return new SignedDocument(original.getName(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
