package org.tradeseal.gateway.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/** A streaming look at XML before any tree is built: shape, size, and what its signatures ask the validator to do. */
final class XmlGate {
    static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";

    private static final int DEEPEST = 100;
    private static final int MOST_ELEMENTS = 1_000_000;
    private static final int MOST_ATTRIBUTES = 200;
    private static final int MOST_SIGNATURES = 20;
    private static final int MOST_REFERENCES = 200;

    /** Transforms that cannot rewrite a document: removal of the signature, canonical form, base64. */
    private static final Set<String> TRANSFORMS = Set.of(
            DSIG + "enveloped-signature",
            DSIG + "base64",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
            "http://www.w3.org/2006/12/xml-c14n11",
            "http://www.w3.org/2006/12/xml-c14n11#WithComments",
            "http://www.w3.org/2001/10/xml-exc-c14n#",
            "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
            "http://www.w3.org/TR/1999/REC-xpath-19991116",
            "http://www.w3.org/2002/06/xmldsig-filter2");

    /** The filters in use for enveloped signatures (XML-DSig 6.6.3, UBL 2.1 clause 5.4); a free expression could run for hours. */
    private static final List<Pattern> FILTERS = List.of(
            Pattern.compile("not\\(ancestor-or-self::[\\w.-]+(:[\\w.-]+)?\\)"),
            Pattern.compile("/descendant::[\\w.-]+(:[\\w.-]+)?"),
            Pattern.compile("count\\(ancestor-or-self::(?<n>[\\w.-]+:UBLDocumentSignatures)\\|"
                    + "here\\(\\)/ancestor::\\k<n>\\[1\\]\\)>count\\(ancestor-or-self::\\k<n>\\)"));

    private static final XMLInputFactory FACTORY = factory();

    private int elements;
    private int depth;
    private int signatures;
    private int references;
    private boolean sm2;
    private @Nullable VerdictReason refusal;

    private XmlGate() {}

    /** What the XML is, or why it is refused. */
    record Look(Optional<VerdictReason> refusal, int signatures, boolean sm2) {}

    static Look lookAt(byte[] xml) {
        XmlGate gate = new XmlGate();
        try {
            gate.scan(FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml)));
        } catch (XMLStreamException | RuntimeException e) {
            return new Look(Optional.of(VerdictReason.XML_REFUSED), 0, false);
        }
        return new Look(Optional.ofNullable(gate.refusal), gate.signatures, gate.sm2);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        return factory;
    }

    private void scan(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext() && refusal == null) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> refusal = VerdictReason.XML_REFUSED;
                case XMLStreamConstants.START_ELEMENT -> start(reader);
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }

    private void start(XMLStreamReader reader) throws XMLStreamException {
        elements++;
        depth++;
        if (depth > DEEPEST || elements > MOST_ELEMENTS || reader.getAttributeCount() > MOST_ATTRIBUTES) {
            refusal = VerdictReason.XML_REFUSED;
            return;
        }
        String name = reader.getLocalName();
        String algorithm = reader.getAttributeValue(null, "Algorithm");
        switch (name) {
            case "Signature" -> signatures += DSIG.equals(reader.getNamespaceURI()) ? 1 : 0;
            case "Reference" -> references += DSIG.equals(reader.getNamespaceURI()) ? 1 : 0;
            case "Transform" -> refuseUnless(algorithm == null || TRANSFORMS.contains(algorithm));
            case "XPath" -> refuseUnless(isKnownFilter(text(reader)));
            case "X509Certificate", "EncapsulatedX509Certificate" -> sm2 |= isSm2(text(reader));
            case "SignatureMethod", "DigestMethod" -> sm2 |= algorithm != null && algorithm.matches("(?i).*sm[23].*");
            default -> {}
        }
        refuseUnless(signatures <= MOST_SIGNATURES && references <= MOST_REFERENCES);
    }

    private void refuseUnless(boolean allowed) {
        if (!allowed && refusal == null) {
            refusal = VerdictReason.TRANSFORM_REFUSED;
        }
    }

    private String text(XMLStreamReader reader) throws XMLStreamException {
        String text = reader.getElementText(); // moves to the end tag, and refuses child elements
        depth--;
        return text;
    }

    private static boolean isKnownFilter(String expression) {
        String compact = expression.replaceAll("\\s+", "");
        return FILTERS.stream().anyMatch(filter -> filter.matcher(compact).matches());
    }

    private static boolean isSm2(String base64) {
        try {
            return Sm2.isUsedBy(
                    new X509CertificateHolder(Base64.getMimeDecoder().decode(base64)));
        } catch (IOException | RuntimeException e) {
            return false; // not a certificate: the validation says so
        }
    }
}
