package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.XAdESSignatureParameters.XPathElementPlacement;
import eu.europa.esig.dss.xml.utils.DomUtils;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Makes room for an enveloped signature where UBL 2.1 clause 5 wants it; other XML takes it as its last element. */
final class UblSignaturePlace {
    private static final String UBL = "urn:oasis:names:specification:ubl:schema:xsd:";
    private static final String AGGREGATE = UBL + "SignatureAggregateComponents-2";
    private static final String BASIC = UBL + "CommonBasicComponents-2";
    private static final String METHOD = "urn:oasis:names:specification:ubl:dsig:enveloped:xades";

    private UblSignaturePlace() {}

    static byte[] prepare(byte[] xml, XAdESSignatureParameters parameters) {
        Document document = DomUtils.buildDOM(xml);
        Element root = document.getDocumentElement();
        String namespace = root.getNamespaceURI();
        if (namespace == null || !namespace.startsWith(UBL)) {
            return xml;
        }
        Element extensions = XmlContent.child(root, XmlContent.UBL_EXTENSIONS, "UBLExtensions");
        if (extensions == null) {
            extensions = document.createElementNS(XmlContent.UBL_EXTENSIONS, "ext:UBLExtensions");
            root.insertBefore(extensions, root.getFirstChild());
        }
        Element extension = append(extensions, XmlContent.UBL_EXTENSIONS, "ext:UBLExtension", null);
        append(extension, XmlContent.UBL_EXTENSIONS, "ext:ExtensionURI", METHOD);
        Element content = append(extension, XmlContent.UBL_EXTENSIONS, "ext:ExtensionContent", null);
        Element signatures = append(content, XmlContent.UBL_SIGNATURES, "sig:UBLDocumentSignatures", null);
        Element signature = append(signatures, AGGREGATE, "sac:SignatureInformation", null);
        append(signature, BASIC, "cbc:ID", "urn:oasis:names:specification:ubl:signature:1");
        parameters.setXPathLocationString("/*/*[local-name()='UBLExtensions']/*[last()]"
                + "//*[local-name()='SignatureInformation']/*[local-name()='ID']");
        parameters.setXPathElementPlacement(XPathElementPlacement.XPathAfter);
        return DomUtils.serializeNode(document);
    }

    private static Element append(Element parent, String namespace, String name, @Nullable String text) {
        Element element = parent.getOwnerDocument().createElementNS(namespace, name);
        if (text != null) {
            element.setTextContent(text);
        }
        parent.appendChild(element);
        return element;
    }
}
