package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.authlete.sd.SDJWT;
import com.authlete.sd.SDObjectDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DisclosureTest {
    private static final DisclosureStory STORY = new DisclosureStory("disclosures");
    private static final Verifier VERIFIER = new Verifier(STORY.ledger.trust(2));
    private static final byte[] RECEIPT = STORY.receipt(STORY.issued);
    private static final Instant EXPIRES = TestLedger.TIME.plusSeconds(60);

    private static Verification verify(byte[] disclosure, Disclosure.Asked asked, Instant now) {
        return VERIFIER.verify(disclosure, RECEIPT, null, asked, now);
    }

    private static Verification verify(byte[] disclosure) {
        return verify(disclosure, Disclosure.Asked.NOTHING, TestLedger.TIME);
    }

    private static Reason reason(Verification verification, Aspect aspect) {
        return verification.about(aspect).orElseThrow().reason();
    }

    @Test
    void saysWhichFieldsAreTheRecordsAndHowManyItDoesNotShow() {
        Verification verification = verify(STORY.genuine());
        assertThat(verification.verdict()).as("%s", verification).isEqualTo(Verdict.VALID);
        assertThat(verification.summary().en()).contains("the fields shown");
        Disclosed disclosed = verification.disclosed();
        assertThat(disclosed.fields()).hasSize(6).allMatch(f -> f.reason() == Reason.FIELD_SHOWN);
        assertThat(disclosed.fields().get(3).field())
                .isEqualTo(new Field("/payable/amount", Field.Type.DECIMAL, "1250.5"));
        assertThat(disclosed.withheld()).isEqualTo(3);
        assertThat(disclosed.leftOut()).isZero();
    }

    @Test
    void whatIsNotShownIsNotInTheFile() {
        ForgedDisclosure parts = new ForgedDisclosure(STORY.genuine());
        List<String> texts = new ArrayList<>();
        parts.payload(payload -> {
            texts.add(payload);
            return payload + " ";
        });
        parts.shown(shown -> {
            texts.addAll(shown);
            return shown;
        });
        assertThat(String.join("\n", texts))
                .contains("1250.5", "自行车")
                .doesNotContain(
                        "/seller",
                        "91310000MA1FL0000X",
                        "/document",
                        TestLedger.seed("document").hex(),
                        "EUR");
    }

    @Test
    void whoeverPassesItOnMayLeaveFieldsOut() {
        Verification verification = verify(new ForgedDisclosure(STORY.genuine())
                .shown(s -> s.subList(2, 4))
                .unsigned());
        assertThat(verification.verdict()).isEqualTo(Verdict.VALID);
        assertThat(verification.disclosed().withheld()).isEqualTo(7);
        assertThat(verification.disclosed().leftOut()).isEqualTo(4);
    }

    @Test
    void everySingleByteThatIsChangedShows() {
        byte[] genuine = STORY.genuine();
        for (int i = 0; i < genuine.length; i++) {
            for (int bit : new int[] {0, 1, 5, 7}) {
                byte[] changed = genuine.clone();
                changed[i] ^= (byte) (1 << bit);
                assertThat(verify(changed).verdict()).as("byte %d", i).isNotEqualTo(Verdict.VALID);
            }
            if (i == 0 || genuine[i - 1] != '~') { // what is left out is no mutilation
                byte[] shorter = java.util.Arrays.copyOf(genuine, i);
                assertThat(verify(shorter).verdict()).as("cut at %d", i).isEqualTo(Verdict.INVALID);
            }
        }
    }

    // Only a whole token with disclosures of its own may be put together from two files of one signer.
    @Test
    void partsOfTwoDisclosuresDoNotFit() {
        byte[] one = STORY.genuine();
        byte[] other = STORY.signed(STORY.disclosure(
                new Disclosure.Terms(null, "Bank A", null, null), "/payable/amount", "/payable/currency"));
        String[] ones = new String(one, StandardCharsets.US_ASCII).split("~", -1);
        String[] others = new String(other, StandardCharsets.US_ASCII).split("~", -1);
        assertThat(verify(Json.utf8(ones[0] + "~" + others[2] + "~")).verdict()).isEqualTo(Verdict.INVALID);
        String[] token = ones[0].split("\\.", -1);
        String[] otherToken = others[0].split("\\.", -1);
        String mixed = token[0] + "." + token[1] + "." + otherToken[2];
        assertThat(reason(verify(Json.utf8(mixed + "~")), Aspect.DISCLOSER)).isEqualTo(Reason.BAD_DISCLOSURE_SIGNATURE);
    }

    @Test
    void aFieldThatIsNotTheRecordsIsNamed() {
        Verification verification = verify(new ForgedDisclosure(STORY.genuine())
                .field("/quantity", "INTEGER", "TEXT")
                .resigned());
        assertThat(verification.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(reason(verification, Aspect.DISCLOSURE)).isEqualTo(Reason.FIELD_DIFFERS);
        assertThat(verification.about(Aspect.DISCLOSURE).orElseThrow().text().zh())
                .contains("/quantity");
        assertThat(verification.disclosed().fields().stream()
                        .filter(f -> f.reason() != Reason.FIELD_SHOWN)
                        .map(f -> f.field().pointer()))
                .containsExactly("/quantity");
    }

    @Test
    void noFieldIsProvedByAReceiptThatIsNot() {
        Trust other = new Trust(
                STORY.ledger.ledger(),
                1,
                List.of(new Trust.Organisation(
                        DisclosureStory.SIGNER,
                        Text.of("Bank", "银行"),
                        List.of(),
                        List.of(new Trust.Key(STORY.signer().key().key(), 0, null)))),
                null);
        Verification verification =
                new Verifier(other).verify(STORY.genuine(), RECEIPT, null, Disclosure.Asked.NOTHING, TestLedger.TIME);
        assertThat(verification.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verification.disclosed().fields()).allMatch(f -> f.reason() == Reason.FIELD_UNPROVED);
    }

    @Test
    void itIsGoodUntilItExpires() {
        byte[] file = STORY.signed(STORY.disclosure(new Disclosure.Terms(null, null, null, EXPIRES), "/note"));
        assertThat(verify(file, Disclosure.Asked.NOTHING, EXPIRES.minusMillis(1))
                        .verdict())
                .isEqualTo(Verdict.VALID);
        Verification late = verify(file, Disclosure.Asked.NOTHING, EXPIRES);
        assertThat(late.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(reason(late, Aspect.DISCLOSER)).isEqualTo(Reason.DISCLOSURE_EXPIRED);
        assertThat(late.disclosed().fields()).allMatch(f -> f.reason() == Reason.FIELD_SHOWN);
    }

    @Test
    void aVerifierMayAskForItsNameAndItsNonce() {
        Disclosure.Terms terms = new Disclosure.Terms(null, "Bank A", "n-1", null);
        byte[] file = STORY.signed(STORY.disclosure(terms, "/note"));
        Map<Disclosure.Asked, Verdict> expected = Map.of(
                Disclosure.Asked.NOTHING,
                Verdict.VALID,
                new Disclosure.Asked("Bank A", "n-1"),
                Verdict.VALID,
                new Disclosure.Asked("Bank B", null),
                Verdict.INVALID,
                new Disclosure.Asked(null, "n-2"),
                Verdict.INVALID);
        expected.forEach((asked, verdict) ->
                assertThat(verify(file, asked, TestLedger.TIME).verdict()).isEqualTo(verdict));
        assertThat(verify(STORY.genuine(), new Disclosure.Asked("Bank A", null), TestLedger.TIME)
                        .verdict())
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void aKeyOutsideItsRangeDoesNotCount() {
        Trust trust = STORY.ledger.trust(2);
        Trust retired = new Trust(
                trust.ledger(),
                2,
                trust.organisations().stream()
                        .map(o -> new Trust.Organisation(
                                o.msp(),
                                o.name(),
                                o.logKeys(),
                                List.of(new Trust.Key(o.witnessKeys().get(0).key(), 0, 3L))))
                        .toList(),
                null);
        Verification verification =
                new Verifier(retired).verify(STORY.genuine(), RECEIPT, null, Disclosure.Asked.NOTHING, TestLedger.TIME);
        assertThat(reason(verification, Aspect.DISCLOSER)).isEqualTo(Reason.BAD_DISCLOSURE_SIGNATURE);
    }

    @Test
    void hugeOrHostileFilesAreRefusedQuickly() {
        byte[] deep = Json.utf8(
                Base64Text.url(Json.utf8("[".repeat(200_000))) + "." + Base64Text.url(Json.utf8("{}")) + ".AA~");
        byte[] many = Json.utf8(new String(STORY.genuine(), StandardCharsets.US_ASCII) + "~".repeat(8_000_000));
        byte[] huge = new byte[Disclosure.MAX_BYTES + 1];
        long start = System.nanoTime();
        for (byte[] file : List.of(deep, many, huge)) {
            assertThat(verify(file).verdict()).isEqualTo(Verdict.INVALID);
        }
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void openingManyFieldsGivesTheirPaths() {
        for (int count = 1; count <= 70; count++) {
            List<Field> fields = IntStream.range(0, count)
                    .mapToObj(i -> new Field("/lines/" + i, Field.Type.INTEGER, String.valueOf(i)))
                    .toList();
            FieldTree tree = new FieldTree(
                    STORY.ledger.ledger(), STORY.invoice, "test/1", fields, TestLedger.seed("many " + count));
            List<FieldOpening> opened =
                    tree.open(fields.stream().map(Field::pointer).toList());
            assertThat(opened).hasSize(count);
            opened.forEach(o -> assertThat(o).isEqualTo(tree.open(o.field().pointer())));
        }
    }

    // A library that shares no line with ours reads the file as the standard's, and the JDK verifies the signature.
    @Test
    void otherReadersOfSdJwtFindTheSameFields() throws Exception {
        Disclosure.Terms terms = new Disclosure.Terms("bank", "Bank A", "n-1", EXPIRES);
        String file = new String(
                STORY.signed(STORY.disclosure(terms, "/payable/amount", "/taxed")), StandardCharsets.US_ASCII);
        SDJWT sdJwt = SDJWT.parse(file);
        assertThat(sdJwt.getDisclosures()).hasSize(2);
        assertThat(sdJwt.toString()).isEqualTo(file);

        String[] token = sdJwt.getCredentialJwt().split("\\.", -1);
        Signature signature = Signature.getInstance("Ed25519");
        byte[] spki = HexFormat.of()
                .parseHex("302a300506032b6570032100"
                        + HexFormat.of()
                                .formatHex(Base64.getDecoder()
                                        .decode(STORY.signer().key().key())));
        signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token[2]))).isTrue();

        JsonMapper plain = JsonMapper.builder().build();
        Map<String, Object> payload = new HashMap<>();
        plain.readTree(Base64.getUrlDecoder().decode(token[1]))
                .properties()
                .forEach(p -> payload.put(p.getKey(), plain.convertValue(p.getValue(), Object.class)));
        Map<String, Object> decoded = new SDObjectDecoder().decode(payload, sdJwt.getDisclosures());
        assertThat(decoded).containsEntry("aud", "Bank A").containsEntry("sub", STORY.invoice.value());
        Map<?, ?> fields = (Map<?, ?>) decoded.get("fields");
        assertThat(fields).hasSize(2);
        assertThat(((Map<?, ?>) fields.get("/payable/amount")).get("value")).isEqualTo("1250.5");
        assertThat(((Map<?, ?>) fields.get("/taxed")).get("type")).isEqualTo("BOOLEAN");
    }
}
