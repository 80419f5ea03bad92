package org.tradeseal.gateway.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Height;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;

class DatabaseFaultsTest {
    private final TestConsortium consortium = TestConsortium.create();
    private StateFolder folder;
    private Database database;
    private FaultyDataSource faulty;
    private EmbeddedLedger ledger;

    @BeforeEach
    void open(@TempDir Path temp) throws Exception {
        folder = StateFolder.open(temp.resolve("state"));
        database = TestServer.newDatabase().connect();
        database.migrate("ledger");
        faulty = new FaultyDataSource(database.dataSource());
        ledger = EmbeddedLedger.open(faulty, folder, consortium);
    }

    @AfterEach
    void close() {
        faulty.fail(FaultyDataSource.Fault.NONE);
        ledger.close();
        database.close();
        folder.close();
    }

    private Invocation admission() {
        return TestConsortium.batch(consortium.prepare(
                ledger, "regulator", "participant.admit", TestConsortium.enterprise(fresh()), fresh()));
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private ErrorCode refusalWhile(FaultyDataSource.Fault fault, Invocation call) {
        faulty.fail(fault);
        return catchThrowableOfType(Refusal.class, () -> ledger.submit(TestConsortium.REGULATOR, call))
                .code();
    }

    private void assertThatTheLedgerGoesOn() {
        faulty.fail(FaultyDataSource.Fault.NONE);
        consortium.admit(ledger, fresh());
        assertThat(ledger.verification().run(p -> {}).findings()).isEmpty();
    }

    @Test
    void aCommitWhoseAnswerIsLostIsAcknowledgedOnceItIsFound() {
        Invocation call = admission();
        faulty.fail(FaultyDataSource.Fault.AFTER_COMMIT);

        Ledger.Committed committed = ledger.submit(TestConsortium.REGULATOR, call);

        assertThat(committed.validation()).isEqualTo(Ledger.Validation.VALID);
        assertThat(ledger.height()).isEqualTo(committed.block() + 1);
        assertThatTheLedgerGoesOn();
    }

    @Test
    void aCommitThatNeverArrivedIsRefusedAndLeavesNothing() {
        long height = ledger.height();

        assertThat(refusalWhile(FaultyDataSource.Fault.BEFORE_COMMIT, admission()))
                .isEqualTo(ErrorCode.UNAVAILABLE);

        assertThat(ledger.height()).isEqualTo(height);
        assertThatTheLedgerGoesOn();
    }

    @Test
    void aCommitThatCannotBeLookedUpIsUnknownUntilTheDatabaseIsBack() {
        String id = fresh();
        Invocation call = admission();
        Invocation next = admission();
        faulty.fail(FaultyDataSource.Fault.AFTER_COMMIT_THEN_AWAY);

        Refusal unknown = catchThrowableOfType(Refusal.class, () -> ledger.submit(id, TestConsortium.REGULATOR, call));

        assertThat(unknown.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(unknown.detail().en()).contains(id);
        assertThat(refusalWhile(FaultyDataSource.Fault.AWAY, next)).isEqualTo(ErrorCode.UNAVAILABLE);
        faulty.fail(FaultyDataSource.Fault.NONE);
        assertThat(ledger.submit(id, TestConsortium.REGULATOR, call).validation())
                .as("the same transaction again says what became of it")
                .isEqualTo(Ledger.Validation.DUPLICATE_TXID);
        assertThatTheLedgerGoesOn();
    }

    @Test
    void aStateThatCannotBeReadRefusesTheTransactionAndIsNoAnswerOfTheRules() {
        for (int before = 0; before < 6; before++) {
            Invocation call = admission();
            ledger.close();
            ledger = EmbeddedLedger.open(faulty, folder, consortium); // it has read nothing of the call yet
            faulty.awayOnceAfter(before);
            try {
                Ledger.Committed committed = ledger.submit(TestConsortium.REGULATOR, call);
                assertThat(new String(committed.result().toArray(), StandardCharsets.UTF_8))
                        .as("the answer of the rules, with the database away after " + before + " connections")
                        .doesNotContain(ErrorCode.UNAVAILABLE.name());
            } catch (Refusal refusal) {
                assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            }
        }
        assertThatTheLedgerGoesOn();
    }

    @Test
    void aFullDiskIsSaidAsSuch() {
        assertThat(refusalWhile(FaultyDataSource.Fault.DISK_FULL, admission())).isEqualTo(ErrorCode.STORAGE_FULL);
        assertThat(ledger.evaluate(TestConsortium.OPERATOR, TestConsortium.read(consortium.id("bank-a"))))
                .as("reads go on")
                .isNotEmpty();
        assertThatTheLedgerGoesOn();
    }

    @Test
    void aFullQueueRefuses() {
        Height height = new Height(0);
        ReadWriteLock lock = new ReentrantReadWriteLock();
        Committer idle = new Committer(
                new BlockStore(faulty),
                new WorldState(faulty),
                SigningKey.generate("k", PublicKey.Algorithm.ED25519, new java.security.SecureRandom()),
                height,
                BlockHeader.BEFORE_FIRST,
                lock);
        Bytes nothing = Bytes.of(new byte[0]);
        Endorsement small = new Endorsement("id", nothing, Sha256.of(new byte[0]), Map.of(), Map.of(), null, nothing);
        List<CompletableFuture<Ledger.Committed>> waiting = new ArrayList<>();

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> {
            for (int i = 0; i < 1_000_000; i++) {
                waiting.add(idle.submit(small));
            }
        });

        assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(waiting).hasSizeGreaterThan(1000);
        idle.close();
        assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void aSecondWriterDoesNotForkTheChain() {
        try (EmbeddedLedger other = EmbeddedLedger.open(database.dataSource(), folder, consortium)) {
            consortium.admit(other, fresh());

            assertThat(refusalWhile(FaultyDataSource.Fault.NONE, admission())).isEqualTo(ErrorCode.UNAVAILABLE);

            assertThat(catchThrowableOfType(Refusal.class, () -> ledger.submit(TestConsortium.REGULATOR, admission()))
                            .detail()
                            .en())
                    .contains("Another process");
            assertThat(other.verification().run(p -> {}).findings()).isEmpty();
        }
    }
}
