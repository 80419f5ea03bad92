package org.tradeseal.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ChannelCredentials;
import io.grpc.Server;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.hyperledger.fabric.protos.peer.ChaincodeAdditionalParams;
import org.hyperledger.fabric.protos.peer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Invocation.Function;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.financing.CheckFinancing;
import org.tradeseal.ledger.financing.FinancingFixture;
import org.tradeseal.ledger.invoice.InvoiceFixture;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;

/** The chaincode as peers meet it: over a real connection with mutual TLS, from a peer that plays its part by script. */
class ChaincodeServerTest {
    private static final ChaincodeAdditionalParams BATCHES = abilities(1000, 1000);
    private static final ChaincodeAdditionalParams SMALL_BATCHES = abilities(2, 3);

    @TempDir
    Path files;

    private final FinancingFixture f = new FinancingFixture();
    private final TestLedger ledger = f.ledger;
    private final List<ScriptedPeer> peers = new ArrayList<>();
    private TestAuthority authority;
    private Server server;

    private static ChaincodeAdditionalParams abilities(int writes, int reads) {
        return ChaincodeAdditionalParams.newBuilder()
                .setUseWriteBatch(true)
                .setMaxSizeWriteBatch(writes)
                .setUseGetMultipleKeys(true)
                .setMaxSizeGetMultipleKeys(reads)
                .build();
    }

    static Stream<ChaincodeAdditionalParams> peersOfEveryAge() {
        return Stream.of(ScriptedPeer.NOTHING, BATCHES, SMALL_BATCHES);
    }

    @BeforeEach
    void start() throws IOException {
        authority = new TestAuthority("tls-ca");
        authority.writeCertificate(files.resolve("ca.crt"));
        authority.issue(files.resolve("server.crt"), files.resolve("server.key"));
        Options options = Options.parse(
                "--address",
                "127.0.0.1:0",
                "--package-id",
                "tradeseal:abc",
                "--msp",
                "RegulatorMSP",
                "--tls",
                files.toString());
        server = ChaincodeServer.start(options, Clock.fixed(ledger.now(), ZoneOffset.UTC));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (ScriptedPeer peer : peers) {
            peer.breakOff();
        }
        server.shutdownNow();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private ScriptedPeer peer(ChaincodeAdditionalParams abilities) throws IOException {
        return peer(abilities, authority);
    }

    private ScriptedPeer peer(ChaincodeAdditionalParams abilities, TestAuthority issuer) throws IOException {
        issuer.issue(files.resolve("peer.crt"), files.resolve("peer.key"));
        return connect(
                TlsChannelCredentials.newBuilder()
                        .trustManager(files.resolve("ca.crt").toFile())
                        .keyManager(
                                files.resolve("peer.crt").toFile(),
                                files.resolve("peer.key").toFile())
                        .build(),
                abilities);
    }

    private ScriptedPeer connect(ChannelCredentials credentials, ChaincodeAdditionalParams abilities) {
        ScriptedPeer peer = new ScriptedPeer(server.getPort(), credentials, abilities);
        peers.add(peer);
        return peer;
    }

    /** A peer that has committed what the ledger in memory has. */
    private ScriptedPeer followingPeer(ChaincodeAdditionalParams abilities) throws IOException {
        ScriptedPeer peer = peer(abilities);
        peer.state.putAll(ledger.state);
        peer.privateState.putAll(ledger.privateState);
        return peer;
    }

    private SignedCommand admission(String identifier) {
        AdmitParticipant body = new AdmitParticipant(
                new Name("示例", "Sample " + identifier),
                TestLedger.OPERATOR,
                new CountryCode("CN"),
                new TreeSet<>(List.of(Role.ENTERPRISE)),
                List.of(new Identifier("TAX", identifier)),
                List.of(),
                Custody.HOST);
        return ledger.prepare(ledger.regulator, "participant.admit", body, "admit-" + identifier);
    }

    private SignedCommand check(InvoiceFixture.Prepared invoice) {
        return ledger.prepare(
                ledger.bankA,
                "financing.check",
                new CheckFinancing(invoice.id(), "CANARY purpose", null, null, null),
                "check-" + invoice.id());
    }

    private byte[] batch(SignedCommand... commands) {
        return CanonicalJson.bytes(new Batch(Stream.of(commands)
                .map(c -> new Batch.Item(c, ledger.newSalt()))
                .toList()));
    }

    private ScriptedPeer.Run run(ScriptedPeer peer, String id, MspId submitter, Invocation call) throws Exception {
        return peer.invoke(id, submitter, ledger.now(), call);
    }

    private static Refusal.Stated refusal(ScriptedPeer.Run run) throws Exception {
        Response response = run.response();
        assertThat(response.getStatus()).isEqualTo(PeerConnection.REFUSED);
        assertThat(run.writes).isEmpty();
        return CanonicalJson.read(response.getMessage().getBytes(StandardCharsets.UTF_8), Refusal.Stated.class);
    }

    private static Invocation read(RecordId id) {
        return Invocation.of(Function.READ, id.value().getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("peersOfEveryAge")
    void aPeerOfAnyAgeEndorsesWhatTheRulesWrite(ChaincodeAdditionalParams abilities) throws Exception {
        ScriptedPeer peer = followingPeer(abilities);
        ScriptedPeer old = followingPeer(ScriptedPeer.NOTHING);
        List<Invocation> calls = List.of(
                Invocation.of(Function.SUBMIT, batch(admission("A-1"), admission("A-2"), admission("A-1"))),
                Invocation.ofTransient(
                        Function.SUBMIT_PRIVATE, batch(check(f.invoices.issue(f.invoices.draft("R-1", "100.00"))))));
        peer.state.putAll(ledger.state);
        old.state.putAll(ledger.state);

        for (Invocation call : calls) {
            TestLedger.Step step = ledger.new Step(TestLedger.REGULATOR);
            byte[] expected = Contracts.invoke(step, call);
            step.commit();
            ScriptedPeer.Run run = run(peer, step.id(), TestLedger.REGULATOR, call);
            ScriptedPeer.Run plain = run(old, step.id(), TestLedger.REGULATOR, call);

            assertThat(run.response().getStatus()).isEqualTo(200);
            assertThat(run.response().getPayload().toByteArray()).isEqualTo(expected);
            assertThat(run.event()).isEqualTo(ledger.events.get(ledger.events.size() - 1));
            assertThat(plain.response().getPayload().toByteArray()).isEqualTo(expected);
            assertThat(run.reads).isEqualTo(plain.reads);
            peer.commit(run);
            old.commit(plain);
            assertThat(peer.state).containsExactlyEntriesOf(ledger.state);
            assertThat(peer.privateState).containsExactlyEntriesOf(ledger.privateState);
        }
        assertThat(peer.ended).isNotDone();
    }

    @ParameterizedTest
    @MethodSource("peersOfEveryAge")
    void aLedgerStartsFromItsGenesis(ChaincodeAdditionalParams abilities) throws Exception {
        ScriptedPeer peer = peer(abilities);
        Genesis genesis = CanonicalJson.read(ledger.state.get(Genesis.KEY), Genesis.class);
        byte[] secret = ledger.privateState.get(RecordType.FINANCING + "/secret");
        Invocation ask = Invocation.of(Function.GENESIS, new byte[0]);

        assertThat(run(peer, "before", TestLedger.BANK_A, ask).response().getPayload())
                .isEmpty();
        ScriptedPeer.Run start = run(
                peer,
                "start",
                TestLedger.REGULATOR,
                Invocation.of(Function.START, CanonicalJson.bytes(genesis), secret));
        assertThat(start.response().getPayload().toByteArray())
                .isEqualTo(genesis.ledger().bytes());
        peer.commit(start);

        assertThat(run(peer, "after", TestLedger.BANK_A, ask)
                        .response()
                        .getPayload()
                        .toByteArray())
                .isEqualTo(ledger.state.get(Genesis.KEY));
        assertThat(peer.privateState).containsOnlyKeys(RecordType.FINANCING + "/secret");
        assertThat(run(peer, "read", TestLedger.BANK_A, read(ledger.bankB))
                        .response()
                        .getPayload()
                        .toStringUtf8())
                .contains(ledger.bankB.value());
        assertThat(refusal(run(
                                peer,
                                "again",
                                TestLedger.REGULATOR,
                                Invocation.of(Function.START, CanonicalJson.bytes(genesis), secret)))
                        .code())
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void aBatchNeedsFewMessages() throws Exception {
        SignedCommand[] admissions = Stream.iterate(0, i -> i + 1)
                .limit(100)
                .map(i -> admission("B-" + i))
                .toArray(SignedCommand[]::new);
        Invocation call = Invocation.of(Function.SUBMIT, batch(admissions));
        ScriptedPeer.Run run = run(followingPeer(BATCHES), "tx", TestLedger.REGULATOR, call);

        assertThat(CanonicalJson.read(run.response().getPayload().toByteArray(), Outcome.Answer.class)
                        .outcomes())
                .hasSize(100)
                .allMatch(o -> o.status() == Outcome.Status.WRITTEN);
        assertThat(run.writes).hasSizeGreaterThanOrEqualTo(300);
        assertThat(run.messages).isEqualTo(2);
    }

    @Test
    void whatIsReadDoesNotTellTheBank() throws Exception {
        InvoiceFixture.Prepared invoice = f.invoices.issue(f.invoices.draft("R-1", "100.00"));
        byte[] batch = batch(check(invoice));
        ScriptedPeer.Run run = run(
                followingPeer(BATCHES),
                "tx",
                TestLedger.REGULATOR,
                Invocation.ofTransient(Function.SUBMIT_PRIVATE, batch));
        run.end();

        assertThat(run.reads).contains(ledger.bankA.value(), ledger.bankB.value(), ledger.customs.value());
    }

    @Test
    void registersUnderItsPackageId() throws Exception {
        assertThat(peer(BATCHES).registeredAs()).isEqualTo("tradeseal:abc");
    }

    @Test
    void aRefusalIsDataInTheAnswer() throws Exception {
        ScriptedPeer peer = followingPeer(BATCHES);

        Refusal.Stated wrong = refusal(run(
                peer,
                "tx-1",
                TestLedger.REGULATOR,
                Invocation.of(Function.SUBMIT, "{}".getBytes(StandardCharsets.UTF_8))));
        assertThat(wrong.detail().zh()).containsPattern("\\p{IsHan}");
        byte[][] unknown = {"DELETE".getBytes(StandardCharsets.UTF_8), {}};
        assertThat(refusal(peer.invoke("tx-2", TestLedger.REGULATOR, ledger.now(), unknown, Map.of()))
                        .code())
                .isEqualTo(ErrorCode.MALFORMED);
        byte[][] nothing = {};
        assertThat(refusal(peer.invoke("tx-3", TestLedger.REGULATOR, ledger.now(), nothing, Map.of()))
                        .code())
                .isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void aBugIsAnsweredAndLoggedWithoutWhatWasSent() throws Exception {
        ScriptedPeer peer = followingPeer(BATCHES);
        peer.refusal = "CANARY key cannot be read";
        List<String> log = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                log.add(new SimpleFormatter().format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("").addHandler(handler);
        try {
            SignedCommand check = check(f.invoices.issue(f.invoices.draft("R-1", "100.00")));
            peer.state.putAll(ledger.state);
            Invocation call = Invocation.ofTransient(Function.SUBMIT_PRIVATE, batch(check));
            ScriptedPeer.Run run = run(peer, "tx-bug", TestLedger.REGULATOR, call);
            assertThat(run.response().getStatus()).isEqualTo(500);
            assertThat(run.response().getMessage()).contains("INTERNAL").doesNotContain("CANARY");
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
        assertThat(log)
                .anyMatch(line -> line.contains("tx-bug") && line.contains("PeerConnection"))
                .noneMatch(line -> line.contains("CANARY"));
    }

    @Test
    void aTimestampFiveMinutesFromItsClockIsNotEndorsed() throws Exception {
        ScriptedPeer peer = followingPeer(BATCHES);
        Duration five = Duration.ofMinutes(5);

        assertThat(codeAt(peer, ledger.now().plus(five).plusMillis(1))).isEqualTo(ErrorCode.CLOCK_SKEW);
        assertThat(codeAt(peer, ledger.now().minus(five).minusMillis(1))).isEqualTo(ErrorCode.CLOCK_SKEW);
        assertThat(peer.invoke("in-time", TestLedger.BANK_A, ledger.now().plus(five), read(ledger.bankA))
                        .response()
                        .getStatus())
                .isEqualTo(200);
    }

    private ErrorCode codeAt(ScriptedPeer peer, Instant timestamp) throws Exception {
        return refusal(peer.invoke("at-" + timestamp, TestLedger.BANK_A, timestamp, read(ledger.bankA)))
                .code();
    }

    @Test
    void onlyAPeerWithACertificateOfItsAuthorityGetsIn() throws Exception {
        ScriptedPeer bare = connect(
                TlsChannelCredentials.newBuilder()
                        .trustManager(files.resolve("ca.crt").toFile())
                        .build(),
                BATCHES);
        ScriptedPeer foreign = peer(BATCHES, new TestAuthority("tls-ca"));
        ScriptedPeer plaintext = connect(io.grpc.InsecureChannelCredentials.create(), BATCHES);

        for (ScriptedPeer stranger : List.of(bare, foreign, plaintext)) {
            assertThat(stranger.ended.get(30, TimeUnit.SECONDS)).hasMessageStartingWith("UNAVAILABLE");
        }
        assertThat(peer(BATCHES).registeredAs()).isEqualTo("tradeseal:abc");
    }

    @Test
    void twoPeersDoNotDisturbEachOther() throws Exception {
        ScriptedPeer one = followingPeer(BATCHES);
        ScriptedPeer two = followingPeer(ScriptedPeer.NOTHING);
        two.state.remove(ledger.bankB.value());
        List<ScriptedPeer.Run> ofOne = new ArrayList<>();
        List<ScriptedPeer.Run> ofTwo = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            // The same transaction on both: what is the same must not be mixed up.
            ofOne.add(run(one, "tx-" + i, TestLedger.BANK_A, read(ledger.bankB)));
            ofTwo.add(run(two, "tx-" + i, TestLedger.BANK_A, read(ledger.bankB)));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(ofOne.get(i).response().getPayload().toStringUtf8()).contains(ledger.bankB.value());
            assertThat(ofTwo.get(i).response().getStatus()).isEqualTo(200);
            assertThat(ofTwo.get(i).response().getPayload()).isEmpty();
        }
        two.breakOff();
        assertThat(run(one, "after", TestLedger.BANK_A, read(ledger.bankB))
                        .response()
                        .getStatus())
                .isEqualTo(200);
    }

    @Test
    void aPeerThatGoesAwayLeavesNoThreadBehind() throws Exception {
        ScriptedPeer peer = followingPeer(BATCHES);
        peer.silent = true;
        for (int i = 0; i < 20; i++) {
            run(peer, "tx-" + i, TestLedger.BANK_A, read(ledger.bankB));
        }
        run(peer, "last", TestLedger.BANK_A, read(ledger.bankB));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (transactionThreads() < 16 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(transactionThreads()).isEqualTo(16);

        peer.breakOff();

        while (transactionThreads() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(transactionThreads()).isZero();
        assertThat(run(followingPeer(BATCHES), "tx-0", TestLedger.BANK_A, read(ledger.bankB))
                        .response()
                        .getStatus())
                .isEqualTo(200);
    }

    private static long transactionThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("fabric-txinvoke"))
                .count();
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        ScriptedPeer peer = followingPeer(BATCHES);
        byte[][] large = {"SUBMIT".getBytes(StandardCharsets.UTF_8), new byte[Invocation.MAX_BYTES + 1]};
        assertThat(refusal(peer.invoke("large", TestLedger.BANK_A, ledger.now(), large, Map.of()))
                        .code())
                .isEqualTo(ErrorCode.TOO_LARGE);

        byte[][] huge = {"SUBMIT".getBytes(StandardCharsets.UTF_8), new byte[ChaincodeServer.MAX_MESSAGE_BYTES]};
        peer.invoke("huge", TestLedger.BANK_A, ledger.now(), huge, Map.of());
        assertThat(peer.ended.get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(run(followingPeer(BATCHES), "next", TestLedger.BANK_A, read(ledger.bankB))
                        .response()
                        .getStatus())
                .isEqualTo(200);
    }

    @Test
    void whoIsNoMemberReadsNothingPrivate() throws Exception {
        ScriptedPeer peer = followingPeer(BATCHES);
        Invocation call = Invocation.of(Function.READ_PRIVATE, "FIN-0".getBytes(StandardCharsets.US_ASCII));
        RecordId financing = RecordId.derive(Sha256.of(new byte[0]), "FIN", "a", "b");
        Invocation wellFormed =
                Invocation.of(Function.READ_PRIVATE, financing.value().getBytes(StandardCharsets.US_ASCII));

        peer.refusal = "tx creator does not have read access permission on privatedata in chaincodeName:tradeseal"
                + " collectionName: financing";
        assertThat(refusal(run(peer, "client", TestLedger.BANK_A, wellFormed)).code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        peer.refusal = "private data matching public hash version is not available. Public hash version ="
                + " {BlockNum: 1, TxNum: 0}, Private data version = <nil>";
        assertThat(refusal(run(peer, "behind", TestLedger.REGULATOR, wellFormed))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        peer.refusal = "leveldb: closed";
        assertThat(run(peer, "broken", TestLedger.REGULATOR, wellFormed)
                        .response()
                        .getStatus())
                .isEqualTo(500);
        assertThat(refusal(run(peer, "malformed", TestLedger.REGULATOR, call)).code())
                .isEqualTo(ErrorCode.MALFORMED);
    }
}
