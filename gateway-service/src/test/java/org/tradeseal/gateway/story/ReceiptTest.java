package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tradeseal.verify.Aspect;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.Evidence;
import org.tradeseal.verify.Merkle;
import org.tradeseal.verify.Note;
import org.tradeseal.verify.NoteKey;
import org.tradeseal.verify.NoteSigner;
import org.tradeseal.verify.Reason;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Trust;
import org.tradeseal.verify.Verdict;
import org.tradeseal.verify.Verification;
import org.tradeseal.verify.Verifier;
import tools.jackson.databind.JsonNode;

/** Receipts of every kind of record, checked as a stranger checks them: with the trust file and nothing else. */
class ReceiptTest extends GatewayStory {
    private Verifier verifier() {
        byte[] trust = world.nobody().get("/log/trust").is(200).body().toArray();
        return new Verifier(CanonicalJson.readCanonical(trust, Trust.class));
    }

    private static byte[] receipt(Api caller, String id, String query) {
        return caller.get("/v1/records/" + id + "/receipt" + query)
                .is(200)
                .body()
                .toArray();
    }

    private Verification check(byte[] receipt, @Nullable Sha256 document) {
        return verifier().verify(receipt, document, Instant.now());
    }

    private void assertValid(Api caller, String id) {
        byte[] receipt = receipt(caller, id, "");
        Verification verification = check(receipt, null);
        assertThat(verification.verdict()).as("%s %s", id, verification).isEqualTo(Verdict.VALID);
        assertThat(receipt.length).as("bytes of the receipt of %s", id).isLessThan(8 * 1024);
    }

    @Test
    void everyVersionOfAnExaminedAssetHasAReceiptThatHolds() {
        String asset = world.registeredSoftware("收据核验");
        List<JsonNode> versions = World.all(world.seller, "/v1/records/" + asset + "/history");
        assertThat(versions).hasSizeGreaterThan(1);
        for (JsonNode version : versions) {
            byte[] receipt = receipt(
                    world.seller, asset, "?version=" + version.path("version").asInt());
            Verification verification = check(receipt, null);
            assertThat(verification.verdict()).as("%s", verification).isEqualTo(Verdict.VALID);
        }
    }

    @Test
    void anAssetWhoseLicenceWasRecordedHasReceiptsThatHold() {
        String asset = world.registeredSoftware("许可备案");
        String licence = world.seller
                .post("/v1/licences", World.offer(asset, world.buyer, "EXCLUSIVE", "SG", "2026-12-01", "2029-11-30"))
                .is(201)
                .id();
        world.buyer.post("/v1/licences/" + licence + "/accept", Map.of()).is(200);
        long block = world.ipCentre
                .post("/v1/licences/" + licence + "/record", Map.of("reason", "材料齐备"))
                .is(200)
                .json()
                .at("/position/block")
                .asLong();
        world.seller.get("/v1/assets?limit=1&minBlock=" + block).is(200);
        List<JsonNode> versions = World.all(world.seller, "/v1/records/" + asset + "/history");
        List<Reason> issuers = new ArrayList<>();
        for (JsonNode version : versions) {
            byte[] receipt = receipt(
                    world.seller, asset, "?version=" + version.path("version").asInt());
            Verification verification = check(receipt, null);
            assertThat(verification.verdict()).as("%s", verification).isEqualTo(Verdict.VALID);
            issuers.add(verification.about(Aspect.ISSUER).orElseThrow().reason());
        }
        // Its delivery is acknowledged meanwhile, at any place in the order.
        assertThat(issuers).filteredOn(Reason.FOLLOWS::equals).hasSize(2);
        assertValid(world.seller, asset);
        assertValid(world.seller, licence);
    }

    @Test
    void anInvoicesReceiptHasLessThanFiveKilobytesInAMillionLeaves() {
        String id = world.issued(World.invoice(World.unique("RCP")), world.bankA);
        Receipt receipt = Receipt.read(receipt(world.seller, id, "?version=1")).bare();
        String twenty = Merkle.toText(java.util.Collections.nCopies(20, Sha256.of()));
        byte[] large = receipt.under(receipt.head(), twenty, null).bytes();
        int threeMoreSignatures = 3 * 130;
        assertThat(large.length + threeMoreSignatures)
                .as("bytes, openings left out")
                .isLessThanOrEqualTo(4608);
    }

    @Test
    void aReceiptHasACodeToPrint() {
        String id = world.seller.participant();
        Api.Answer answer =
                world.seller.get("/v1/records/" + id + "/receipt.svg?version=1").is(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("image/svg+xml");
        assertThat(new String(answer.body().toArray(), StandardCharsets.UTF_8)).startsWith("<svg ");
        world.bankB
                .get("/v1/records/" + world.issued(World.invoice(World.unique("RCP"))) + "/receipt.svg")
                .refuses(404, "NOT_FOUND");
    }

    @Test
    void thePrivateContentIsForItsParties() {
        String id = world.registeredSoftware("私密内容");
        byte[] payload = world.seller
                .get("/v1/records/" + id + "/payload")
                .is(200)
                .body()
                .toArray();
        Verification verification = check(receipt(world.seller, id, ""), Sha256.of(payload));
        assertThat(verification.about(Aspect.DOCUMENT).orElseThrow().reason()).isEqualTo(Reason.SAME_DOCUMENT);
        world.bankA.get("/v1/records/" + id + "/payload").refuses(404, "NOT_FOUND");
    }

    @Test
    void foundersAndAdmittedParticipantsHaveReceipts() {
        assertValid(world.regulator, world.regulator.participant());
        assertValid(world.seller, world.seller.participant());
    }

    @Test
    void aReceiptProvesTheDocumentToItsPartiesOnly() {
        String xml = World.invoice(World.unique("RCP"));
        String id = world.issued(xml, world.bankA);
        Sha256 document = Sha256.of(World.bytes(xml));
        byte[] own = receipt(world.seller, id, "");
        Verification verification = check(own, document);
        assertThat(verification.verdict()).as("%s", verification).isEqualTo(Verdict.VALID);
        assertThat(verification.about(Aspect.DOCUMENT).orElseThrow().verdict()).isEqualTo(Verdict.VALID);
        assertThat(check(own, Sha256.of(World.bytes(xml + " "))).verdict()).isEqualTo(Verdict.INVALID);

        world.bankB.get("/v1/records/" + id + "/receipt").refuses(404, "NOT_FOUND");
    }

    @Test
    void aBanksFinancingHasAReceiptWithItsSignedCommand() {
        String invoice = world.accepted(world.bankA);
        String mandate = world.mandate(invoice, world.bankA);
        String financing = world.reserve(world.bankA, invoice, mandate, "100000.00")
                .is(201)
                .id();
        world.finance(world.bankA, financing, "100000.00").is(200);
        assertValid(world.bankA, financing);
        world.bankB.get("/v1/records/" + financing + "/receipt").refuses(404, "NOT_FOUND");
    }

    @Test
    void aChangedByteIsInvalid() {
        String id = world.issued(World.invoice(World.unique("RCP")), world.bankA);
        byte[] receipt = receipt(world.seller, id, "");
        int place = new String(receipt, StandardCharsets.ISO_8859_1).indexOf("\"recordedAt\":\"") + 15;
        receipt[place] ^= 1;
        assertThat(check(receipt, null).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void aStatementSaysWhichVersionIsTheLatestAndTheReceiptCarriesIt() {
        String moving = world.issued(World.invoice(World.unique("RCP")), world.bankA);
        byte[] first = receipt(world.seller, moving, "?version=1");
        world.delivered(world.seller, "/v1/invoices/" + moving, 2);
        Verification superseded = check(receipt(world.seller, moving, "?version=1&status=true"), null);
        assertThat(superseded.about(Aspect.STATUS).orElseThrow().reason()).isEqualTo(Reason.SUPERSEDED);
        assertThat(check(first, null).about(Aspect.STATUS).orElseThrow().verdict())
                .isEqualTo(Verdict.UNKNOWN);

        String id = world.seller.participant();
        Verification current = check(receipt(world.seller, id, "?status=true"), null);
        assertThat(current.about(Aspect.STATUS).orElseThrow().verdict())
                .as("%s", current)
                .isEqualTo(Verdict.VALID);
        JsonNode answer = world.seller
                .get("/v1/records/" + id + "/status?nonce=abc")
                .is(200)
                .json();
        assertThat(answer.at("/statements/0/statement/nonce").asString("")).isEqualTo("abc");
        assertThat(answer.at("/statements/0/statement/asker").asString("")).isEqualTo(world.seller.participant());
        world.bankB.get("/v1/records/" + moving + "/status").refuses(404, "NOT_FOUND");
    }

    @Test
    void anInvoiceThatNobodyFinancedHasASignedNegativeAnswer() {
        String id = world.accepted(world.bankA);
        JsonNode never = world.bankA
                .get("/v1/invoices/" + id + "/financing-status")
                .is(200)
                .json();
        assertThat(never.at("/statements/0/statement/absent").asBoolean(false)).isTrue();
        assertThat(never.at("/statements/0/statement/scope").asString("")).isEqualTo("REGISTRARS");

        String mandate = world.mandate(id, world.bankA);
        world.reserve(world.bankA, id, mandate, "100000.00").is(201);
        world.settle();
        eventually(
                "a head over the register",
                () -> world.bankA
                                .get("/v1/invoices/" + id + "/financing-status")
                                .is(200)
                                .json()
                                .at("/statements/0/statement/version")
                                .asInt(0)
                        >= 1);
    }

    @Test
    void theServedTilesMakeTheRootOfTheServedHead() {
        Checkpoint head = checkpoint();
        List<Sha256> leaves = new ArrayList<>();
        for (long tile = 0; tile * 256 < head.size(); tile++) {
            long width = Math.min(256, head.size() - tile * 256);
            String path = String.format("%03d", tile) + (width < 256 ? ".p/" + width : "");
            byte[] hashes =
                    world.nobody().get("/log/tile/0/" + path).is(200).body().toArray();
            byte[] bundle = world.nobody()
                    .get("/log/tile/entries/" + path)
                    .is(200)
                    .body()
                    .toArray();
            int at = 0;
            for (int i = 0; i < width; i++) {
                int length = ((bundle[at] & 0xff) << 8) | (bundle[at + 1] & 0xff);
                byte[] leaf = Arrays.copyOfRange(bundle, at + 2, at + 2 + length);
                Sha256 hash = Sha256.fromBytes(Arrays.copyOfRange(hashes, i * 32, i * 32 + 32));
                assertThat(Merkle.leafHash(leaf)).isEqualTo(hash);
                leaves.add(hash);
                at += 2 + length;
            }
            assertThat(at).isEqualTo(bundle.length);
        }
        assertThat(Merkle.root(leaves)).isEqualTo(head.root());
    }

    private Checkpoint checkpoint() {
        String note =
                new String(world.nobody().get("/log/checkpoint").is(200).body().toArray(), StandardCharsets.UTF_8);
        return Checkpoint.parse(Note.parse(note).text());
    }

    @Test
    void partsThatTheLogDoesNotHaveAreNotFound() {
        long size = checkpoint().size();
        for (String path : List.of(
                "0/x999/x999/999",
                "0/000.p/0",
                "0/000.p/257",
                "9/000",
                "entries/x1/000",
                "0/0",
                "0/x000/000",
                "-1/000",
                "0/000/",
                "0/..%2f..",
                "0/999.p/1",
                "1/" + String.format("%03d", size / 65536 + 1))) {
            assertThat(world.nobody().get("/log/tile/" + path).status())
                    .as(path)
                    .isBetween(400, 404);
        }
    }

    @Test
    void aHeadFollowsAWriteWithinTwoSeconds() {
        world.settle();
        long before = checkpoint().size();
        world.enterprise("树头有限公司", "Head Ltd", World.unique("91"));
        long start = System.nanoTime();
        eventually("a head over the new leaf", () -> checkpoint().size() > before);
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(4000);
    }

    @Test
    void aReceiptIsOneCanonicalFileOfItsOwnMediaType() {
        Api.Answer answer = world.seller
                .get("/v1/records/" + world.seller.participant() + "/receipt")
                .is(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(Receipt.MEDIA_TYPE);
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .contains(world.seller.participant() + "-v1.receipt.json");
        Receipt.read(answer.body().toArray());
    }

    @Test
    void aWriteThatPrefersItIsAnsweredWithItsReceipt() {
        Api.Answer answer = world.seller
                .post("/v1/assets", world.filing(world.seller, "附收据", "secret"), "Prefer", "receipt")
                .is(201);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("receipt");
        byte[] receipt = CanonicalJson.bytes(answer.json().path("receipt"));
        assertThat(check(receipt, null).verdict()).isEqualTo(Verdict.VALID);
        Api.Answer without = world.seller
                .post("/v1/assets", world.filing(world.seller, "无收据", "secret"))
                .is(201);
        assertThat(without.json().has("receipt")).isFalse();
    }

    @Test
    void nobodyGetsAReceiptWithoutAToken() {
        world.nobody()
                .get("/v1/records/" + world.seller.participant() + "/receipt")
                .refuses(401, "UNAUTHENTICATED");
    }

    @Test
    void aReceiptOfAnotherLedgersTrustIsNotBelieved() {
        byte[] receipt = receipt(world.seller, world.seller.participant(), "");
        Trust own = verifier().trust();
        Trust other = new Trust(Sha256.of(new byte[] {9}), own.k(), own.organisations(), own.registrars());
        Verification verification = new Verifier(other).verify(receipt, null, Instant.now());
        assertThat(verification.about(Aspect.INTEGRITY).orElseThrow().reason()).isEqualTo(Reason.OTHER_LEDGER);
    }

    @Test
    void anAlarmsEvidenceIsAFileThatTheVerifierJudges() throws Exception {
        String head =
                new String(world.nobody().get("/log/checkpoint").is(200).body().toArray(), StandardCharsets.UTF_8);
        Checkpoint genuine = Checkpoint.parse(Note.parse(head).text());
        byte[] key = java.util.Base64.getDecoder()
                .decode(java.nio.file.Files.readString(STATE.resolve("state/log/log.key"))
                        .strip());
        String fork = new Checkpoint(genuine.origin(), genuine.size(), Sha256.of()).text();
        Note forged = new Note(
                fork,
                List.of(NoteSigner.of(genuine.origin(), NoteKey.Kind.LOG, key).sign(fork, Instant.now())));
        String evidence =
                new String(Evidence.equivocation(head, forged.toString()).bytes(), StandardCharsets.UTF_8);
        // As Heads raises it about another organisation, which the embedded ledger does not have; HeadsTest shows that.
        jdbc.update(
                "insert into gateway.log_alarm (subject, reason_en, reason_zh, evidence) values ('X', 'x', 'x', ?)",
                evidence);
        try {
            JsonNode alarm =
                    world.regulator.get("/v1/audit/log-alarms").is(200).json().at("/logAlarms/0");
            assertThat(alarm.path("evidence").asString("")).isEqualTo(evidence);
            byte[] file = world.regulator
                    .get("/v1/audit/log-alarms/" + alarm.path("id").asLong() + "/evidence")
                    .is(200)
                    .body()
                    .toArray();
            Verification judged = verifier().verifyEvidence(file);
            assertThat(judged.about(Aspect.EVIDENCE).orElseThrow().reason()).isEqualTo(Reason.EQUIVOCATION);
            world.seller.get("/v1/audit/log-alarms").refuses(403, "NOT_YOUR_ROLE");
        } finally {
            jdbc.update("delete from gateway.log_alarm where subject = 'X'");
        }
    }

    @Test
    void theRegulatorSeesAlarmsOfTheLogInTheAudit() {
        JsonNode report = world.regulator.get("/v1/audit").is(200).json();
        assertThat(report.has("logAlarms")).as("%s", report.propertyNames()).isTrue();
        assertThat(report.path("logAlarms")).isEmpty();
        assertThat(report.path("whole").asBoolean(false))
                .as("%s", Map.of("report", report))
                .isTrue();
    }
}
