package org.tradeseal.gateway.einvoice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.Validator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Checks a document against its XML schema and says where each error is, which phive does not for parsed documents. */
final class SchemaCheck {
    private static final String CURRENT_ELEMENT = "http://apache.org/xml/properties/dom/current-element-node";
    private static final Pattern CODED =
            Pattern.compile("\\A(c[a-z]+-[A-Za-z0-9.-]*[A-Za-z0-9]): (.*)\\z", Pattern.DOTALL);

    /** One error of the schema: the code of XML Schema part 1 appendix C, XPath, text. */
    record SchemaError(String code, String location, String text) {}

    private SchemaCheck() {}

    static List<SchemaError> check(Schema schema, Document document) {
        Validator validator = schema.newValidator();
        Collector collector = new Collector(validator);
        validator.setErrorHandler(collector);
        try {
            validator.validate(new DOMSource(document));
        } catch (SAXException e) {
            throw new IllegalStateException("the schema check cannot go on", e);
        } catch (IOException e) {
            throw new IllegalStateException("a parsed document was read from somewhere else", e);
        }
        return collector.errors;
    }

    private static final class Collector implements ErrorHandler {
        private final Validator validator;
        private final List<SchemaError> errors = new ArrayList<>();

        Collector(Validator validator) {
            this.validator = validator;
        }

        @Override
        public void warning(SAXParseException warning) {
            // Schema warnings concern the schema, not the document.
        }

        @Override
        public void error(SAXParseException error) throws SAXException {
            String message = error.getMessage() == null ? "" : error.getMessage();
            Matcher coded = CODED.matcher(message);
            boolean matches = coded.matches();
            Object place = validator.getProperty(CURRENT_ELEMENT);
            errors.add(new SchemaError(
                    matches ? coded.group(1) : "error",
                    place instanceof Element element ? xpath(element) : "",
                    matches ? coded.group(2) : message));
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            error(error);
        }
    }

    private static String xpath(Element element) {
        StringBuilder path = new StringBuilder();
        for (Node node = element; node instanceof Element; node = node.getParentNode()) {
            int position = 1;
            for (Node before = node.getPreviousSibling(); before != null; before = before.getPreviousSibling()) {
                if (before instanceof Element
                        && before.getLocalName().equals(node.getLocalName())
                        && Objects.equals(before.getNamespaceURI(), node.getNamespaceURI())) {
                    position++;
                }
            }
            path.insert(
                    0, "/" + XmlBranch.prefixOf(node.getNamespaceURI()) + node.getLocalName() + "[" + position + "]");
        }
        return path.toString();
    }
}
