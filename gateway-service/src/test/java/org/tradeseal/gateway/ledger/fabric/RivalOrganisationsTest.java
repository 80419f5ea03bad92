package org.tradeseal.gateway.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hyperledger.fabric.client.EndorseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.gateway.ledger.fabric.Trade.Document;
import org.tradeseal.gateway.ledger.fabric.Trade.Firm;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.asset.DecideAsset;
import org.tradeseal.ledger.fabric.ModifiedChaincode.Deceit;
import org.tradeseal.ledger.financing.CheckFinancing;
import org.tradeseal.ledger.participant.SuspendParticipant;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.StoredRecord;

/** Organisations whose commands, peers or answers cross each other, on real peers. */
@FabricNeeded
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class RivalOrganisationsTest {
    private static final int ROUNDS = 4;

    private final List<StateFolder> folders = new ArrayList<>();
    private TestConsortium consortium;
    private NetworkLedger ledger;
    private LedgerClient client;
    private Trade trade;

    @BeforeAll
    void connect(@TempDir Path temp) {
        if (FabricNeeded.Programs.missing().isEmpty()) {
            Map<MspId, FabricLedger> ledgers = new HashMap<>();
            List<MspId> order = new ArrayList<>(FabricNetwork.NAMES.keySet());
            order.remove(TestConsortium.REGULATOR);
            order.add(0, TestConsortium.REGULATOR); // it starts the ledger that the others wait for
            for (MspId msp : order) {
                StateFolder folder = StateFolder.open(temp.resolve(msp.value()));
                folders.add(folder);
                ledgers.put(msp, FabricNetwork.shared().connect(msp, folder));
            }
            consortium = FabricNetwork.shared().consortium();
            ledger = new NetworkLedger(ledgers, TestConsortium.REGULATOR);
            // One lane an organisation; each submits through that organisation's own ledger.
            client = new LedgerClient(ledger, Optional.empty(), 1000, 4, 10, 90);
            trade = new Trade(consortium, ledger, client);
        }
    }

    @AfterAll
    void close() {
        if (ledger != null) {
            ledger.close();
        }
        folders.forEach(StateFolder::close);
    }

    /** What became of two calls that start together: the error code of a refusal, or DONE. */
    private static List<String> atOnce(Callable<LedgerClient.Done> one, Callable<LedgerClient.Done> two)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier start = new CyclicBarrier(2);
            List<Future<String>> both = Stream.of(one, two)
                    .map(call -> threads.submit(() -> {
                        start.await();
                        try {
                            call.call();
                            return "DONE";
                        } catch (Refusal refusal) {
                            return refusal.code().name();
                        }
                    }))
                    .toList();
            return List.of(both.get(0).get(120, TimeUnit.SECONDS), both.get(1).get(120, TimeUnit.SECONDS));
        } finally {
            threads.shutdown();
        }
    }

    private RegistryRecord record(MspId reader, RecordId id) {
        return CanonicalJson.read(ledger.evaluate(reader, TestConsortium.read(id)), StoredRecord.class)
                .record();
    }

    private static String status(RegistryRecord record) {
        return record.content().path("status").asString("");
    }

    @Test
    void ofTwoOrganisationsThatMoveOneAssetOneWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RecordId asset = trade.asset("Raced for");
            RecordId owner = record(TestConsortium.OPERATOR, asset).actor();
            SignedCommand withdrawal =
                    consortium.custodial(ledger, owner, "asset.withdraw", new DecideAsset(asset, "sold"));
            SignedCommand review = consortium.prepare(
                    ledger, "ip-centre", "asset.start-review", new DecideAsset(asset, "begins"), Trade.fresh());

            List<String> ended = atOnce(
                    () -> client.submit(TestConsortium.OPERATOR, withdrawal),
                    () -> client.submit(TestConsortium.IP_CENTRE, review));

            assertThat(ended).containsExactlyInAnyOrder("DONE", "STALE_VERSION");
            String expected = ended.get(0).equals("DONE") ? "WITHDRAWN" : "UNDER_REVIEW";
            for (MspId reader : FabricNetwork.NAMES.keySet()) {
                assertThat(record(reader, asset)).satisfies(r -> {
                    assertThat(r.version()).isEqualTo(2);
                    assertThat(status(r)).isEqualTo(expected);
                });
            }
        }
    }

    @Test
    void anInvoiceIsNeverCancelledAndFinanced() throws Exception {
        Firm seller = trade.firm();
        Firm buyer = trade.firm();
        for (int round = 0; round < ROUNDS; round++) {
            Document invoice = trade.accepted(seller, buyer, "5000", "raced for");
            Document note = trade.credit(seller, buyer, "5000", invoice);
            RecordId mandate = trade.mandate(TestConsortium.REGULATOR, seller, invoice, "5000");
            SignedCommand reservation = trade.reservation(TestConsortium.REGULATOR, invoice, mandate, "5000");
            SignedCommand cancellation = trade.cancellation(TestConsortium.CUSTOMS, seller, invoice, note);

            List<String> ended = atOnce(
                    () -> client.submit(TestConsortium.REGULATOR, reservation),
                    () -> client.submit(TestConsortium.CUSTOMS, cancellation));

            assertThat(ended)
                    .satisfiesAnyOf(
                            e -> assertThat(e.get(0)).isEqualTo("DONE"),
                            e -> assertThat(e.get(1)).isEqualTo("DONE"));
            assertThat(ended)
                    .filteredOn(e -> !e.equals("DONE"))
                    .singleElement()
                    .isIn("STALE_VERSION", "INVOICE_FINANCED", "INVOICE_NOT_FINANCEABLE");
            boolean financed = ended.get(0).equals("DONE");
            assertThat(status(record(TestConsortium.BANK_B, invoice.id())))
                    .isEqualTo(financed ? "ACCEPTED" : "CANCELLED");
            RecordId financing = RecordId.derive(
                    ledger.digest(),
                    "FIN",
                    consortium.id("bank-a").value(),
                    reservation.command().idempotencyKey());
            byte[] kept = ledger.evaluate(TestConsortium.IP_CENTRE, readPrivate(financing));
            assertThat(kept.length > 0).isEqualTo(financed);
        }
    }

    private static Invocation readPrivate(RecordId id) {
        return Invocation.of(Invocation.Function.READ_PRIVATE, id.value().getBytes(StandardCharsets.US_ASCII));
    }

    private Block.Tx transaction(MspId reader, Ledger.Committed committed) {
        return ledger.caughtUp(ledger.of(reader)).blocks(committed.block(), 1).get(0).transactions().stream()
                .filter(tx -> tx.id().equals(committed.transactionId()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRegistrarWithAnotherAnswerIsPassedOver(CapturedOutput log) throws Exception {
        FabricNetwork.shared().deceive(TestConsortium.CUSTOMS, Deceit.OTHER_ANSWER);
        try {
            for (MspId submitter : List.of(TestConsortium.REGULATOR, TestConsortium.CUSTOMS, TestConsortium.BANK_A)) {
                SignedCommand command = consortium.prepare(
                        ledger,
                        "regulator",
                        "participant.admit",
                        TestConsortium.enterprise(Trade.fresh()),
                        Trade.fresh());

                Ledger.Committed committed = TestConsortium.submit(ledger, submitter, command);

                assertThat(committed.validation()).isEqualTo(Ledger.Validation.VALID);
                assertThat(transaction(TestConsortium.BANK_A, committed)).satisfies(tx -> {
                    assertThat(tx.endorsers()).containsExactly(TestConsortium.IP_CENTRE, TestConsortium.REGULATOR);
                    assertThat(tx.writes()).noneMatch(w -> w.key().equals("other"));
                });
            }
        } finally {
            FabricNetwork.run(120, "restart", "chaincode.customs");
        }
        assertThat(log).contains("CustomsMSP", "endorsed with a different answer");
    }

    @Test
    void whatWasReadBeforeAnotherOrganisationsWriteIsNotWritten() {
        RecordId id = consortium.admit(ledger, Trade.fresh());
        SignedCommand first = suspension(id, "first");
        SignedCommand second = suspension(id, "second");
        FabricLedger customs = ledger.of(TestConsortium.CUSTOMS);
        Submission.Endorsed early = customs.endorse(TestConsortium.CUSTOMS, TestConsortium.batch(first));
        TestConsortium.submit(ledger, TestConsortium.REGULATOR, second);

        Ledger.Committed late = ledger.acknowledge(customs.commit(early));

        assertThat(late.validation()).isEqualTo(Ledger.Validation.MVCC_READ_CONFLICT);
        assertThat(record(TestConsortium.BANK_B, id).command())
                .isEqualTo(second.command().digest());
    }

    private SignedCommand suspension(RecordId id, String reason) {
        return consortium.prepare(
                ledger, "regulator", "participant.suspend", new SuspendParticipant(id, reason), Trade.fresh());
    }

    @Test
    void aRegistrarWhosePeerIsBehindDoesNotDecide() throws Exception {
        RecordId id = consortium.admit(ledger, Trade.fresh());
        FabricNetwork.run(60, "kill", "peer.customs");
        Ledger.Committed committed;
        try {
            TestConsortium.submit(ledger, TestConsortium.REGULATOR, suspension(id, "while customs is away"));
            SignedCommand next = consortium.prepare(
                    ledger, "regulator", "participant.resume", new SuspendParticipant(id, "done"), Trade.fresh());
            // Without orderers nobody tells customs' peer what it missed.
            signalOrderers("STOP");
            Future<Ledger.Committed> submitted;
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                FabricNetwork.run(120, "restart", "peer.customs");
                awaitDisagreement(TestConsortium.batch(next));
                submitted = thread.submit(
                        () -> TestConsortium.submit(ledger.of(TestConsortium.CUSTOMS), TestConsortium.CUSTOMS, next));
                Thread.sleep(2_000);
                assertThat(submitted).isNotDone();
            } finally {
                signalOrderers("CONT");
                thread.shutdown();
            }
            committed = ledger.acknowledge(submitted.get(120, TimeUnit.SECONDS));
        } finally {
            signalOrderers("CONT");
            FabricNetwork.run(120, "restart", "peer.customs");
        }
        assertThat(committed.validation()).isEqualTo(Ledger.Validation.VALID);
        assertThat(TestConsortium.outcomes(committed))
                .extracting(Outcome::status, Outcome::version)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Outcome.Status.WRITTEN, 3));
        assertThat(transaction(TestConsortium.REGULATOR, committed).endorsers())
                .containsExactly(TestConsortium.IP_CENTRE, TestConsortium.REGULATOR);
        assertThat(record(TestConsortium.CUSTOMS, id).version()).isEqualTo(3);
    }

    // Until customs' peer is known again and endorses, with what it knows.
    private static void awaitDisagreement(Invocation call) throws Exception {
        FabricSettings settings = FabricNetwork.shared().settings(TestConsortium.CUSTOMS, Map.of());
        ClientIdentity identity = ClientIdentity.load(TestConsortium.CUSTOMS, settings.certificate(), settings.key());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (PeerConnection own =
                new PeerConnection(settings, settings.endpoints().get(0), identity)) {
            while (true) {
                PeerFailure failure = PeerFailure.of(catchThrowableOfType(
                        EndorseException.class,
                        () -> own.endorse(call, Set.of(TestConsortium.CUSTOMS, TestConsortium.REGULATOR))));
                if (failure.disagreement()) {
                    return;
                }
                assertThat(System.nanoTime()).as(failure.brief()).isLessThan(deadline);
                Thread.sleep(200);
            }
        }
    }

    private static void signalOrderers(String signal) throws Exception {
        try (Stream<Path> orderers = Files.list(FabricNetwork.shared().folder().resolve("orderers"))) {
            for (Path orderer : orderers.toList()) {
                String pid = Files.readString(orderer.resolve("pid")).strip();
                assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                        .isZero();
            }
        }
    }

    @Test
    void whatIsPrivateLeavesNoTraceElsewhere() throws Exception {
        String title = "public-" + Trade.fresh();
        String note = "note-" + Trade.fresh();
        String purpose = "purpose-" + Trade.fresh();
        String amount = "49" + Long.toString(System.nanoTime()).substring(0, 8) + ".37";
        trade.asset(title);
        Firm seller = trade.firm();
        Firm buyer = trade.firm();
        Document invoice = trade.accepted(seller, buyer, "90000000000000", note);
        trade.deliver(TestConsortium.OPERATOR, invoice);
        trade.deliver(TestConsortium.BANK_A, invoice);
        RecordId mandate = trade.mandate(TestConsortium.REGULATOR, seller, invoice, amount);
        CheckFinancing check = new CheckFinancing(invoice.id(), purpose, mandate, null, null);
        client.submit(
                TestConsortium.REGULATOR, trade.secret(TestConsortium.REGULATOR, "bank-a", "financing.check", check));
        RecordId financing = client.submit(
                        TestConsortium.CUSTOMS, trade.reservation(TestConsortium.CUSTOMS, invoice, mandate, amount))
                .id();

        assertThat(filesWith(title)).filteredOn(f -> f.contains("blockfile_")).hasSizeGreaterThanOrEqualTo(6);
        for (String secret : List.of(note, amount, purpose)) {
            assertThat(filesWith(secret)).noneMatch(f -> f.contains("blockfile_") || f.matches(".*/(changed\\.)?log"));
        }
        assertThat(filesWith(note)).isNotEmpty().allMatch(f -> f.matches("peers/(operator|bank-a)/.*"));
        assertThat(filesWith(amount)).isNotEmpty().allMatch(f -> f.matches("peers/(regulator|customs|ip-centre)/.*"));
        assertThat(filesWith(purpose)).isNotEmpty().allMatch(f -> f.matches("peers/(regulator|customs|ip-centre)/.*"));
        assertAnswers(invoice, financing, note, amount);
    }

    private void assertAnswers(Document invoice, RecordId financing, String note, String amount) {
        byte[] id = invoice.id().value().getBytes(StandardCharsets.US_ASCII);
        Invocation payload = Invocation.of(Invocation.Function.READ_PAYLOAD, id);
        for (MspId reader : FabricNetwork.NAMES.keySet()) {
            boolean recipient = reader.equals(TestConsortium.OPERATOR) || reader.equals(TestConsortium.BANK_A);
            String seen = new String(ledger.evaluate(reader, payload), StandardCharsets.UTF_8);
            assertThat(seen.contains(note)).as("%s", reader).isEqualTo(recipient);
            assertThat(seen.isEmpty()).as("%s", reader).isNotEqualTo(recipient);
            if (consortium.genesis().registrars().contains(reader)) {
                assertThat(new String(ledger.evaluate(reader, readPrivate(financing)), StandardCharsets.UTF_8))
                        .contains(amount);
            } else {
                assertThat(catchThrowableOfType(Refusal.class, () -> ledger.evaluate(reader, readPrivate(financing)))
                                .code())
                        .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
            }
        }
    }

    /** The files of the whole network, of every process, in which these bytes stand. */
    private static List<String> filesWith(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        Path root = FabricNetwork.shared().folder();
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content;
                try {
                    content = Files.readString(file, StandardCharsets.ISO_8859_1);
                } catch (java.nio.file.NoSuchFileException removedMeanwhile) {
                    continue;
                }
                if (content.contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
                    found.add(root.relativize(file).toString());
                }
            }
        }
        return found;
    }
}
