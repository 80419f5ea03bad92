package org.tradeseal.gateway.einvoice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.einvoice.Finding.Severity;
import org.tradeseal.gateway.einvoice.RuleRun.Broken;
import org.tradeseal.gateway.einvoice.SchemaCheck.SchemaError;

/**
 * The words of findings in both languages: {@code rule-texts.tsv} for the rules met most, and for every other rule a
 * sentence made from the business terms that its published text names.
 */
final class FindingTexts {
    private static final Pattern LEADING_ID = Pattern.compile("\\A\\[[^\\]]*]\\s*-?\\s*");
    private static final Pattern TERM = Pattern.compile("\\bI?B([TG])-0*([1-9][0-9]*)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern PINT_RULE = Pattern.compile("IBR-(?:(CO|CL)-([0-9]{2})|0([0-9]{2}))");
    /** The highest number up to which PINT's ibr-NNN repeats BR-NN. */
    private static final int LAST_SHARED_RULE = 67;

    /** PINT's rules on top of the shared ones, with the country that adjusted them. */
    private static final Pattern ALIGNED_RULE = Pattern.compile(
            "ALIGNED-IBRP-(?:(S|Z|E|AE|IC|G|O)-([0-9]{2})|0(32|37|45|46|47|48)|([0-9]{3}))(?:-(?:AE|AUNZ|EU|JP|MY|OM|SB))*");

    private static final Pattern CATEGORY_RULE = Pattern.compile("BR-(S|Z|E|AE|IC|G|O|AF|AG)-(0[1-9]|10)");

    /** UNTDID 5305 codes by the letters that the rule ids use. */
    private static final Map<String, Category> CATEGORIES = Map.of(
            "S", new Category("S", "Standard rated", "标准税率"),
            "Z", new Category("Z", "Zero rated", "零税率"),
            "E", new Category("E", "Exempt from VAT", "免税"),
            "AE", new Category("AE", "Reverse charge", "反向征收"),
            "IC", new Category("K", "Intra-community supply", "欧盟内部供货"),
            "G", new Category("G", "Export outside the EU", "出口"),
            "O", new Category("O", "Not subject to VAT", "不征税"),
            "AF", new Category("L", "IGIC", "加那利群岛间接税（IGIC）"),
            "AG", new Category("M", "IPSI", "休达和梅利利亚税（IPSI）"));

    private final Map<String, Entry> rules = new HashMap<>();
    private final Map<String, LocalizedText> terms = new HashMap<>();

    private record Category(String code, String en, String zh) {}

    private record Entry(String zh, LocalizedText remedy) {
        Entry with(Category category) {
            return new Entry(
                    fill(zh, category), new LocalizedText(fill(remedy.en(), category), fill(remedy.zh(), category)));
        }

        private static String fill(String text, Category category) {
            return text.replace("{en}", category.en)
                    .replace("{zh}", category.zh)
                    .replace("{code}", category.code);
        }
    }

    FindingTexts() {
        for (List<String> row : rows("rule-texts.tsv", 4)) {
            rules.put(row.get(0), new Entry(row.get(1), new LocalizedText(row.get(2), row.get(3))));
        }
        for (List<String> row : rows("business-terms.tsv", 3)) {
            terms.put(row.get(0), new LocalizedText(row.get(1), row.get(2)));
        }
    }

    Finding ruleFinding(Broken broken) {
        String rule = broken.rule().isEmpty() ? "UNNAMED" : broken.rule();
        String message = LEADING_ID.matcher(broken.text()).replaceFirst("");
        Entry entry = entry(rule);
        if (entry == null) {
            entry = made(rule, message);
        }
        return new Finding(
                broken.error() ? Severity.ERROR : Severity.WARNING,
                rule,
                broken.location(),
                new LocalizedText(message, entry.zh),
                entry.remedy);
    }

    Finding schemaFinding(SchemaError error) {
        Entry coded = rules.get("XSD:" + error.code());
        Entry any = required("XSD");
        String zh = coded == null ? any.zh.replace("{text}", error.text()) : coded.zh + "（" + error.text() + "）";
        return new Finding(
                Severity.ERROR,
                "XSD:" + error.code(),
                error.location(),
                new LocalizedText(error.text(), zh),
                coded == null ? any.remedy : coded.remedy);
    }

    private @Nullable Entry entry(String rule) {
        String id = rule.toUpperCase(Locale.ROOT);
        Entry exact = rules.get(id);
        if (exact != null) {
            return exact;
        }
        String base = shared(id.replaceFirst("(?:-GST)?-SG\\z", ""));
        if (base.startsWith("BR-DEC-")) {
            return rules.get("BR-DEC");
        }
        Matcher category = CATEGORY_RULE.matcher(base);
        Category named = category.matches() ? CATEGORIES.get(category.group(1)) : null;
        if (named != null) {
            return required("BR-VAT-" + category.group(2)).with(named);
        }
        return rules.get(base);
    }

    private static String shared(String rule) {
        Matcher pint = PINT_RULE.matcher(rule);
        if (pint.matches() && pint.group(1) != null) {
            return "BR-" + pint.group(1) + "-" + pint.group(2);
        }
        if (pint.matches()) {
            return Integer.parseInt(pint.group(3)) <= LAST_SHARED_RULE ? "BR-" + pint.group(3) : rule;
        }
        Matcher aligned = ALIGNED_RULE.matcher(rule);
        if (!aligned.matches()) {
            return rule;
        }
        if (aligned.group(1) != null) {
            return "BR-" + aligned.group(1) + "-" + aligned.group(2);
        }
        return aligned.group(3) != null ? "BR-" + aligned.group(3) : "ALIGNED-IBRP-" + aligned.group(4);
    }

    private Entry made(String rule, String message) {
        Set<String> en = new LinkedHashSet<>();
        Set<String> zh = new LinkedHashSet<>();
        Matcher term = TERM.matcher(message);
        while (term.find()) {
            String id = "B" + term.group(1).toUpperCase(Locale.ROOT) + "-" + term.group(2);
            LocalizedText name = terms.get(id);
            if (name != null) {
                en.add(name.en() + " (" + id + ")");
                zh.add(name.zh() + "（" + id + "）");
            }
        }
        if (en.isEmpty()) {
            return new Entry(
                    "不符合规则 " + rule + "。规则原文：" + message,
                    new LocalizedText(
                            "Compare the element at the place named with the text of the rule and correct it.",
                            "请将所指位置的元素与规则原文对照并更正。"));
        }
        return new Entry(
                "不符合规则 " + rule + "，涉及" + String.join("、", zh) + "。规则原文：" + message,
                new LocalizedText(
                        "Check and correct " + String.join(", ", en) + " so that the rule holds.",
                        "请检查并更正" + String.join("、", zh) + "，使其符合该规则。"));
    }

    private Entry required(String key) {
        Entry entry = rules.get(key);
        if (entry == null) {
            throw new IllegalStateException("rule-texts.tsv lacks " + key);
        }
        return entry;
    }

    private static List<List<String>> rows(String name, int columns) {
        try (InputStream in = FindingTexts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> {
                        List<String> cells = List.of(line.split("\t", -1));
                        if (cells.size() != columns) {
                            throw new IllegalStateException(name + " has a malformed row: " + line);
                        }
                        return cells;
                    })
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + name + " cannot be read", e);
        }
    }
}
