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
        Disclosed disclosed = verification.disclosed();
        if (disclosed != null) {
            disclosed(disclosed, language, text);
        }
        return text.append('\n')
                .append(verification.summary().in(language))
                .append('\n')
                .toString();
    }

    private static void disclosed(Disclosed disclosed, String language, StringBuilder text) {
        text.append('\n')
                .append(Text.of("Fields shown:", "披露的字段：").in(language))
                .append('\n');
        for (Disclosed.Shown shown : disclosed.fields()) {
            Field field = shown.field();
            text.append(sign(shown.reason().verdict()))
                    .append(' ')
                    .append(printable(field.pointer() + " (" + field.type() + "): " + field.value()))
                    .append('\n');
            if (shown.reason() != Reason.FIELD_SHOWN) {
                reason(shown.reason(), language, text);
            }
        }
        Integer withheld = disclosed.withheld();
        if (withheld != null && withheld > 0) {
            text.append(sign(Reason.WITHHELD.verdict()))
                    .append(' ')
                    .append(Text.of("Withheld: " + withheld, "未披露：" + withheld + " 个")
                            .in(language))
                    .append('\n');
            reason(Reason.WITHHELD, language, text);
        }
    }

    private static void reason(Reason reason, String language, StringBuilder text) {
        text.append("    ")
                .append(reason.verdict().text().in(language).toUpperCase(Locale.ROOT))
                .append(" (")
                .append(reason)
                .append("): ")
                .append(reason.text().in(language))
                .append('\n');
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
        Disclosed shown = verification.disclosed();
        String disclosed = shown == null ? "" : "\"disclosed\":" + json(shown) + ",";
        return "{" + disclosed + "\"findings\":[" + String.join(",", findings)
                + "],\"format\":\"tradeseal/verification/1\"" + record
                + ",\"summary\":" + json(verification.summary()) + ",\"verdict\":\"" + verification.verdict() + "\""
                + version + "}";
    }

    private static String json(Disclosed disclosed) {
        List<String> fields = new ArrayList<>();
        for (Disclosed.Shown shown : disclosed.fields()) {
            fields.add("{\"pointer\":" + Json.quoted(shown.field().pointer()) + ",\"reason\":\"" + shown.reason()
                    + "\",\"text\":" + json(shown.reason().text()) + ",\"type\":\""
                    + shown.field().type() + "\",\"value\":"
                    + Json.quoted(shown.field().value())
                    + ",\"verdict\":\"" + shown.reason().verdict() + "\"}");
        }
        Integer withheld = disclosed.withheld();
        return "{\"fields\":[" + String.join(",", fields) + "],\"leftOut\":" + disclosed.leftOut()
                + (withheld == null ? "" : ",\"withheld\":" + withheld) + "}";
    }

    private static String json(Text text) {
        return "{\"en\":" + Json.quoted(text.en()) + ",\"zh\":" + Json.quoted(text.zh()) + "}";
    }
}
