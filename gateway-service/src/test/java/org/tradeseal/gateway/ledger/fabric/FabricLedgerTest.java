package org.tradeseal.gateway.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerContractTest;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.asset.AssetClass;
import org.tradeseal.ledger.asset.DepositAsset;
import org.tradeseal.ledger.asset.Evidence;
import org.tradeseal.ledger.asset.Registrant;
import org.tradeseal.ledger.asset.Share;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;

/** The suite of every ledger, on real peers. */
@FabricNeeded
class FabricLedgerTest extends LedgerContractTest {
    private final List<StateFolder> folders = new ArrayList<>();
    private NetworkLedger ledger;

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
            ledger = new NetworkLedger(ledgers, TestConsortium.REGULATOR);
        }
    }

    @AfterAll
    void close() {
        if (ledger != null) {
            ledger.close();
        }
        folders.forEach(StateFolder::close);
    }

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Override
    protected TestConsortium consortium() {
        return FabricNetwork.shared().consortium();
    }

    @Override
    protected List<Ledger.Committed> submitTwice(MspId submitter, Invocation call) {
        FabricLedger own = ledger.of(submitter);
        Submission.Endorsed endorsed = own.endorse(submitter, call);
        return List.of(ledger.acknowledge(own.commit(endorsed)), ledger.acknowledge(own.commit(endorsed)));
    }

    @Test
    void whoEndorsedIsInTheBlock() {
        consortium().admit(ledger, fresh());

        Block.Tx newest = newest(TestConsortium.REGULATOR);

        assertThat(newest.endorsers())
                .hasSize(2)
                .isSubsetOf(TestConsortium.REGULATOR, TestConsortium.CUSTOMS, TestConsortium.IP_CENTRE);
        assertThat(newest.submitter()).isEqualTo(TestConsortium.REGULATOR);
        assertThat(newest.function()).isEqualTo(Invocation.Function.SUBMIT);
        assertThat(newest.collections()).isEmpty();
    }

    private Block.Tx newest(MspId follower) {
        FabricLedger of = ledger.caughtUp(ledger.of(follower));
        List<Block.Tx> transactions = of.blocks(of.height() - 1, 1).get(0).transactions();
        return transactions.get(transactions.size() - 1);
    }

    @Test
    void aBatchOfTheRegistrarsIsKeptOutOfTheBlocks() {
        SignedCommand open = consortium()
                .prepare(ledger, "regulator", "participant.admit", TestConsortium.enterprise(fresh()), fresh());
        byte[] batch = TestConsortium.batch(open).argument();

        Ledger.Committed committed = ledger.submit(
                TestConsortium.CUSTOMS, Invocation.ofTransient(Invocation.Function.SUBMIT_PRIVATE, batch));

        assertThat(TestConsortium.outcomes(committed))
                .extracting(Outcome::status)
                .containsExactly(Outcome.Status.REFUSED);
        assertThat(newest(TestConsortium.BANK_A).argument().length()).isZero();
    }

    @Test
    void aPayloadReachesItsRecipientAndNobodyElse() {
        String key = fresh();
        RecordId owner = consortium().admit(ledger, fresh());
        RecordId id = RecordId.derive(ledger.digest(), "AST", owner.value(), key);
        Payload payload = new Payload(
                id,
                "test/1",
                TestConsortium.random(),
                List.of(new Field("/price", Field.Type.DECIMAL, "100")),
                List.of());
        DepositAsset deposit = new DepositAsset(
                AssetClass.DATA_IP,
                new Name(null, "Calls"),
                new CountryCode("CN"),
                List.of(new Registrant(owner, new Share("1"))),
                new Evidence("own", "measured", "kept"),
                new PrivateContent(
                        payload.fieldTree(ledger.digest()).root(),
                        payload.digest(),
                        new TreeSet<>(List.of(TestConsortium.BANK_A)),
                        new TreeSet<>()));
        SignedCommand command = consortium().custodial(ledger, owner, "asset.deposit", deposit, key);
        assertThat(TestConsortium.outcomes(TestConsortium.submit(ledger, TestConsortium.OPERATOR, command)))
                .extracting(Outcome::status)
                .containsExactly(Outcome.Status.WRITTEN);
        Invocation deliver = Invocation.ofTransient(Invocation.Function.DELIVER, payload.bytes());
        Invocation read =
                Invocation.of(Invocation.Function.READ_PAYLOAD, id.value().getBytes(StandardCharsets.US_ASCII));
        ledger.evaluate(TestConsortium.BANK_A, TestConsortium.read(id));

        Ledger.Committed stored = ledger.submit(TestConsortium.BANK_A, deliver);

        assertThat(stored.validation()).isEqualTo(Ledger.Validation.VALID);
        assertThat(ledger.evaluate(TestConsortium.BANK_A, read)).isEqualTo(payload.bytes());
        assertThat(ledger.evaluate(TestConsortium.BANK_B, read)).isEmpty();
        String collection = TestConsortium.BANK_A.payloadCollection();
        assertThat(newest(TestConsortium.BANK_A)).satisfies(tx -> {
            assertThat(tx.endorsers()).containsExactly(TestConsortium.BANK_A);
            assertThat(tx.argument().length()).isZero();
            assertThat(tx.writes()).isEmpty();
            assertThat(tx.privateWrites())
                    .containsExactly(new Block.PrivateWrite(
                            collection, PrivateContent.key(id, payload.digest()), Bytes.of(payload.bytes())));
        });
        for (MspId other : List.of(TestConsortium.BANK_B, TestConsortium.REGULATOR, TestConsortium.OPERATOR)) {
            assertThat(newest(other)).satisfies(tx -> {
                assertThat(tx.collections()).containsExactly(collection);
                assertThat(tx.privateWrites()).isEmpty();
            });
        }
    }

    @Test
    void theLossOfTheOwnPeerStopsNothingPublicAndEverythingPrivate() throws Exception {
        FabricLedger operator = ledger.of(TestConsortium.OPERATOR);
        RecordId enterprise = consortium().admit(ledger, fresh());
        long before = ledger.caughtUp(operator).height();
        FabricNetwork.run(60, "kill", "peer.operator");
        try {
            SignedCommand command = consortium()
                    .prepare(ledger, "regulator", "participant.admit", TestConsortium.enterprise(fresh()), fresh());

            Ledger.Committed committed = TestConsortium.submit(operator, TestConsortium.OPERATOR, command);

            assertThat(committed.validation()).isEqualTo(Ledger.Validation.VALID);
            assertThat(operator.height()).isEqualTo(before);
            assertThat(operator.evaluate(TestConsortium.OPERATOR, TestConsortium.read(enterprise)))
                    .isNotEmpty();
            Invocation deliver = Invocation.ofTransient(Invocation.Function.DELIVER, new byte[] {1});
            assertThat(catchThrowableOfType(Refusal.class, () -> operator.submit(TestConsortium.OPERATOR, deliver))
                            .code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
        } finally {
            FabricNetwork.run(120, "restart", "peer.operator");
        }
        assertThat(operator.awaitHeight(ledger.height(), Duration.ofSeconds(30)))
                .isGreaterThanOrEqualTo(ledger.height());
    }

    @Test
    void whatIsWronglyConfiguredIsNamedAtTheStart(@TempDir Path temp) {
        FabricSettings bankB = FabricNetwork.shared().settings(TestConsortium.BANK_B, Map.of());
        assertThat(start(temp, Map.of("tradeseal.fabric.channel", "elsewhere")))
                .contains("elsewhere")
                .contains("无法跟随通道");
        assertThat(start(
                        temp,
                        Map.of(
                                "tradeseal.fabric.identity.certificate",
                                bankB.certificate().toString(),
                                "tradeseal.fabric.identity.key",
                                bankB.key().toString())))
                .contains("access denied");
        assertThat(start(
                        temp,
                        Map.of(
                                "tradeseal.fabric.peers[0].tls-ca",
                                bankB.endpoints().get(0).tlsCa().toString())))
                .contains("unable to find valid certification path");
        assertThat(start(temp, Map.of("tradeseal.fabric.peers[0].address", "127.0.0.1:1")))
                .contains("Connection refused");
        assertThat(start(temp, Map.of("tradeseal.fabric.chaincode", "elsewhere")))
                .contains("no genesis")
                .contains("elsewhere");
    }

    private static String start(Path temp, Map<String, String> wrong) {
        Map<String, String> changes = new HashMap<>(wrong);
        changes.put("tradeseal.fabric.start-timeout", "3s");
        try (StateFolder folder = StateFolder.open(temp.resolve("wrong"))) {
            return catchThrowableOfType(
                            IllegalStateException.class,
                            () -> FabricLedger.open(
                                            FabricNetwork.shared().settings(TestConsortium.BANK_A, changes), folder)
                                    .close())
                    .getMessage();
        }
    }
}
