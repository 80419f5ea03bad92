package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verification as text for people in one language, or as canonical JSON in both. */
final class Report {
    private Report() {}

    static String text(Verification verification, String language) {
        StringBuilder text = new StringBuilder();
        boolean zh = Text.of("en", "zh").in(language).equals("zh");
        if (verification.record() != null) {
            text.append(zh ? "记录 " : "Record ")
                    .append(verification.record())
                    .append(zh ? "，第 " : ", version ")
                    .append(verification.version())
                    .append(zh ? " 版\n" : "\n");
        }
        for (Finding finding : verification.findings()) {
            text.append('\n')
                    .append(sign(finding.verdict()))
                    .append(' ')
                    .append(finding.aspect().text().in(language))
                    .append("\n    ")
                    .append(finding.verdict().text().in(language).toUpperCase(Locale.ROOT))
                    .append(" (")
                    .append(finding.reason())
                    .append("): ")
                    .append(printable(finding.text().in(language)))
                    .append('\n');
            String next = finding.reason().next().in(language);
            if (!next.isEmpty()) {
                text.append("    ").append(zh ? "下一步：" : "Next: ").append(next).append('\n');
            }
        }
        return text.append('\n')
                .append(verification.summary().in(language))
                .append('\n')
                .toString();
    }

    // Names and reasons come from the file: a terminal must not take them for its own commands.
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .forEach(c -> printable.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c));
        return printable.toString();
    }

    private static String sign(Verdict verdict) {
        return switch (verdict) {
            case VALID -> "[+]";
            case INVALID -> "[x]";
            case UNKNOWN -> "[?]";
        };
    }

    static String json(Verification verification) {
        List<String> findings = new ArrayList<>();
        for (Finding finding : verification.findings()) {
            findings.add("{\"aspect\":\"" + finding.aspect() + "\",\"next\":"
                    + json(finding.reason().next()) + ",\"reason\":\"" + finding.reason() + "\",\"text\":"
                    + json(finding.text()) + ",\"verdict\":\"" + finding.verdict() + "\"}");
        }
        String record = verification.record() == null ? "" : ",\"record\":\"" + verification.record() + "\"";
        String version = verification.version() == null ? "" : ",\"version\":" + verification.version();
        return "{\"findings\":[" + String.join(",", findings) + "],\"format\":\"tradeseal/verification/1\"" + record
                + ",\"summary\":" + json(verification.summary()) + ",\"verdict\":\"" + verification.verdict() + "\""
                + version + "}";
    }

    private static String json(Text text) {
        return "{\"en\":" + Json.quoted(text.en()) + ",\"zh\":" + Json.quoted(text.zh()) + "}";
    }
}
