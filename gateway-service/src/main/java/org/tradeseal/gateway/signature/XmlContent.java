package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.xml.utils.DomUtils;
import eu.europa.esig.dss.xml.utils.XMLCanonicalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Compares what was presented with what an enveloped signature covers. A wrapped document, or a filter that left a part
 * unsigned, makes the two differ in more than the signatures themselves.
 */
final class XmlContent {
    static final String UBL_EXTENSIONS = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2";
    static final String UBL_SIGNATURES = "urn:oasis:names:specification:ubl:schema:xsd:CommonSignatureComponents-2";

    private XmlContent() {}

    /** True when both are the same XML (exclusive canonical form, RFC 3741) once signatures are taken out. */
    static boolean sameBesidesSignatures(byte[] presented, byte[] signed) {
        return Arrays.equals(withoutSignatures(presented), withoutSignatures(signed));
    }

    private static byte[] withoutSignatures(byte[] xml) {
        Document document = DomUtils.buildDOM(xml);
        List<Node> removed = new ArrayList<>();
        collect(document.getDocumentElement(), removed);
        for (Node node : removed) {
            Node parent = node.getParentNode();
            if (parent != null) {
                parent.removeChild(node);
            }
        }
        return XMLCanonicalizer.createInstance(CanonicalizationMethod.EXCLUSIVE).canonicalize(document);
    }

    /** White space between elements goes too: it stays behind where a signature was cut out. */
    private static void collect(Element element, List<Node> removed) {
        boolean hasElements = false;
        List<Node> blanks = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                hasElements = true;
                if (isSignatureMaterial(inner)) {
                    removed.add(inner);
                } else {
                    collect(inner, removed);
                }
            } else if (child.getNodeType() == Node.TEXT_NODE
                    && child.getNodeValue().isBlank()) {
                blanks.add(child);
            }
        }
        if (hasElements) {
            removed.addAll(blanks);
        }
    }

    private static boolean isSignatureMaterial(Element element) {
        if (isSignature(element)) {
            return true;
        }
        if (is(element, UBL_EXTENSIONS, "UBLExtension")) {
            Element content = child(element, UBL_EXTENSIONS, "ExtensionContent");
            return content != null && holdsOnly(content, XmlContent::isSignature);
        }
        return is(element, UBL_EXTENSIONS, "UBLExtensions") && holdsOnly(element, XmlContent::isSignatureMaterial);
    }

    private static boolean isSignature(Element element) {
        return is(element, XmlGate.DSIG, "Signature") || is(element, UBL_SIGNATURES, "UBLDocumentSignatures");
    }

    private static boolean holdsOnly(Element parent, java.util.function.Predicate<Element> kind) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner && !kind.test(inner)) {
                return false;
            }
        }
        return true;
    }

    static @Nullable Element child(Element parent, String namespace, String name) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner && is(inner, namespace, name)) {
                return inner;
            }
        }
        return null;
    }

    private static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }
}
