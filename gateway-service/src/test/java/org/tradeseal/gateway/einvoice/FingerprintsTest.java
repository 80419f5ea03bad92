package org.tradeseal.gateway.einvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradeseal.gateway.einvoice.Fingerprints.Fingerprint;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;

class FingerprintsTest {
    private static final InvoiceReader READER = new InvoiceReader();
    private static final Fingerprints FINGERPRINTS = new Fingerprints(secret(1), 1);
    private static final Pattern LEAF = Pattern.compile(">([^<>]*[^<>\\s][^<>]*)</");

    private record Both(Fingerprint identity, Fingerprint content) {}

    /** A change of form that keeps the invoice: text to text. */
    private record Form(String name, Function<String, String> change) {
        boolean ofValues() {
            return List.of("comment inside a value", "padded values", "CDATA", "character references")
                    .contains(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Form> forms() {
        return List.of(
                new Form("comments everywhere", s -> s.replaceAll("(?<!-)>(\\s+)<(?!!)", ">$1<!-- a > b --><")),
                new Form("comment inside a value", s -> leaves(s, v -> v.charAt(0) + "<!-- -->" + v.substring(1))),
                new Form("no white space", s -> s.replaceAll(">\\s+<", "><")),
                new Form("much white space", s -> s.replaceAll(">\\s+<", ">\n\n\t    <")),
                new Form("padded values", s -> leaves(s, v -> "\n  " + v + "\t ")),
                new Form("CDATA", s -> leaves(s, v -> v.contains("&") ? v : "<![CDATA[" + v + "]]>")),
                new Form("character references", s -> leaves(s, FingerprintsTest::asReferences)),
                new Form("processing instruction", s -> s.replaceFirst("\\?>", "?><?print fast?>")),
                new Form("other prefixes", FingerprintsTest::otherPrefixes),
                new Form("carriage returns", s -> s.replace("\n", "\r\n")),
                new Form("no declaration", s -> s.replaceFirst("<\\?xml[^>]*\\?>\\s*", "")),
                new Form("attribute quotes", s -> s.replaceAll("=\"([^\"'<]*)\"(?=[ />])", "='$1'")));
    }

    static Stream<Arguments> formsOfEverySample() {
        return forms().stream()
                .flatMap(form -> Stream.of(Samples.PINT, Samples.UBL, Samples.CII, Samples.PEPPOL, Samples.CREDIT_NOTE)
                        .map(sample -> Arguments.of(form, sample)));
    }

    @ParameterizedTest
    @MethodSource("formsOfEverySample")
    void aChangeOfFormKeepsBothFingerprints(Form form, String sample) {
        String original = Samples.text(sample);
        String changed = form.change.apply(original);

        assertThat(changed).isNotEqualTo(original);
        assertThat(of(changed)).isEqualTo(of(original));
    }

    @Test
    void anyCombinationOfFormsKeepsBothFingerprints() {
        List<Form> ofMarkup = forms().stream().filter(form -> !form.ofValues()).toList();
        List<Form> ofValues = forms().stream().filter(Form::ofValues).toList();
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            String sample = random.nextBoolean() ? Samples.PINT : Samples.CII;
            List<Form> applied = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                applied.add(ofMarkup.get(random.nextInt(ofMarkup.size())));
            }
            // Values change form once and last: white space beside a comment within a value would be part of it.
            applied.add(ofValues.get(random.nextInt(ofValues.size())));
            String changed = Samples.text(sample);
            for (Form form : applied) {
                changed = form.change.apply(changed);
            }
            assertThat(of(changed)).as("%s of %s", applied, sample).isEqualTo(of(Samples.text(sample)));
        }
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void anotherEncodingKeepsBothFingerprints(String declared, String charset, int[] bom) {
        // ISO-8859-1 and US-ASCII cannot hold Chinese characters: references stand in for them.
        String original = Samples.text(Samples.PINT);
        String text =
                original.replaceFirst("encoding=\"UTF-8\"", declared.isEmpty() ? "" : "encoding=\"" + declared + "\"");
        if (charset.startsWith("ISO") || charset.equals("US-ASCII")) {
            text = asciiOnly(text);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int b : bom) {
            out.write(b);
        }
        out.writeBytes(text.getBytes(Charset.forName(charset)));

        assertThat(of(out.toByteArray())).isEqualTo(of(original));
        assertThat(READER.read(out.toByteArray()).facts().seller().name()).isEqualTo("杭州砺华软件有限公司");
    }

    static Stream<Arguments> encodings() {
        int[] none = {};
        int[] utf8 = {0xEF, 0xBB, 0xBF};
        int[] big = {0xFE, 0xFF};
        int[] little = {0xFF, 0xFE};
        return Stream.of(
                Arguments.of("", "UTF-8", none),
                Arguments.of("UTF-8", "UTF-8", utf8),
                Arguments.of("utf-8", "UTF-8", none),
                Arguments.of("UTF-16", "UTF-16BE", big),
                Arguments.of("UTF-16", "UTF-16LE", little),
                Arguments.of("UTF-16LE", "UTF-16LE", none),
                Arguments.of("", "UTF-16BE", big),
                Arguments.of("ISO-8859-1", "ISO-8859-1", none),
                Arguments.of("US-ASCII", "US-ASCII", none),
                Arguments.of("GB18030", "GB18030", none),
                Arguments.of("GBK", "GBK", none));
    }

    @Test
    void trailingZerosAndLeadingZerosKeepBothFingerprints() {
        String original = Samples.text(Samples.PINT);
        for (String written : List.of("125000", "125000.0", "125000.0000", "+125000.00", "0125000.00", "125000.")) {
            assertThat(of(original.replace(">125000.00<", ">" + written + "<"))).isEqualTo(of(original));
        }
    }

    @Test
    void fullWidthDigitsAndLettersKeepBothFingerprints() {
        String original = Samples.text(Samples.PINT);
        assertThat(of(original.replace(">LH-2026-0917<", ">ＬＨ－２０２６－０９１７<"))).isEqualTo(of(original));
        assertThat(of(original.replace(">91330106MA2AXLH10P<", ">９１３３０１０６ＭＡ２ＡＸＬＨ１０Ｐ<")))
                .isEqualTo(of(original));
    }

    @Test
    void caseSeparatorsAndInvisibleCharactersOfIdentifiersKeepBothFingerprints() {
        String original = Samples.text(Samples.UBL);
        assertThat(of(original.replace(">NL861234561B01<", ">nl 8612.34561-B01<")))
                .isEqualTo(of(original));
        assertThat(of(original.replace(">WS/2026/1180<", ">ws/2026/\u200B1180\u200E<")))
                .isEqualTo(of(original));
        assertThat(of(original.replace(">WS/2026/1180<", ">WS /2026/ 1180<"))).isEqualTo(of(original));
    }

    @Test
    void aUblAndACiiFormHaveTheSameFingerprints() {
        assertThat(of(Samples.text(Samples.CII))).isEqualTo(of(Samples.text(Samples.UBL)));
    }

    @Test
    void aDateWithTimeZoneIsTheSameDate() {
        String original = Samples.text(Samples.UBL);
        assertThat(of(original.replace("<cbc:IssueDate>2026-10-12", "<cbc:IssueDate>2026-10-12+02:00")))
                .isEqualTo(of(original));
    }

    /** What makes another invoice: the first three change the identity too. */
    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("number", true, "<cbc:ID>WS/2026/1180<", "<cbc:ID>WS/2026/1181<"),
                Arguments.of("position of a separator", true, "<cbc:ID>WS/2026/1180<", "<cbc:ID>WS/20261/180<"),
                Arguments.of("type", true, ">380<", ">384<"),
                Arguments.of("type of a credit note", true, ">380<", ">381<"),
                Arguments.of("year", true, "<cbc:IssueDate>2026-10-12", "<cbc:IssueDate>2025-10-12"),
                Arguments.of("seller", true, ">NL861234561B01<", ">NL861234562B01<"),
                Arguments.of("date within the year", false, "<cbc:IssueDate>2026-10-12", "<cbc:IssueDate>2026-10-13"),
                Arguments.of("currency", false, ">EUR<", ">USD<"),
                Arguments.of("buyer", false, ">91320105MA1XDL6J5T<", ">91320105MA1XDL6J6T<"),
                Arguments.of(
                        "payable amount",
                        false,
                        "PayableAmount currencyID=\"EUR\">42720.00",
                        "PayableAmount currencyID=\"EUR\">42720.01"),
                Arguments.of(
                        "payable amount by factor",
                        false,
                        "PayableAmount currencyID=\"EUR\">42720.00",
                        "PayableAmount currencyID=\"EUR\">4272.00"),
                Arguments.of(
                        "sign",
                        false,
                        "PayableAmount currencyID=\"EUR\">42720.00",
                        "PayableAmount currencyID=\"EUR\">-42720.00"),
                Arguments.of(
                        "total without tax",
                        false,
                        "TaxExclusiveAmount currencyID=\"EUR\">42720.00",
                        "TaxExclusiveAmount currencyID=\"EUR\">42000.00"),
                Arguments.of(
                        "total with tax",
                        false,
                        "TaxInclusiveAmount currencyID=\"EUR\">42720.00",
                        "TaxInclusiveAmount currencyID=\"EUR\">42721.00"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aChangeOfSubstanceChangesTheFingerprint(String what, boolean ofIdentity, String from, String to) {
        String original = Samples.text(Samples.UBL);
        String changed = original.replace(from, to);

        assertThat(changed).isNotEqualTo(original);
        assertThat(of(changed).content).isNotEqualTo(of(original).content);
        assertThat(of(changed).identity.equals(of(original).identity)).isEqualTo(!ofIdentity);
    }

    @Test
    void anotherSecretOrVersionGivesOtherFingerprints() {
        InvoiceFacts facts = READER.read(Samples.bytes(Samples.UBL)).facts();
        Fingerprint first = FINGERPRINTS.identity(facts);

        assertThat(new Fingerprints(secret(2), 1).identity(facts).value()).isNotEqualTo(first.value());
        assertThat(new Fingerprints(secret(1), 2).identity(facts))
                .isEqualTo(new Fingerprint("HMAC-SHA-256", 2, first.value()));
        assertThat(first.value()).matches("[0-9a-f]{64}");
        assertThat(FINGERPRINTS.content(facts).value()).isNotEqualTo(first.value());
        assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprints(new byte[31], 1));
    }

    @Test
    void theCanonicalTuplesAreRfc8785() {
        InvoiceContent content =
                InvoiceContent.of(READER.read(Samples.bytes(Samples.UBL)).facts());

        assertThat(new String(Fingerprints.canonical(content.identity()), StandardCharsets.UTF_8))
                .isEqualTo("{\"format\":\"tradeseal/invoice-identity/1\",\"number\":\"WS/2026/1180\","
                        + "\"seller\":\"NL861234561B01\",\"type\":\"380\",\"year\":\"2026\"}");
        assertThat(new String(Fingerprints.canonical(content), StandardCharsets.UTF_8))
                .isEqualTo("{\"buyer\":\"91320105MA1XDL6J5T\",\"currency\":\"EUR\","
                        + "\"format\":\"tradeseal/invoice-content/1\",\"issueDate\":\"2026-10-12\","
                        + "\"number\":\"WS/2026/1180\",\"payable\":\"42720\",\"seller\":\"NL861234561B01\","
                        + "\"taxExclusive\":\"42720\",\"taxInclusive\":\"42720\",\"type\":\"380\",\"year\":\"2026\"}");
    }

    @Test
    void anInvoiceWithoutANumberHasNoFingerprint() {
        String nameless = Samples.text(Samples.UBL).replace("<cbc:ID>WS/2026/1180</cbc:ID>", "");
        assertThatExceptionOfType(InvoiceRefused.class)
                .isThrownBy(() -> of(nameless))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(Code.INVOICE_FACT_MISSING);
                    assertThat(e.detail().en()).contains("BT-1");
                });
    }

    private static byte[] secret(int fill) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }

    private static Both of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Both of(byte[] bytes) {
        InvoiceFacts facts = READER.read(bytes).facts();
        return new Both(FINGERPRINTS.identity(facts), FINGERPRINTS.content(facts));
    }

    private static String leaves(String xml, Function<String, String> change) {
        return LEAF.matcher(xml).replaceAll(leaf -> {
            String value = leaf.group(1);
            boolean plain = !value.contains("&") && !value.contains("-->");
            return Matcher.quoteReplacement(">" + (plain ? change.apply(value) : value) + "</");
        });
    }

    private static String asReferences(String value) {
        StringBuilder references = new StringBuilder();
        value.codePoints()
                .forEach(c ->
                        references.append("&#x").append(Integer.toHexString(c)).append(';'));
        return references.toString();
    }

    private static String asciiOnly(String text) {
        StringBuilder ascii = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 128) {
                ascii.append((char) c);
            } else {
                ascii.append("&#").append(c).append(';');
            }
        });
        return ascii.toString();
    }

    private static String otherPrefixes(String xml) {
        String changed = xml;
        for (String prefix : List.of("cac", "cbc", "rsm", "ram", "udt")) {
            changed = changed.replaceAll("(</?|xmlns:)" + prefix + "(?=[:=])", "$1x" + prefix + "-1");
        }
        // UBL's root lives in the default namespace; give it a prefix of its own.
        for (String root : List.of("Invoice", "CreditNote")) {
            changed = changed.replace("<" + root + " xmlns=", "<doc:" + root + " xmlns:doc=")
                    .replace("</" + root + ">", "</doc:" + root + ">");
        }
        return changed;
    }
}
