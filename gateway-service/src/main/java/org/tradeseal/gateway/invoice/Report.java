package org.tradeseal.gateway.invoice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tradeseal.gateway.einvoice.Finding;
import org.tradeseal.gateway.einvoice.InvoiceReport;
import org.tradeseal.gateway.einvoice.LocalizedText;
import org.tradeseal.gateway.errors.Problem;

/** An invoice's report in the reader's language: the answer of {@code POST /v1/invoices/check}. */
record Report(InvoiceReport report) implements Problem.Localised {

    /** A finding with its place, text and remedy. */
    record Line(Finding.Severity severity, String rule, String location, String message, String remedy) {}

    @Override
    public Map<String, Object> in(String language) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("valid", report.valid());
        answer.put("syntax", report.syntax());
        answer.put("profile", report.profile() == null ? "" : report.profile());
        answer.put("ruleSets", report.ruleSets());
        answer.put("findings", lines(language));
        if (report.identity() != null) {
            answer.put("identity", report.identity());
        }
        if (report.content() != null) {
            answer.put("content", report.content());
        }
        return answer;
    }

    private List<Line> lines(String language) {
        return report.findings().stream()
                .map(f -> new Line(
                        f.severity(), f.rule(), f.location(), text(f.message(), language), text(f.remedy(), language)))
                .toList();
    }

    private static String text(LocalizedText text, String language) {
        return language.equals("zh") ? text.zh() : text.en();
    }
}
