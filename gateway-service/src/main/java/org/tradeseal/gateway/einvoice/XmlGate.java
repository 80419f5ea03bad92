package org.tradeseal.gateway.einvoice;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The only way for foreign XML into this process: measures the document in one streaming pass, then parses it with
 * document type declarations and every external access switched off.
 */
final class XmlGate {
    private final XmlLimits limits;

    XmlGate(XmlLimits limits) {
        this.limits = limits;
    }

    /** The parsed document, without comments and with CDATA sections as plain text. */
    Document admit(byte[] bytes) {
        if (bytes.length == 0) {
            throw new InvoiceRefused(Code.DOCUMENT_EMPTY, "The document is empty.", "文档为空。");
        }
        if (bytes.length > limits.sizeBytes()) {
            throw new InvoiceRefused(
                    Code.DOCUMENT_TOO_LARGE,
                    "The document has " + bytes.length + " bytes; at most " + limits.sizeBytes() + " are accepted.",
                    "文档为 " + bytes.length + " 字节；最多接受 " + limits.sizeBytes() + " 字节。");
        }
        String text = XmlEncoding.decode(bytes);
        measure(text);
        return parse(text);
    }

    private void measure(String text) {
        try {
            XMLStreamReader reader = streaming().createXMLStreamReader(new StringReader(text));
            try {
                new Measure(reader).run();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw notWellFormed(
                    e.getLocation() == null ? -1 : e.getLocation().getLineNumber(),
                    e.getLocation() == null ? -1 : e.getLocation().getColumnNumber());
        } catch (InvoiceRefused e) {
            throw e;
        } catch (RuntimeException e) {
            // The JDK's streaming parser answers some malformed documents with an unchecked exception.
            throw notWellFormed(-1, -1);
        }
    }

    private static XMLInputFactory streaming() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("external access is forbidden");
        });
        return factory;
    }

    /** One pass over the document that stops at the first limit exceeded. */
    private final class Measure {
        private final XMLStreamReader reader;
        private int depth;
        private int elements;
        private int text;

        Measure(XMLStreamReader reader) {
            this.reader = reader;
        }

        void run() throws XMLStreamException {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw dtdForbidden();
                    case XMLStreamConstants.START_ELEMENT -> start();
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        text = 0;
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                        addText(reader.getTextLength());
                    case XMLStreamConstants.COMMENT -> addText(reader.getTextLength());
                    default -> {
                        // Processing instructions and the document's start and end carry nothing to measure.
                    }
                }
            }
        }

        private void start() {
            text = 0;
            if (++depth > limits.depth()) {
                throw new InvoiceRefused(
                        Code.XML_TOO_DEEP,
                        "Elements are nested deeper than " + limits.depth() + " levels.",
                        "元素嵌套超过 " + limits.depth() + " 层。");
            }
            if (++elements > limits.elements()) {
                throw new InvoiceRefused(
                        Code.XML_TOO_MANY_ELEMENTS,
                        "The document has more than " + limits.elements() + " elements.",
                        "文档的元素超过 " + limits.elements() + " 个。");
            }
            if (reader.getAttributeCount() + reader.getNamespaceCount() > limits.attributesPerElement()) {
                throw new InvoiceRefused(
                        Code.XML_TOO_MANY_ATTRIBUTES,
                        "An element has more than " + limits.attributesPerElement() + " attributes.",
                        "一个元素的属性超过 " + limits.attributesPerElement() + " 个。");
            }
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                if (reader.getAttributeValue(i).length() > limits.attributeCharacters()) {
                    throw textTooLong(limits.attributeCharacters());
                }
            }
        }

        private void addText(int characters) {
            text += characters;
            if (text > limits.textCharacters()) {
                throw textTooLong(limits.textCharacters());
            }
        }
    }

    private static Document parse(String text) {
        try {
            DocumentBuilder builder = building().newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            builder.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("external access is forbidden");
            });
            Document document = builder.parse(new InputSource(new StringReader(text)));
            document.getDocumentElement().normalize();
            return document;
        } catch (SAXParseException e) {
            throw notWellFormed(e.getLineNumber(), e.getColumnNumber());
        } catch (SAXException e) {
            throw notWellFormed(-1, -1);
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser cannot be set up", e);
        }
    }

    private static DocumentBuilderFactory building() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setNamespaceAware(true);
        factory.setXIncludeAware(false);
        factory.setIgnoringComments(true);
        factory.setCoalescing(true);
        return factory;
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException warning) {
            // A warning of the parser does not touch the document's meaning.
        }

        @Override
        public void error(SAXParseException error) throws SAXException {
            throw error;
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }

    private static InvoiceRefused notWellFormed(int line, int column) {
        String placeEn = line < 1 ? "" : " (line " + line + ", column " + column + ")";
        String placeZh = line < 1 ? "" : "（第 " + line + " 行，第 " + column + " 列）";
        return new InvoiceRefused(
                Code.XML_NOT_WELL_FORMED,
                "The document is not well-formed XML" + placeEn + ".",
                "文档不是格式正确的 XML" + placeZh + "。");
    }

    private static InvoiceRefused dtdForbidden() {
        return new InvoiceRefused(
                Code.XML_DTD_FORBIDDEN,
                "The document has a document type declaration or refers to an entity; remove them.",
                "文档含有文档类型声明（DTD）或实体引用；请将其删除。");
    }

    private static InvoiceRefused textTooLong(int characters) {
        return new InvoiceRefused(
                Code.XML_TEXT_TOO_LONG,
                "A text or an attribute is longer than " + characters + " characters.",
                "一段文字或一个属性超过 " + characters + " 个字符。");
    }
}
