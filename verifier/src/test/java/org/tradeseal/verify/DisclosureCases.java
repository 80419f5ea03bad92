package org.tradeseal.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Disclosures good and bad, each with the receipt that comes with it. */
final class DisclosureCases {
    private static final String ISSUED = "disclosed" + Receipt.FILE_ENDING;
    private static final String CORRECTED = "disclosed-corrected" + Receipt.FILE_ENDING;
    private static final String ANOTHER = "disclosed-another" + Receipt.FILE_ENDING;
    private static final String BARE = "disclosed-bare" + Receipt.FILE_ENDING;
    private static final String TOO_FEW = "disclosed-too-few" + Receipt.FILE_ENDING;
    private static final String CHANGED = "disclosed-changed" + Receipt.FILE_ENDING;

    private final DisclosureStory story;
    private final List<Case> cases = new ArrayList<>();

    /** A disclosure's file, and by name the receipt and the document with it. */
    static final class Case {
        private final String name;
        private final byte[] disclosure;
        private final String receipt;
        private final @Nullable String document;

        private Case(String name, byte[] disclosure, String receipt, @Nullable String document) {
            this.name = name;
            this.disclosure = disclosure;
            this.receipt = receipt;
            this.document = document;
        }

        String name() {
            return name;
        }

        byte[] disclosure() {
            return disclosure;
        }

        String receipt() {
            return receipt;
        }

        @Nullable String document() {
            return document;
        }
    }

    DisclosureCases(DisclosureStory story) {
        this.story = story;
        good();
        otherReceipts();
        typesAndValues();
        containers();
        ordersAndRepetitions();
        signatures();
        newer();
    }

    List<Case> all() {
        return cases;
    }

    Map<String, byte[]> receipts() {
        TestLedger ledger = story.ledger;
        Map<String, byte[]> receipts = new TreeMap<>();
        receipts.put(ISSUED, story.receipt(story.issued));
        receipts.put(CORRECTED, story.receipt(story.corrected));
        receipts.put(ANOTHER, story.receipt(story.another));
        receipts.put(BARE, story.receipt(story.bare));
        List<Sha256> hashes = ledger.leafHashes();
        receipts.put(
                TOO_FEW,
                ledger.receipt(
                                story.issued,
                                ledger.head(ledger.checkpoint(), "BankMSP").toString(),
                                i -> Merkle.toText(Merkle.path(hashes, i)))
                        .bytes());
        receipts.put(
                CHANGED,
                new String(story.receipt(story.issued), StandardCharsets.UTF_8)
                        .replace("\"custodial\":false", "\"custodial\":true")
                        .getBytes(StandardCharsets.UTF_8));
        return receipts;
    }

    private void add(String name, byte[] disclosure) {
        cases.add(new Case(name, disclosure, ISSUED, null));
    }

    private void add(String name, byte[] disclosure, String receipt, @Nullable String document) {
        cases.add(new Case(name, disclosure, receipt, document));
    }

    private ForgedDisclosure forged() {
        return new ForgedDisclosure(story.genuine());
    }

    private void good() {
        add("some", story.genuine());
        String[] all = story.fields.fields().stream().map(Field::pointer).toArray(String[]::new);
        add("all", story.signed(story.disclosure(Disclosure.Terms.NONE, all)));
        add("none", story.signed(story.disclosure(Disclosure.Terms.NONE)));
        Instant tomorrow = TestLedger.TIME.plusSeconds(86_400);
        Disclosure.Terms terms = new Disclosure.Terms("bank", "Bank A 银行", "nonce-1", tomorrow);
        add("to-somebody", story.signed(story.disclosure(terms, "/payable/amount", "/payable/currency")));
        byte[] document = story.signed(story.disclosure(Disclosure.Terms.NONE, "/document/sha256"));
        add("with-document", document, ISSUED, "document.txt");
        add("with-another-document", document, ISSUED, "other-document.txt");
        add("left-out", forged().shown(s -> s.subList(0, 2)).unsigned());
    }

    private void otherReceipts() {
        add("another-records-receipt", story.genuine(), ANOTHER, null);
        add("corrected-records-receipt", story.genuine(), CORRECTED, null);
        add("receipt-without-fields", story.genuine(), BARE, null);
        add("under-too-few", story.genuine(), TOO_FEW, null);
        add("under-changed-receipt", story.genuine(), CHANGED, null);
        Disclosure own = story.disclosure(Disclosure.Terms.NONE, "/payable/amount");
        FieldRoot root = own.root();
        add(
                "other-count",
                story.signed(new Disclosure(
                        own.ledger(),
                        own.record(),
                        new FieldRoot(root.root(), root.count() + 1, root.schema()),
                        own.discloser(),
                        own.openings(),
                        own.terms(),
                        own.issuedAt(),
                        own.size())));
        add(
                "other-ledger",
                story.signed(new Disclosure(
                        TestLedger.seed("other ledger"),
                        own.record(),
                        root,
                        own.discloser(),
                        own.openings(),
                        own.terms(),
                        own.issuedAt(),
                        own.size())));
    }

    // What the organisation itself could sign in a file, and still not put into the record.
    private void typesAndValues() {
        add("integer-as-text", forged().field("/quantity", "INTEGER", "TEXT").resigned());
        add("text-as-integer", forged().field("/note", "TEXT", "INTEGER").resigned());
        add("boolean-as-text", forged().field("/taxed", "BOOLEAN", "TEXT").resigned());
        add(
                "number-for-text",
                forged().field("/note", "\"value\":\"3\"", "\"value\":3").resigned());
        add(
                "number-for-integer",
                forged().field("/quantity", "\"value\":\"3\"", "\"value\":3").resigned());
        add(
                "true-for-boolean",
                forged().field("/taxed", "\"value\":\"true\"", "\"value\":true").resigned());
        add(
                "null-for-text",
                forged().field("/note", "\"value\":\"3\"", "\"value\":null").resigned());
        add("unknown-type", forged().field("/note", "TEXT", "NOTE").resigned());
        add(
                "another-value",
                forged().field("/payable/amount", "1250.5", "9250.5").resigned());
        add(
                "same-amount-otherwise",
                forged().field("/payable/amount", "1250.5", "1250.50").resigned());
        add(
                "another-pointer",
                forged().field("/payable/amount", "/payable/amount", "/payable/fee")
                        .resigned());
        add("malformed-pointer", forged().field("/note", "/note", "/note~2").resigned());
        add(
                "another-index",
                forged().field("/payable/amount", "\"index\":4", "\"index\":5").resigned());
        add(
                "negative-index",
                forged().field("/lines/0/name", "\"index\":1", "\"index\":-1").resigned());
        add(
                "index-outside",
                forged().field("/taxed", "\"index\":8", "\"index\":9").resigned());
        UnaryOperator<String> salt = text -> text.replaceFirst("\\[\"[A-Za-z0-9_-]{8}", "[\"AAAAAAAA");
        add("another-salt", forged().field("/note", salt).resigned());
        add("another-salt-unsigned", forged().field("/note", salt).unsigned());
        add(
                "short-salt",
                forged().field("/note", text -> text.replaceFirst("\\[\"[A-Za-z0-9_-]{4}", "[\""))
                        .resigned());
        add(
                "another-proof",
                forged().field("/note", text -> text.replaceFirst("\"proof\":\"[^\"]{4}", "\"proof\":\"AAAA"))
                        .resigned());
        add(
                "no-proof",
                forged().field("/note", text -> text.replaceFirst("\"proof\":\"[^\"]*", "\"proof\":\""))
                        .resigned());
    }

    private void containers() {
        add(
                "empty-array-beside-the-digests",
                forged().payload("\"fields\":{", "\"fields\":{\"Lines\":[],").resigned());
        add(
                "empty-object-beside-the-digests",
                forged().payload("\"fields\":{", "\"fields\":{\"Lines\":{},").resigned());
        add(
                "empty-array-unsigned",
                forged().payload("\"discloser\"", "\"array\":[],\"discloser\"").unsigned());
        add(
                "empty-object-unsigned",
                forged().payload("\"discloser\"", "\"array\":{},\"discloser\"").unsigned());
        add(
                "array-for-value",
                forged().field("/note", "\"value\":\"3\"", "\"value\":[]").resigned());
        add(
                "object-for-value",
                forged().field("/note", "\"value\":\"3\"", "\"value\":{}").resigned());
        add(
                "empty-array-in-a-field",
                forged().field("/note", "\"type\"", "\"q\":[],\"type\"").resigned());
        add(
                "empty-array-in-a-disclosure",
                forged().field("/note", t -> t.replaceFirst("]$", ",[]]")).resigned());
        add(
                "array-element",
                forged().field("/note", t -> t.replaceFirst(",\"/note\"", "")).resigned());
        add(
                "object-for-disclosure",
                forged().field("/note", t -> "{\"/note\":" + t + "}").resigned());
        add(
                "digests-in-a-field",
                forged().field("/note", "\"type\"", "\"q\":{\"_sd\":[]},\"type\"")
                        .resigned());
        add(
                "empty-disclosure",
                forged().shown(s -> Stream.concat(s.stream(), Stream.of("")).toList())
                        .unsigned());
    }

    private void ordersAndRepetitions() {
        add(
                "exchanged-lines",
                forged().field("/lines/0/name", "Fahrrad 自行车", "Helm 头盔")
                        .field("/lines/1/name", "Helm 头盔", "Fahrrad 自行车")
                        .resigned());
        add(
                "reordered-lines",
                forged().field("/lines/0/name", "/lines/0", "/lines/x")
                        .field("/lines/1/name", "/lines/1", "/lines/0")
                        .field("/lines/x/name", "/lines/x", "/lines/1")
                        .shown(DisclosureCases::firstTwoExchanged)
                        .resigned());
        add("other-order", forged().shown(DisclosureCases::firstTwoExchanged).unsigned());
        add(
                "one-twice",
                forged().shown(s ->
                                Stream.concat(s.stream().limit(1), s.stream()).toList())
                        .unsigned());
        ForgedDisclosure more =
                new ForgedDisclosure(story.signed(story.disclosure(Disclosure.Terms.NONE, "/seller/id")));
        List<String> unused = new ArrayList<>();
        more.shown(s -> {
            unused.addAll(s);
            return s;
        });
        add(
                "unused",
                forged().shown(s -> Stream.concat(s.stream(), unused.stream()).toList())
                        .unsigned());
        add(
                "repeated-key",
                forged().field("/note", "\"index\":3", "\"index\":3,\"index\":3")
                        .resigned());
        add(
                "repeated-claim",
                forged().payload("\"size\":", "\"size\":1,\"size\":").resigned());
        add(
                "other-order-of-keys",
                forged().field("/note", t -> t.replaceFirst("(\"type\":\"TEXT\"),(\"value\":\"3\")", "$2,$1"))
                        .resigned());
        add("space", forged().field("/note", ",\"/note\"", ", \"/note\"").resigned());
        add(
                "digest-twice",
                forged().payload(t -> t.replaceFirst("(\"_sd\":\\[)(\"[^\"]*\",)", "$1$2$2"))
                        .signed(DisclosureStory.SIGNER));
        add(
                "digests-in-another-order",
                forged().payload(t -> t.replaceFirst("(\"_sd\":\\[)(\"[^\"]*\"),(\"[^\"]*\")", "$1$3,$2"))
                        .signed(DisclosureStory.SIGNER));
    }

    private static List<String> firstTwoExchanged(List<String> shown) {
        List<String> exchanged = new ArrayList<>(shown);
        Collections.swap(exchanged, 0, 1);
        return exchanged;
    }

    private void signatures() {
        add("by-another-organisation", forged().signed("RegulatorMSP"));
        add(
                "for-another-audience",
                forged().payload("\"discloser\"", "\"aud\":\"Bank B\",\"discloser\"")
                        .unsigned());
        add("no-algorithm", forged().header(h -> h.replace("Ed25519", "none")).signed(DisclosureStory.SIGNER));
        add(
                "another-algorithm",
                forged().header(h -> h.replace("Ed25519", "HS256")).signed(DisclosureStory.SIGNER));
        add("another-hash", forged().payload("sha-256", "sha-512").signed(DisclosureStory.SIGNER));
        String name = Trust.witnessName(story.ledger.ledger(), "StrangerMSP");
        NoteSigner stranger = NoteSigner.of(
                name, NoteKey.Kind.WITNESS, TestLedger.seed("stranger").bytes());
        add("by-a-stranger", stranger.sign(story.disclosure(Disclosure.Terms.NONE, "/note")));
        Disclosure.Terms expired = new Disclosure.Terms(null, null, null, TestLedger.TIME);
        add("expired", story.signed(story.disclosure(expired, "/note")));
        String text = new String(story.genuine(), StandardCharsets.US_ASCII);
        add("no-signature", Json.utf8(text.replaceFirst("\\.[^.~]*~", ".~")));
        add("without-tilde", Json.utf8(text.substring(0, text.indexOf('~'))));
        add("truncated", Json.utf8(text.substring(0, text.length() - 20) + "~"));
        add("line-end", Json.utf8(text + "\n"));
        add("padded", Json.utf8(text.substring(0, text.length() - 1) + "=~"));
        add("empty", new byte[0]);
        add("a-receipt", story.receipt(story.issued));
    }

    private void newer() {
        add(
                "newer-format",
                forged().payload("tradeseal/disclosure/1", "tradeseal/disclosure/2")
                        .signed(DisclosureStory.SIGNER));
        add(
                "newer-member",
                forged().payload("\"discloser\"", "\"cnf\":{},\"discloser\"").signed(DisclosureStory.SIGNER));
        add(
                "newer-header",
                forged().header(h -> h.replace("{\"alg", "{\"ALG\":\"x\",\"alg"))
                        .signed(DisclosureStory.SIGNER));
        add("key-binding", Json.utf8(new String(story.genuine(), StandardCharsets.US_ASCII) + "e30.e30.e30"));
    }
}
