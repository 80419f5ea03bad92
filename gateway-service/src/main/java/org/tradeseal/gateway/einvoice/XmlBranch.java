package org.tradeseal.gateway.einvoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** An element and the way to those below it, by fixed prefixes that do not depend on the document's own. */
record XmlBranch(Element element) {
    private static final Map<String, String> NAMESPACES = Map.of(
            "cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
            "cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
            "rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
            "ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
            "udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
            "qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
            "ext", "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
            "ds", "http://www.w3.org/2000/09/xmldsig#");

    /** The prefix, with its colon, by which findings name a namespace; none for roots and foreign namespaces. */
    static String prefixOf(@Nullable String namespace) {
        for (Map.Entry<String, String> entry : NAMESPACES.entrySet()) {
            if (entry.getValue().equals(namespace)) {
                return entry.getKey() + ":";
            }
        }
        return "";
    }

    /** Every element at a path such as {@code cac:Party/cac:PartyName}, in document order. */
    List<XmlBranch> all(String path) {
        List<XmlBranch> found = List.of(this);
        for (String step : path.split("/", -1)) {
            int colon = step.indexOf(':');
            String namespace = NAMESPACES.get(step.substring(0, colon));
            String name = step.substring(colon + 1);
            List<XmlBranch> next = new ArrayList<>();
            for (XmlBranch branch : found) {
                branch.addChildren(namespace, name, next);
            }
            found = next;
        }
        return found;
    }

    private void addChildren(@Nullable String namespace, String name, List<XmlBranch> found) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child
                    && name.equals(child.getLocalName())
                    && child.getNamespaceURI() != null
                    && child.getNamespaceURI().equals(namespace)) {
                found.add(new XmlBranch(child));
            }
        }
    }

    @Nullable XmlBranch first(String path) {
        List<XmlBranch> found = all(path);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The trimmed text of the first element at the path; null if there is none or it is empty. */
    @Nullable String text(String path) {
        XmlBranch found = first(path);
        return found == null ? null : found.text();
    }

    @Nullable String text() {
        String text = element.getTextContent().strip();
        return text.isEmpty() ? null : text;
    }

    @Nullable String attribute(String name) {
        String value = element.getAttribute(name).strip();
        return value.isEmpty() ? null : value;
    }
}
