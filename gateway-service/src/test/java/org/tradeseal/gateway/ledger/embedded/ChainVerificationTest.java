package org.tradeseal.gateway.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.participant.KeyStatement;
import org.tradeseal.ledger.participant.RotateKey;
import org.tradeseal.ledger.participant.SuspendParticipant;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.node.ObjectNode;

class ChainVerificationTest {
    private final TestConsortium consortium = TestConsortium.create();
    private StateFolder folder;
    private Database database;
    private EmbeddedLedger ledger;

    @BeforeEach
    void fillALedger(@TempDir Path temp) throws Exception {
        folder = StateFolder.open(temp.resolve("state"));
        database = TestServer.newDatabase().connect();
        ledger = EmbeddedLedger.open(database, folder, consortium);
        RecordId id = consortium.admit(ledger, "1");
        consortium.run(ledger, "regulator", "participant.suspend", new SuspendParticipant(id, "inquiry"));
        consortium.run(ledger, "regulator", "participant.resume", new SuspendParticipant(id, "settled"));
        rotateKeyInCustody(id);
        SignedCommand command = admission("2");
        Endorsement late = ledger.endorse(fresh(), TestConsortium.REGULATOR, TestConsortium.batch(command));
        ledger.commit(ledger.endorse(fresh(), TestConsortium.REGULATOR, TestConsortium.batch(command)));
        assertThat(ledger.commit(late).validation()).isEqualTo(Ledger.Validation.MVCC_READ_CONFLICT);
        assertThat(ledger.commit(late).validation()).isEqualTo(Ledger.Validation.DUPLICATE_TXID);
        byte[] batch = TestConsortium.batch(admission("3")).argument();
        // Under an id of its own it is committed although all of it is refused.
        ledger.submit(
                fresh(), TestConsortium.BANK_A, Invocation.ofTransient(Invocation.Function.SUBMIT_PRIVATE, batch));
    }

    private void rotateKeyInCustody(RecordId id) {
        SigningKey key = SigningKey.generate("own-1", PublicKey.Algorithm.P256, new SecureRandom());
        String possession = key.sign(KeyStatement.bytes(ledger.digest(), id, key.publicKey()));
        SignedCommand command = consortium.custodial(
                ledger, id, "participant.rotate-key", new RotateKey(id, key.publicKey(), possession));
        Ledger.Committed committed = TestConsortium.submit(ledger, TestConsortium.OPERATOR, command);
        assertThat(TestConsortium.outcomes(committed))
                .extracting(Outcome::status)
                .containsExactly(Outcome.Status.WRITTEN);
    }

    @AfterEach
    void close() {
        ledger.close();
        database.close();
        folder.close();
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private SignedCommand admission(String identifier) {
        return consortium.prepare(
                ledger, "regulator", "participant.admit", TestConsortium.enterprise(identifier), fresh());
    }

    private List<String> findings() {
        return ledger.verification().run(p -> {}).findings().stream()
                .map(f -> f.what().en())
                .toList();
    }

    @Test
    void aWholeLedgerIsFoundWhole() {
        List<LedgerVerification.Progress> progress = new ArrayList<>();

        LedgerVerification.Report report = ledger.verification().run(progress::add);

        assertThat(report.findings()).isEmpty();
        assertThat(report.isWhole()).isTrue();
        assertThat(report.blocks()).isEqualTo(ledger.height()).isEqualTo(9);
        assertThat(report.transactions()).isEqualTo(9);
        assertThat(report.commands()).isEqualTo(5);
        assertThat(report.records()).isEqualTo(6 + 5);
        assertThat(progress).last().isEqualTo(new LedgerVerification.Progress(9, 9));
    }

    @Test
    void aChangeInAnyColumnOfAnyTableIsFound() throws Exception {
        Map<String, String> damages = damages();
        assertThat(damages.keySet())
                .extracting(c -> c.substring(0, c.indexOf('.')))
                .contains(
                        "block_key",
                        "block",
                        "transaction",
                        "private_write",
                        "private_input",
                        "state",
                        "private_state");

        for (Map.Entry<String, String> damage : damages.entrySet()) {
            String table = damage.getKey().substring(0, damage.getKey().indexOf('.'));
            List<String> found = whileDamaged(table, damage.getValue());
            assertThat(found).as(damage.getKey()).isNotEmpty();
        }
        assertThat(findings()).as("all repaired").isEmpty();
    }

    // One statement a column that changes one bit or one character of one row.
    private Map<String, String> damages() throws SQLException {
        Map<String, String> damages = new LinkedHashMap<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select table_name, column_name, data_type"
                        + " from information_schema.columns where table_schema = 'ledger'"
                        + " and table_name not like 'flyway%' order by 1, 2")) {
            while (row.next()) {
                String table = row.getString(1);
                String column = row.getString(2);
                String changed = switch (row.getString(3)) {
                    case "bytea" -> "set_byte(" + column + ", 0, get_byte(" + column + ", 0) # 1)";
                    case "text" -> column + " || 'x'";
                    case "integer", "bigint" -> column + " + 1000";
                    default -> throw new AssertionError("another type: " + row.getString(3));
                };
                damages.put(
                        table + "." + column,
                        "update ledger." + table + " set " + column + " = " + changed
                                + " where ctid = (select max(ctid) from ledger." + table + ")");
            }
        }
        return damages;
    }

    private List<String> whileDamaged(String table, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica"); // an intruder minds no foreign key
            statement.execute("create temporary table kept as table ledger." + table);
            assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
            List<String> found = findings();
            statement.execute("delete from ledger." + table);
            statement.execute("insert into ledger." + table + " table kept");
            statement.execute("drop table kept");
            statement.execute("set session_replication_role = origin");
            return found;
        }
    }

    @Test
    void aMissingRowIsFoundInEveryTable() throws Exception {
        for (String table : List.of("block_key", "private_write", "private_input", "state", "private_state")) {
            String one = "delete from ledger." + table + " where ctid = (select min(ctid) from ledger." + table + ")";
            assertThat(whileDamaged(table, one)).as(table).isNotEmpty();
        }
        assertThat(whileDamaged("block", "delete from ledger.block where number = 3"))
                .contains("Block 3 is missing before block 4.");
        assertThat(whileDamaged("block", "delete from ledger.block where number = 0"))
                .contains("Block 0 is missing before block 1.");
        assertThat(whileDamaged("transaction", "delete from ledger.transaction where block = 5"))
                .contains("The block's transactions differ from its data hash.");
    }

    @Test
    void aRowThatNoBlockWroteIsFound() throws Exception {
        assertThat(whileDamaged("state", "insert into ledger.state values ('x', '\\x00', 1, 0)"))
                .contains("The state of x is not what the blocks lead to.");
    }

    // What follows could be written by whoever has the block key: the chain is right, the commands are not.

    @Test
    void aDecisionAlteredByTheLedgersOwnOperatorIsFound() {
        Endorsement genuine = ledger.endorse(fresh(), TestConsortium.REGULATOR, TestConsortium.batch(admission("4")));
        ledger.commit(altered(genuine, content -> content.put("country", "SG"), e -> e));

        assertThat(findings())
                .containsExactly("The authority " + consortium.id("regulator") + " signed another result.");
    }

    @Test
    void aCommandWithAForeignSignatureIsFound() {
        Endorsement genuine = ledger.endorse(fresh(), TestConsortium.REGULATOR, TestConsortium.batch(admission("5")));
        ledger.commit(altered(genuine, content -> content, batch -> {
            Batch.Item item = batch.items().get(0);
            String other = admission("6").signature();
            return new Batch(List.of(new Batch.Item(item.command(), other, item.salt())));
        }));

        assertThat(findings())
                .containsExactly("A command of " + consortium.id("regulator") + " is not signed by a key in force.");
    }

    @Test
    void aRecordWithoutItsCommandIsFound() {
        SignedCommand other = admission("7");
        Endorsement genuine = ledger.endorse(fresh(), TestConsortium.REGULATOR, TestConsortium.batch(admission("8")));
        ledger.commit(altered(
                genuine, content -> content, b -> new Batch(List.of(new Batch.Item(other, TestConsortium.random())))));

        assertThat(findings()).singleElement().asString().startsWith("No command of the transaction made PTC-");
    }

    private static Endorsement altered(
            Endorsement genuine, UnaryOperator<ObjectNode> change, UnaryOperator<Batch> batchChange) {
        Envelope envelope = CanonicalJson.read(genuine.envelope().toArray(), Envelope.class);
        List<Envelope.Write> writes = new ArrayList<>();
        Map<StateKey, Bytes> state = new LinkedHashMap<>();
        List<Leaves.Entry> leaves = new ArrayList<>();
        for (Envelope.Write write : envelope.writes()) {
            byte[] value = write.bytes();
            if (write.key().startsWith("PTC-")) {
                StoredRecord stored = CanonicalJson.read(value, StoredRecord.class);
                RegistryRecord r = stored.record();
                ObjectNode content = change.apply((ObjectNode) r.content().deepCopy());
                StoredRecord changed = new StoredRecord(
                        new RegistryRecord(
                                r.format(),
                                r.id(),
                                r.type(),
                                r.version(),
                                r.command(),
                                r.actor(),
                                r.actorLeaf(),
                                r.custodial(),
                                r.previousLeaf(),
                                r.recordedAt(),
                                r.transactionId(),
                                r.times(),
                                content),
                        stored.salt());
                leaves.add(new Leaves.Entry(r.id(), r.version(), changed.commitment()));
                value = CanonicalJson.bytes(changed);
            }
            writes.add(new Envelope.Write(write.key(), Envelope.base64(value)));
            state.put(StateKey.ofChannel(write.key()), Bytes.of(value));
        }
        Batch batch = batchChange.apply(CanonicalJson.read(Envelope.unbase64(envelope.argument()), Batch.class));
        return endorsement(
                genuine,
                new Envelope(
                        envelope.format(),
                        envelope.id(),
                        envelope.submitter(),
                        envelope.timestamp(),
                        envelope.function(),
                        Envelope.base64(CanonicalJson.bytes(batch)),
                        null,
                        envelope.reads(),
                        writes,
                        List.of(),
                        List.of(),
                        new Envelope.Event(
                                Leaves.EVENT, Envelope.base64(CanonicalJson.bytes(new Leaves(Leaves.FORMAT, leaves))))),
                state);
    }

    private static Endorsement endorsement(Endorsement genuine, Envelope envelope, Map<StateKey, Bytes> writes) {
        byte[] json = CanonicalJson.bytes(envelope);
        return new Endorsement(
                envelope.id(), Bytes.of(json), Sha256.of(json), genuine.reads(), writes, null, genuine.result());
    }

    @Test
    void anEventWithoutItsRecordIsFound() {
        Envelope envelope = new Envelope(
                Envelope.FORMAT,
                fresh(),
                TestConsortium.OPERATOR,
                Instant.now(),
                Invocation.Function.DELIVER,
                "",
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Envelope.Event(
                        Leaves.EVENT,
                        Envelope.base64(CanonicalJson.bytes(new Leaves(
                                Leaves.FORMAT,
                                List.of(new Leaves.Entry(consortium.id("bank-a"), 2, TestConsortium.random())))))));
        byte[] json = CanonicalJson.bytes(envelope);
        ledger.commit(new Endorsement(
                envelope.id(), Bytes.of(json), Sha256.of(json), Map.of(), Map.of(), null, Bytes.of(new byte[0])));

        assertThat(findings()).containsExactly("The event's leaves are not those of the changed records.");
    }
}
