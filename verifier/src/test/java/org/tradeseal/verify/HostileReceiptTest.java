package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What nobody may get a VALID for, and no exception either. */
class HostileReceiptTest {
    private static final Story STORY = new Story("hostile receipts");
    private static final TestLedger LEDGER = STORY.ledger;
    private static final Verifier VERIFIER = new Verifier(LEDGER.trust(2));

    private static Verification verify(byte[] receipt) {
        return VERIFIER.verify(receipt, STORY.document, TestLedger.TIME);
    }

    private static Verification verify(Receipt receipt) {
        return verify(receipt.bytes());
    }

    private static Reason reason(Verification verification, Aspect aspect) {
        return verification.about(aspect).orElseThrow().reason();
    }

    /** An invoice's receipt with everything that a receipt can hold. */
    private static Receipt full() {
        return LEDGER.receipt(STORY.issued)
                .withOpenings(List.of(STORY.fields.open("/document/sha256"), STORY.fields.open("/payable/amount")))
                .withStatus(List.of(
                        LEDGER.status("BankMSP", STORY.invoice, 2), LEDGER.status("IpCentreMSP", STORY.invoice, 2)));
    }

    private static String shortened(Note head) {
        return head.toString().replace(Checkpoint.origin(LEDGER.ledger()), "~");
    }

    private static ObjectNode tree(Receipt receipt) {
        return (ObjectNode) CanonicalJson.tree(receipt.bytes());
    }

    private static Verification changed(Receipt receipt, Consumer<ObjectNode> change) {
        ObjectNode tree = tree(receipt);
        change.accept(tree);
        byte[] bytes = CanonicalJson.bytes(tree);
        assertThat(bytes).as("the change changes something").isNotEqualTo(receipt.bytes());
        Verification verification = verify(bytes);
        assertThat(verification.verdict()).isNotEqualTo(Verdict.VALID);
        return verification;
    }

    @Test
    void theReceiptsThatAreChangedHereAreValidBefore() {
        assertThat(verify(full()).verdict()).isEqualTo(Verdict.VALID);
        assertThat(reason(verify(full()), Aspect.DOCUMENT)).isEqualTo(Reason.SAME_DOCUMENT);
        assertThat(reason(verify(full()), Aspect.STATUS)).isEqualTo(Reason.SUPERSEDED);
    }

    @Test
    void noChangeOfAByteIsValid() {
        for (Receipt receipt : List.of(full(), LEDGER.receipt(STORY.founded))) {
            byte[] bytes = receipt.bytes();
            Sha256 document = receipt.openings() == null ? null : STORY.document;
            assertThat(IntStream.range(0, bytes.length).parallel().filter(at -> {
                        byte[] changed = bytes.clone();
                        changed[at] ^= (byte) (1 << (at % 8));
                        Verification verification = VERIFIER.verify(changed, document, TestLedger.TIME);
                        return verification.verdict() == Verdict.VALID;
                    }))
                    .as("places where another bit is valid too")
                    .isEmpty();
        }
    }

    @Test
    void noOtherValueOfASampleOfBytesIsValid() {
        byte[] bytes = full().bytes();
        assertThat(IntStream.iterate(0, at -> at < bytes.length, at -> at + 211)
                        .parallel()
                        .filter(at -> {
                            byte[] changed = bytes.clone();
                            return IntStream.range(0, 256)
                                    .filter(value -> (byte) value != bytes[at])
                                    .anyMatch(value -> {
                                        changed[at] = (byte) value;
                                        return verify(changed).verdict() == Verdict.VALID;
                                    });
                        }))
                .as("places where another byte is valid too")
                .isEmpty();
    }

    @Test
    void noTruncationOrExtensionIsValid() {
        byte[] bytes = full().bytes();
        for (int length = 0; length < bytes.length; length += 7) {
            assertThat(verify(Arrays.copyOf(bytes, length)).verdict()).isEqualTo(Verdict.INVALID);
        }
        for (int more = 1; more < 4; more++) {
            assertThat(verify(Arrays.copyOf(bytes, bytes.length + more)).verdict())
                    .isEqualTo(Verdict.INVALID);
        }
        for (int at = 0; at < bytes.length; at += 11) {
            byte[] without = new byte[bytes.length - 1];
            System.arraycopy(bytes, 0, without, 0, at);
            System.arraycopy(bytes, at + 1, without, at, bytes.length - at - 1);
            assertThat(verify(without).verdict()).isNotEqualTo(Verdict.VALID);
        }
    }

    @Test
    void proofsInAnotherOrderLengthOrOfAnotherLeafAreNotIncluded() {
        Receipt receipt = LEDGER.receipt(STORY.issued);
        List<Sha256> proof = Merkle.fromText(receipt.proof());
        List<Sha256> reversed = new ArrayList<>(proof);
        Collections.reverse(reversed);
        List<Sha256> longer = new ArrayList<>(proof);
        longer.add(proof.get(0));
        for (List<Sha256> wrong : List.of(reversed, longer, proof.subList(1, proof.size()), List.<Sha256>of())) {
            Verification verification = changed(receipt, r -> r.put("proof", Merkle.toText(wrong)));
            assertThat(reason(verification, Aspect.INCLUSION)).isEqualTo(Reason.NOT_INCLUDED);
        }
        for (String wrong : List.of(
                "AAAA",
                "=",
                receipt.proof() + "=",
                "\u00e9",
                Merkle.toText(Collections.nCopies(128, proof.get(0))) + "AAAA")) {
            changed(receipt, r -> r.put("proof", wrong));
        }
    }

    @Test
    void anIndexOutsideTheTreeIsNotIncluded() {
        Receipt receipt = LEDGER.receipt(STORY.issued);
        for (long index : new long[] {
            -1, 0, receipt.index() - 1, receipt.index() + 1, LEDGER.size(), 1L << 40, (1L << 53) - 1, -((1L << 53) - 1)
        }) {
            Verification verification = changed(receipt, r -> r.put("index", index));
            assertThat(reason(verification, Aspect.INCLUSION)).isEqualTo(Reason.NOT_INCLUDED);
        }
    }

    @Test
    void headsOfAnotherLogOrLedgerAreRefused() {
        Receipt receipt = LEDGER.receipt(STORY.issued);
        TestLedger other = new Story("another ledger").ledger;
        assertThat(reason(changed(receipt, r -> r.put("head", shortened(other.head()))), Aspect.COSIGNATURES))
                .isEqualTo(Reason.BAD_HEAD);
        assertThat(reason(verify(other.receipt(STORY.issued)), Aspect.INTEGRITY))
                .isEqualTo(Reason.OTHER_LEDGER);
        assertThat(verify(other.receipt(STORY.issued)).verdict()).isEqualTo(Verdict.UNKNOWN);

        // The right roots under names that are not this log's.
        Checkpoint head = LEDGER.checkpoint();
        for (String origin :
                List.of("tradeseal", Checkpoint.origin(other.ledger()), Checkpoint.origin(LEDGER.ledger()) + "/x")) {
            Note foreign = LEDGER.head(new Checkpoint(origin, head.size(), head.root()), "RegulatorMSP", "BankMSP");
            assertThat(reason(changed(receipt, r -> r.put("head", shortened(foreign))), Aspect.COSIGNATURES))
                    .isEqualTo(Reason.BAD_HEAD);
        }
        Checkpoint fork = new Checkpoint(head.origin(), head.size(), TestLedger.seed("fork"));
        assertThat(reason(
                        changed(receipt, r -> r.put("head", shortened(LEDGER.head(fork, "RegulatorMSP", "BankMSP")))),
                        Aspect.INCLUSION))
                .isEqualTo(Reason.NOT_INCLUDED);
    }

    @Test
    void headsWithExtensionsAreUnknown() {
        String text = LEDGER.checkpoint().text() + "extension\n";
        Note note = new Note(text, List.of(LEDGER.log("BankMSP").sign(text, TestLedger.TIME)));
        Verification verification = changed(LEDGER.receipt(STORY.issued), r -> r.put("head", shortened(note)));
        assertThat(reason(verification, Aspect.COSIGNATURES)).isEqualTo(Reason.HEAD_EXTENDED);
        assertThat(verification.verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    private static Verification under(Trust trust, Note head) {
        ObjectNode tree = tree(LEDGER.receipt(STORY.issued));
        tree.put("head", shortened(head));
        return new Verifier(trust).verify(CanonicalJson.bytes(tree), null, TestLedger.TIME);
    }

    @Test
    void anOrganisationCountsOnce() {
        Checkpoint head = LEDGER.checkpoint();
        Note twice = LEDGER.head(head, "BankMSP").with(LEDGER.witness("BankMSP").sign(head.text(), TestLedger.TIME));
        Verification verification = under(LEDGER.trust(2), twice);
        assertThat(reason(verification, Aspect.COSIGNATURES)).isEqualTo(Reason.TOO_FEW);
        assertThat(verification.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(under(LEDGER.trust(1), twice).verdict()).isEqualTo(Verdict.VALID);
        assertThat(under(LEDGER.trust(3), LEDGER.head()).verdict()).isEqualTo(Verdict.VALID);

        String line = LEDGER.log("BankMSP").sign(head.text(), TestLedger.TIME).toString();
        ObjectNode tree = tree(LEDGER.receipt(STORY.issued));
        tree.put("head", (head.text() + "\n" + line + line).replace(Checkpoint.origin(LEDGER.ledger()), "~"));
        assertThat(reason(verify(CanonicalJson.bytes(tree)), Aspect.COSIGNATURES))
                .isEqualTo(Reason.BAD_HEAD);
    }

    @Test
    void aKeyOfAnotherRangeIsRefused() {
        long size = LEDGER.size();
        for (long[] range : new long[][] {{0, size}, {size + 1, Long.MAX_VALUE}}) {
            assertThat(reason(under(ranged(range[0], range[1]), LEDGER.head()), Aspect.COSIGNATURES))
                    .isEqualTo(Reason.KEY_OUT_OF_RANGE);
        }
        assertThat(under(ranged(size, size + 1), LEDGER.head()).verdict()).isEqualTo(Verdict.VALID);
    }

    private static Trust ranged(long from, long until) {
        Trust trust = LEDGER.trust(2);
        List<Trust.Organisation> ranged = trust.organisations().stream()
                .map(o -> new Trust.Organisation(
                        o.msp(),
                        o.name(),
                        o.logKeys(),
                        List.of(new Trust.Key(o.witnessKeys().get(0).key(), from, until))))
                .toList();
        return new Trust(trust.ledger(), trust.k(), ranged, null);
    }

    @Test
    void signaturesOfStrangersAreUnknownAndForgedOnesInvalid() {
        Checkpoint head = LEDGER.checkpoint();
        NoteSigner stranger = NoteSigner.of(
                Trust.witnessName(LEDGER.ledger(), "StrangerMSP"),
                NoteKey.Kind.WITNESS,
                TestLedger.seed("stranger").bytes());
        Note more = LEDGER.head().with(stranger.sign(head.text(), TestLedger.TIME));
        assertThat(reason(under(LEDGER.trust(2), more), Aspect.COSIGNATURES)).isEqualTo(Reason.UNKNOWN_KEY);

        Note.Signature other = LEDGER.witness("BankMSP").sign("another\n", TestLedger.TIME);
        Note forged = LEDGER.head(head, "RegulatorMSP", "IpCentreMSP").with(other);
        assertThat(reason(under(LEDGER.trust(2), forged), Aspect.COSIGNATURES)).isEqualTo(Reason.BAD_HEAD_SIGNATURE);
        assertThat(under(LEDGER.trust(2), forged).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void aDecisionOnAnotherRecordProvesNothing() {
        Story story = new Story("decisions");
        TestLedger ledger = story.ledger;
        SignedCommand genuine = ledger.command(story.registered);
        Verifier verifier = new Verifier(ledger.trust(2));
        ObjectNode content =
                (ObjectNode) ledger.latest(story.asset).record().content().deepCopy();

        // Registrars who collude write what nobody decided, and name a genuine decision.
        RecordId foreign = RecordId.derive(ledger.ledger(), "AST", story.enterprise.value(), "foreign");
        int fresh = ledger.append(ledger.record(genuine.command(), foreign, "asset", content), genuine);
        int next = ledger.append(ledger.record(genuine.command(), foreign, "asset", content), genuine);
        int again = ledger.append(ledger.record(genuine.command(), story.asset, "asset", content), genuine);
        for (int index : List.of(fresh, next)) {
            Verification verification = verifier.verify(ledger.receipt(index).bytes(), null, TestLedger.TIME);
            assertThat(reason(verification, Aspect.ISSUER)).isEqualTo(Reason.BY_PRODUCT);
            assertThat(verification.verdict()).isEqualTo(Verdict.UNKNOWN);
        }
        Verification replayed = verifier.verify(ledger.receipt(again).bytes(), null, TestLedger.TIME);
        assertThat(reason(replayed, Aspect.INTEGRITY)).isEqualTo(Reason.RECORD_DIFFERS);
    }

    @Test
    void anotherResultThanTheAuthoritySignedIsInvalid() {
        Story story = new Story("results");
        TestLedger ledger = story.ledger;
        ObjectNode content =
                (ObjectNode) ledger.latest(story.asset).record().content().deepCopy();
        for (boolean signsResult : new boolean[] {true, false}) {
            Command command = ledger.command(
                    "asset.reject",
                    ledger.ipCentre,
                    "reject-" + signsResult,
                    TestLedger.json("{'id':'" + story.asset + "'}"),
                    story.asset);
            Command decided = signsResult ? command.withResult(StoredRecord.result(story.asset, content)) : command;
            ObjectNode other = content.deepCopy().put("status", "REJECTED-" + signsResult);
            int index = ledger.append(
                    ledger.record(decided, story.asset, "asset", other),
                    ledger.key(ledger.ipCentre).sign(decided));
            Verification verification =
                    new Verifier(ledger.trust(2)).verify(ledger.receipt(index).bytes(), null, TestLedger.TIME);
            assertThat(reason(verification, Aspect.ISSUER)).isEqualTo(Reason.RESULT_DIFFERS);
            assertThat(verification.verdict()).isEqualTo(Verdict.INVALID);
        }
    }

    /** The verdict on a receipt whose actor is a participant with this content. */
    private static Reason issuer(Consumer<ObjectNode> participant, boolean bare) {
        Story story = new Story("issuers");
        TestLedger ledger = story.ledger;
        ObjectNode content =
                (ObjectNode) ledger.latest(story.enterprise).record().content().deepCopy();
        participant.accept(content);
        ledger.move("participant.change", story.enterprise, ledger.regulator, "change", TestLedger.json("{}"), content);
        if (bare) {
            ledger.setKey(story.enterprise, null);
        }
        int index = ledger.create(
                "asset.file", "AST", "asset", story.enterprise, "file-2", TestLedger.json("{}"), TestLedger.json("{}"));
        Verification verification =
                new Verifier(ledger.trust(2)).verify(ledger.receipt(index).bytes(), null, TestLedger.TIME);
        Reason reason = reason(verification, Aspect.ISSUER);
        assertThat(verification.verdict()).isEqualTo(reason.verdict());
        return reason;
    }

    @Test
    void theActorsRecordDecidesWhoMaySign() {
        assertThat(issuer(c -> c.put("reason", "nothing that matters"), false)).isEqualTo(Reason.SIGNED);
        assertThat(issuer(c -> c.put("status", "SUSPENDED"), false)).isEqualTo(Reason.SUSPENDED);
        assertThat(issuer(c -> c.put("status", "OTHER"), false)).isEqualTo(Reason.SUSPENDED);
        assertThat(issuer(c -> key(c).put("untilVersion", 3), false)).isEqualTo(Reason.KEY_NOT_IN_FORCE);
        assertThat(issuer(c -> key(c).put("fromVersion", 4), false)).isEqualTo(Reason.KEY_NOT_IN_FORCE);
        assertThat(issuer(c -> ((ObjectNode) key(c).get("key")).put("keyId", "other"), false))
                .isEqualTo(Reason.KEY_NOT_IN_FORCE);
        assertThat(issuer(c -> ((ObjectNode) key(c).get("key")).put("algorithm", "RSA"), false))
                .isEqualTo(Reason.UNKNOWN_FORMAT);
        assertThat(issuer(c -> ((ObjectNode) key(c).get("key")).put("spki", "AAAA"), false))
                .isEqualTo(Reason.MALFORMED);
        assertThat(issuer(
                        c -> key(c).set(
                                        "key",
                                        CanonicalJson.toTree(
                                                TestLedger.signingKey("morning-star-2", PublicKey.Algorithm.P256)
                                                        .publicKey())),
                        false))
                .isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(issuer(c -> c.putArray("roles").add("COURT"), false)).isEqualTo(Reason.RESULT_DIFFERS);
        assertThat(issuer(c -> c.put("keys", "none"), false)).isEqualTo(Reason.MALFORMED);
        assertThat(issuer(c -> {}, true)).isEqualTo(Reason.NOT_CUSTODIAL);
        assertThat(issuer(c -> c.put("custody", "HOST"), true)).isEqualTo(Reason.CUSTODIAL);
        assertThat(issuer(c -> c.put("custody", "HOST").putArray("roles").add("COURT"), true))
                .isEqualTo(Reason.NOT_CUSTODIAL);
    }

    private static ObjectNode key(ObjectNode content) {
        return (ObjectNode) content.get("keys").get(1);
    }

    @Test
    void theActorsRecordIsTheActorsAndOlder() {
        Receipt receipt = LEDGER.receipt(STORY.filed);
        StoredRecord bank = LEDGER.stored(STORY.founded);
        assertThat(reason(verify(acting(receipt, bank)), Aspect.INCLUSION)).isEqualTo(Reason.ACTOR_NOT_INCLUDED);
        // The actor's record after it changed its key: later than what it signed.
        assertThat(reason(verify(acting(receipt, LEDGER.stored(STORY.rotated))), Aspect.INCLUSION))
                .isEqualTo(Reason.ACTOR_NOT_INCLUDED);
        assertThat(reason(changed(receipt, r -> r.remove("actor")), Aspect.INTEGRITY))
                .isEqualTo(Reason.RECORD_DIFFERS);
        assertThat(reason(changed(receipt, r -> r.set("genesis", genesis())), Aspect.INTEGRITY))
                .isEqualTo(Reason.RECORD_DIFFERS);
    }

    /** The genesis as a receipt's file has it. */
    private static ObjectNode genesis() {
        return (ObjectNode) tree(LEDGER.receipt(STORY.founded)).get("genesis");
    }

    private static Receipt acting(Receipt receipt, StoredRecord participant) {
        SignedCommand command = new SignedCommand(receipt.command(), receipt.signature());
        StoredRecord stored = new StoredRecord(receipt.record(), receipt.salt());
        return new Receipt(
                stored, receipt.index(), receipt.proof(), receipt.head(), command, new Receipt.Shown(participant));
    }

    @Test
    void aFounderIsInTheGenesis() {
        Receipt receipt = LEDGER.receipt(STORY.founded);
        ObjectNode other = genesis().put("network", "other");
        assertThat(reason(changed(receipt, r -> r.set("genesis", other)), Aspect.ISSUER))
                .isEqualTo(Reason.GENESIS_DIFFERS);
        assertThat(reason(changed(receipt, r -> r.remove("genesis")), Aspect.INTEGRITY))
                .isEqualTo(Reason.RECORD_DIFFERS);
        // A founder that the genesis does not name, in a log whose organisations all collude.
        TestLedger ledger = new TestLedger("false founder");
        ObjectNode body = TestLedger.json(TestLedger.participantBody(
                "mallory", "REGULATOR", "BankMSP", "SELF", TestLedger.signingKey("m", PublicKey.Algorithm.P256)));
        RecordId id = RecordId.derive(ledger.ledger(), "PTC", "founder", "mallory");
        Command command = new Command(
                Command.FORMAT,
                ledger.ledger(),
                "participant.found",
                id,
                null,
                "mallory",
                java.time.Instant.parse("2026-11-22T08:00:00Z"),
                List.of(),
                body,
                null);
        int index = ledger.append(
                ledger.record(command, id, "participant", TestLedger.participantContent(body)),
                new SignedCommand(command, null));
        Verification verification =
                new Verifier(ledger.trust(2)).verify(ledger.receipt(index).bytes(), null, TestLedger.TIME);
        assertThat(reason(verification, Aspect.ISSUER)).isEqualTo(Reason.GENESIS_DIFFERS);
    }

    @Test
    void partsOfOtherReceiptsDoNotFit() {
        List<Receipt> all =
                IntStream.range(0, LEDGER.size()).mapToObj(LEDGER::receipt).toList();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Receipt receipt : all) {
            for (Receipt other : all) {
                for (String part :
                        List.of("record", "salt", "index", "proof", "command", "signature", "actor", "genesis")) {
                    ObjectNode tree = tree(receipt);
                    JsonNode value = tree(other).get(part);
                    if (value == null) {
                        tree.remove(part);
                    } else {
                        tree.set(part, value);
                    }
                    byte[] mixed = CanonicalJson.bytes(tree);
                    boolean same = Arrays.equals(mixed, receipt.bytes());
                    boolean valid = verify0(mixed) == Verdict.VALID;
                    outcomes.merge(part + " " + valid, 1, Integer::sum);
                    assertThat(valid)
                            .as("%s of %d in %d", part, other.index(), receipt.index())
                            .isEqualTo(same);
                }
            }
        }
        assertThat(outcomes).containsKeys("record false", "command false", "actor false");
    }

    private static Verdict verify0(byte[] receipt) {
        return VERIFIER.verify(receipt, null, TestLedger.TIME).verdict();
    }

    @Test
    void whatIsNotCanonicalIsInvalid() {
        String json = new String(full().bytes(), StandardCharsets.UTF_8);
        for (String wrong : List.of(
                " " + json,
                json + "\n",
                json.replaceFirst("\\{", "{ "),
                json.replaceFirst("\"index\":", "\"index\":0,\"index\":"),
                json.replaceFirst("\"index\":\\d+", "\"index\":1e0"),
                json.replaceFirst("\"index\":\\d+", "\"index\":1.0"),
                json.replaceFirst("\"index\":\\d+", "\"index\":99999999999999999999999999999999"),
                json.replaceFirst("\"index\":\\d+", "\"index\":\"7\""),
                json.replaceFirst("\"index\":\\d+", "\"index\":null"),
                json.replaceFirst("\"salt\":\"", "\"salt\":\"\\\\u0061"),
                json.replace("晨", "\\u6668") + " ",
                "[" + json + "]",
                "{}",
                "[]",
                "\"\"",
                "null",
                "[".repeat(1_000_000))) {
            Verification verification = verify(wrong.getBytes(StandardCharsets.UTF_8));
            assertThat(verification.verdict()).isEqualTo(Verdict.INVALID);
        }
    }

    @Test
    void whatANewerVersionMayKnowIsUnknown() {
        for (Consumer<ObjectNode> newer : List.<Consumer<ObjectNode>>of(
                r -> r.put("format", "tradeseal/receipt/3"),
                r -> r.put("timestamps", "x"),
                r -> ((ObjectNode) r.get("record")).put("format", "tradeseal/record/2"),
                r -> ((ObjectNode) r.get("command")).put("format", "tradeseal/command/2"),
                r -> ((ObjectNode) r.get("actor").get("record")).put("format", "tradeseal/record/2"))) {
            Verification verification = changed(full(), newer);
            assertThat(reason(verification, Aspect.INTEGRITY)).isEqualTo(Reason.UNKNOWN_FORMAT);
            assertThat(verification.verdict()).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void everyMemberIsNeededAndHasItsKindOfValue() {
        ObjectNode whole = tree(full());
        List<String> pointers = new ArrayList<>();
        collect(whole, "", pointers);
        for (String pointer : pointers) {
            int cut = pointer.lastIndexOf('/');
            String name = pointer.substring(cut + 1);
            for (Consumer<ObjectNode> change : List.<Consumer<ObjectNode>>of(
                    parent -> parent.remove(name),
                    parent -> parent.put(name, true),
                    parent -> parent.put(name, -1),
                    parent -> parent.put(name, (1L << 53) - 1),
                    parent -> parent.put(name, ""),
                    parent -> parent.putArray(name),
                    parent -> parent.putArray(name).add(1).add("x"),
                    parent -> parent.putObject(name))) {
                ObjectNode tree = whole.deepCopy();
                change.accept((ObjectNode) tree.at(pointer.substring(0, cut)));
                byte[] bytes = CanonicalJson.bytes(tree);
                boolean same = tree.equals(whole);
                // A receipt without openings or statements says less and is none the worse.
                boolean less = (name.equals("status") || name.equals("openings")) && cut == 0;
                if (!same && !less) {
                    assertThat(verify0(bytes)).as(pointer).isNotEqualTo(Verdict.VALID);
                }
                verify(bytes); // never an exception
            }
        }
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (node.isObject()) {
            node.properties().forEach(p -> {
                pointers.add(pointer + "/" + p.getKey());
                collect(p.getValue(), pointer + "/" + p.getKey(), pointers);
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), pointer + "/" + i, pointers);
            }
        }
    }

    @Test
    void openingsAreTheRecords() {
        Receipt receipt = LEDGER.receipt(STORY.issued);
        FieldOpening genuine = STORY.fields.open("/payable/amount");
        FieldOpening other = new FieldOpening(
                new Field("/payable/amount", Field.Type.DECIMAL, "9250.5"),
                genuine.salt(),
                genuine.index(),
                genuine.path());
        assertThat(reason(verify(receipt.withOpenings(List.of(genuine))), Aspect.DOCUMENT))
                .isEqualTo(Reason.NO_DIGEST);
        assertThat(reason(verify(receipt.withOpenings(List.of(other))), Aspect.INTEGRITY))
                .isEqualTo(Reason.OPENING_DIFFERS);
        assertThat(reason(verify(LEDGER.receipt(STORY.filed).withOpenings(List.of(genuine))), Aspect.INTEGRITY))
                .isEqualTo(Reason.OPENING_DIFFERS);
        assertThat(reason(verify(LEDGER.receipt(STORY.admitted).withOpenings(List.of(genuine))), Aspect.INTEGRITY))
                .isEqualTo(Reason.OPENING_DIFFERS);
        Receipt shown = receipt.withOpenings(List.of(STORY.fields.open("/document/sha256")));
        Verification changed = VERIFIER.verify(shown.bytes(), TestLedger.seed("changed"), TestLedger.TIME);
        assertThat(reason(changed, Aspect.DOCUMENT)).isEqualTo(Reason.OTHER_DOCUMENT);
        assertThat(changed.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(reason(
                        VERIFIER.verify(receipt.bytes(), TestLedger.seed("payload"), TestLedger.TIME), Aspect.DOCUMENT))
                .isEqualTo(Reason.SAME_DOCUMENT);
    }

    @Test
    void aHugeReceiptIsRefusedBeforeItIsRead() {
        byte[] huge = new byte[100 * 1024 * 1024];
        Arrays.fill(huge, (byte) '[');
        long start = System.nanoTime();
        assertThat(verify(huge).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }
}
