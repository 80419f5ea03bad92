package org.tradeseal.gateway.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerContractTest;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.StoredRecord;

class EmbeddedLedgerTest extends LedgerContractTest {
    private final TestConsortium consortium = TestConsortium.create();
    private StateFolder folder;
    private Database database;
    private EmbeddedLedger ledger;

    @BeforeAll
    void open(@TempDir Path temp) throws Exception {
        folder = StateFolder.open(temp.resolve("state"));
        database = TestServer.newDatabase().connect();
        ledger = EmbeddedLedger.open(database, folder, consortium);
    }

    @AfterAll
    void close() {
        ledger.close();
        database.close();
        folder.close();
    }

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Override
    protected TestConsortium consortium() {
        return consortium;
    }

    @Override
    protected List<Ledger.Committed> submitTwice(MspId submitter, Invocation call) {
        String id = fresh();
        return List.of(ledger.submit(id, submitter, call), ledger.submit(id, submitter, call));
    }

    private SignedCommand admission(String identifier) {
        return consortium.prepare(
                ledger, "regulator", "participant.admit", TestConsortium.enterprise(identifier), fresh());
    }

    @Test
    void theSecondOfTwoTransactionsEndorsedOnOneStateConflicts() {
        String identifier = fresh();
        Endorsement first =
                ledger.endorse(fresh(), TestConsortium.REGULATOR, TestConsortium.batch(admission(identifier)));
        Endorsement second =
                ledger.endorse(fresh(), TestConsortium.REGULATOR, TestConsortium.batch(admission(identifier)));

        assertThat(ledger.commit(second).validation()).isEqualTo(Ledger.Validation.VALID);
        Ledger.Committed late = ledger.commit(first);

        assertThat(late.validation()).isEqualTo(Ledger.Validation.MVCC_READ_CONFLICT);
        Block block = ledger.blocks(late.block(), 1).get(0);
        assertThat(block.transactions()).singleElement().satisfies(tx -> {
            assertThat(tx.id()).isEqualTo(late.transactionId());
            assertThat(tx.writes()).isEmpty();
            assertThat(tx.event()).isNull();
        });
        assertThat(ledger.evaluate(
                        TestConsortium.OPERATOR,
                        TestConsortium.read(TestConsortium.outcomes(late).get(0).id())))
                .isEmpty();
    }

    @Test
    void anOrganisationThatIsNotHostedIsRefused() {
        assertThat(catchThrowableOfType(
                                Refusal.class,
                                () -> ledger.evaluate(
                                        new MspId("ForeignMSP"), TestConsortium.read(consortium.id("bank-a"))))
                        .code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    @Test
    void aTransactionOverTheLimitIsRefused() {
        Invocation huge = Invocation.of(Invocation.Function.SUBMIT, new byte[9 * 1024 * 1024]);

        assertThat(catchThrowableOfType(Refusal.class, () -> ledger.submit(TestConsortium.BANK_A, huge))
                        .code())
                .isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void aRefusedBatchIsInNoBlock() {
        SignedCommand open = admission(fresh());
        byte[] batch = TestConsortium.batch(open).argument();

        long before = ledger.height();

        Ledger.Committed committed =
                ledger.submit(TestConsortium.BANK_A, Invocation.ofTransient(Invocation.Function.SUBMIT_PRIVATE, batch));

        assertThat(TestConsortium.outcomes(committed))
                .extracting(Outcome::status)
                .containsExactly(Outcome.Status.REFUSED);
        assertThat(ledger.height()).isEqualTo(before);
        assertThat(ledger.verification().run(p -> {}).findings()).isEmpty();
    }

    @Test
    void aPayloadIsDeliveredToItsRecipientsAndReadByThemAlone() throws Exception {
        // A ledger of its own, because no command of this build promises a payload: the record is written as it stands.
        try (Database own = TestServer.newDatabase().connect();
                EmbeddedLedger other = EmbeddedLedger.open(own, folder, consortium)) {
            RecordId id = RecordId.derive(other.digest(), "AST", "test", "1");
            Payload payload = new Payload(
                    id,
                    "test/1",
                    TestConsortium.random(),
                    List.of(new Field("/price", Field.Type.DECIMAL, "100")),
                    List.of());
            PrivateContent promised = new PrivateContent(
                    payload.fieldTree(other.digest()).root(),
                    payload.digest(),
                    new TreeSet<>(List.of(TestConsortium.BANK_A)),
                    new TreeSet<>());
            other.commit(writing(id, Map.of("privateContent", promised)));
            Invocation deliver = Invocation.ofTransient(Invocation.Function.DELIVER, payload.bytes());
            Invocation read =
                    Invocation.of(Invocation.Function.READ_PAYLOAD, id.value().getBytes(StandardCharsets.US_ASCII));

            assertThat(catchThrowableOfType(Refusal.class, () -> other.submit(TestConsortium.BANK_B, deliver))
                            .code())
                    .isEqualTo(ErrorCode.NOT_DELIVERED);
            Ledger.Committed first = other.submit(TestConsortium.BANK_A, deliver);
            Ledger.Committed again = other.submit(TestConsortium.BANK_A, deliver);

            assertThat(other.evaluate(TestConsortium.BANK_A, read)).isEqualTo(payload.bytes());
            assertThat(other.evaluate(TestConsortium.BANK_B, read)).isEmpty();
            Block.Tx tx = other.blocks(first.block(), 1).get(0).transactions().get(0);
            assertThat(tx.writes()).isEmpty();
            assertThat(tx.argument().length()).isZero();
            assertThat(tx.privateWrites())
                    .containsExactly(new Block.PrivateWrite(
                            TestConsortium.BANK_A.payloadCollection(),
                            PrivateContent.key(id, payload.digest()),
                            Bytes.of(payload.bytes())));
            assertThat(other.blocks(again.block(), 1)
                            .get(0)
                            .transactions()
                            .get(0)
                            .privateWrites())
                    .isEmpty();
        }
    }

    private static Endorsement writing(RecordId id, Object content) {
        RegistryRecord record = new RegistryRecord(
                RegistryRecord.FORMAT,
                id,
                "asset",
                1,
                TestConsortium.random(),
                id,
                false,
                null,
                java.time.Instant.EPOCH,
                "forged",
                new java.util.TreeMap<>(),
                CanonicalJson.toTree(content));
        byte[] value = CanonicalJson.bytes(new StoredRecord(record, TestConsortium.random()));
        Envelope envelope = new Envelope(
                Envelope.FORMAT,
                fresh(),
                TestConsortium.OPERATOR,
                java.time.Instant.EPOCH,
                Invocation.Function.SUBMIT,
                "",
                null,
                List.of(),
                List.of(new Envelope.Write(id.value(), Envelope.base64(value))),
                List.of(),
                List.of(),
                null);
        byte[] json = CanonicalJson.bytes(envelope);
        return new Endorsement(
                envelope.id(),
                Bytes.of(json),
                Sha256.of(json),
                Map.of(),
                Map.of(StateKey.ofChannel(id.value()), Bytes.of(value)),
                null,
                Bytes.of(new byte[0]));
    }

    @Test
    void everyPeerKnowsTheHashOfAPrivateValueAndOnlyMembersTheValue() {
        StateKey secret = new StateKey(RecordType.FINANCING, "secret");
        StateValue value = new StateValue(Bytes.of(new byte[] {7}), new Version(0, 0));
        Simulation outsider = simulation(TestConsortium.BANK_A, secret, value);
        Simulation member = simulation(TestConsortium.CUSTOMS, secret, value);

        assertThat(member.getPrivate(RecordType.FINANCING, "secret")).containsExactly(7);
        assertThat(outsider.getPrivateHash(RecordType.FINANCING, "secret")).isEqualTo(Sha256.digest(new byte[] {7}));
        assertThat(catchThrowableOfType(Refusal.class, () -> outsider.getPrivate(RecordType.FINANCING, "secret"))
                        .code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        assertThat(catchThrowableOfType(
                                Refusal.class, () -> member.getPrivate(TestConsortium.BANK_A.payloadCollection(), "x"))
                        .code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    private Simulation simulation(MspId peer, StateKey key, StateValue value) {
        Simulation.Proposal proposal = new Simulation.Proposal(
                "tx", java.time.Instant.EPOCH, peer, peer, Invocation.of(Invocation.Function.READ, new byte[0]));
        return new Simulation(
                k -> k.equals(key) ? value : StateValue.ABSENT,
                1,
                proposal,
                consortium.genesis().registrars());
    }

    @Test
    void aReadSeesTheCommittedStateAndNeverItsOwnWrites() {
        Simulation simulation = simulation(TestConsortium.BANK_A, StateKey.ofChannel("k"), new StateValue(null, null));

        simulation.put("k", new byte[] {1});

        assertThat(simulation.get("k")).isNull();
    }

    @Test
    void aReadOfANewerBlockThanTheSnapshotStartsTheRunAgain() {
        Simulation simulation = simulation(
                TestConsortium.BANK_A,
                StateKey.ofChannel("k"),
                new StateValue(Bytes.of(new byte[] {1}), new Version(1, 0)));

        assertThatThrownBy(() -> simulation.get("k")).isInstanceOf(SnapshotMoved.class);
    }

    @Test
    void aRestartKeepsEverythingAndRefusesAnotherGenesis(@TempDir Path temp) throws Exception {
        try (StateFolder state = StateFolder.open(temp.resolve("state"));
                Database own = TestServer.newDatabase().connect()) {
            RecordId id;
            List<Block> before;
            try (EmbeddedLedger first = EmbeddedLedger.open(own, state, consortium)) {
                id = consortium.admit(first, fresh());
                before = first.blocks(0, 100);
            }
            try (EmbeddedLedger second = EmbeddedLedger.open(own, state, consortium)) {
                assertThat(second.blocks(0, 100)).isEqualTo(before);
                assertThat(TestConsortium.stored(second, id).record().version()).isEqualTo(1);
                consortium.admit(second, fresh());
                assertThat(second.verification().run(p -> {}).findings()).isEmpty();
            }
            assertThatThrownBy(() -> EmbeddedLedger.open(own, state, TestConsortium.create()))
                    .hasMessageContaining("another genesis");
        }
    }

    @Test
    void aLedgerIsNotContinuedWithAnotherBlockKey(@TempDir Path temp) {
        try (StateFolder state = StateFolder.open(temp.resolve("state"))) {
            assertThatThrownBy(() -> EmbeddedLedger.open(database, state, consortium))
                    .hasMessageContaining("another key");
        }
    }
}
