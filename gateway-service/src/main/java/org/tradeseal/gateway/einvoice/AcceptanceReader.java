package org.tradeseal.gateway.einvoice;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.einvoice.Acceptance.Answer;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Reads a UBL 2.1 ApplicationResponse that answers one invoice. Safe for use by several threads. */
public final class AcceptanceReader {
    private static final String NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2";

    private final XmlGate gate;

    public AcceptanceReader() {
        this(XmlLimits.DEFAULT);
    }

    public AcceptanceReader(XmlLimits limits) {
        this.gate = new XmlGate(limits);
    }

    /** The answer in these bytes; throws {@link InvoiceRefused} if they are none, or answer several invoices. */
    public Acceptance read(byte[] bytes) {
        Document document = gate.admit(bytes);
        Element element = document.getDocumentElement();
        if (!NAMESPACE.equals(element.getNamespaceURI()) || !"ApplicationResponse".equals(element.getLocalName())) {
            throw new InvoiceRefused(
                    Code.DOCUMENT_SYNTAX_UNKNOWN,
                    "The root element is not a UBL 2.1 ApplicationResponse.",
                    "根元素不是 UBL 2.1 ApplicationResponse（应用响应）。");
        }
        XmlBranch root = new XmlBranch(element);
        XmlBranch response = only(root.all("cac:DocumentResponse"), "cac:DocumentResponse");
        XmlBranch reference = only(response.all("cac:DocumentReference"), "cac:DocumentReference");
        String code = present(response.text("cac:Response/cbc:ResponseCode"), "cbc:ResponseCode");
        return new Acceptance(
                present(root.text("cbc:ID"), "cbc:ID"),
                present(FactValues.date(root.text("cbc:IssueDate")), "cbc:IssueDate"),
                present(reference.text("cbc:ID"), "cac:DocumentReference/cbc:ID"),
                FactValues.date(reference.text("cbc:IssueDate")),
                code,
                answer(code),
                UblFacts.party(root.first("cac:SenderParty")),
                UblFacts.party(root.first("cac:ReceiverParty")),
                InvoiceReader.sha256(bytes));
    }

    // Two answers in one document could contradict each other; which one was signed for would be a guess.
    private static XmlBranch only(List<XmlBranch> found, String name) {
        if (found.size() != 1) {
            throw incomplete("exactly one " + name, "恰好一个 " + name);
        }
        return found.get(0);
    }

    private static Answer answer(String code) {
        return switch (code) {
            case "AP" -> Answer.ACCEPTED;
            case "RE" -> Answer.REJECTED;
            // A condition is not the consent that financing relies on.
            case "UQ", "CA" -> Answer.DISPUTED;
            case "AB", "IP", "PD" -> Answer.NO_DECISION;
            default ->
                throw incomplete(
                        "a response code of UNCL 4343 (AP, RE, UQ, CA, AB, IP, PD)",
                        "UNCL 4343 的响应代码（AP、RE、UQ、CA、AB、IP、PD）");
        };
    }

    private static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw incomplete("a readable " + name, "可读的 " + name);
        }
        return value;
    }

    private static InvoiceRefused incomplete(String en, String zh) {
        return new InvoiceRefused(Code.RESPONSE_INCOMPLETE, "The response needs " + en + ".", "响应文件必须含有" + zh + "。");
    }
}
