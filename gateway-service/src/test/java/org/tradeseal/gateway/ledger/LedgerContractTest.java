package org.tradeseal.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.participant.SuspendParticipant;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.StoredRecord;

/** What every ledger does, whatever carries it. A subclass a ledger; all of them run the same tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LedgerContractTest {
    private static final int CALLERS = 64;
    private static final int ROUNDS = 5;

    /** The ledger under test, started by the consortium. */
    protected abstract Ledger ledger();

    protected abstract TestConsortium consortium();

    /** Submits one and the same transaction, with one transaction id, twice, one after the other. */
    protected abstract List<Ledger.Committed> submitTwice(MspId submitter, Invocation call) throws Exception;

    protected static String fresh() {
        return UUID.randomUUID().toString();
    }

    @Test
    void aCommittedRecordIsRead() {
        SignedCommand command = consortium()
                .prepare(ledger(), "regulator", "participant.admit", TestConsortium.enterprise(fresh()), fresh());
        long before = ledger().height();

        Ledger.Committed committed = TestConsortium.submit(ledger(), TestConsortium.REGULATOR, command);

        assertThat(committed.validation()).isEqualTo(Ledger.Validation.VALID);
        assertThat(committed.block()).isGreaterThanOrEqualTo(before);
        assertThat(ledger().height()).isGreaterThan(committed.block());
        Outcome outcome = TestConsortium.outcomes(committed).get(0);
        StoredRecord stored = TestConsortium.stored(ledger(), outcome.id());
        assertThat(stored.record().transactionId()).isEqualTo(committed.transactionId());
        assertThat(stored.record().command()).isEqualTo(command.command().digest());
    }

    @Test
    void whatIsNotSubmittedIsNotRead() {
        SignedCommand command = consortium()
                .prepare(ledger(), "regulator", "participant.admit", TestConsortium.enterprise(fresh()), fresh());
        RecordId id = RecordId.derive(
                ledger().digest(),
                "PTC",
                command.command().actor().value(),
                command.command().idempotencyKey());

        ledger().evaluate(TestConsortium.REGULATOR, TestConsortium.batch(command));

        assertThat(ledger().evaluate(TestConsortium.OPERATOR, TestConsortium.read(id)))
                .isEmpty();
    }

    @Test
    void aRepeatedRequestIsReplayed() {
        SignedCommand command = consortium()
                .prepare(ledger(), "regulator", "participant.admit", TestConsortium.enterprise(fresh()), fresh());
        Ledger.Committed first = TestConsortium.submit(ledger(), TestConsortium.REGULATOR, command);

        Ledger.Committed second = TestConsortium.submit(ledger(), TestConsortium.REGULATOR, command);

        assertThat(TestConsortium.outcomes(second)).singleElement().satisfies(o -> {
            assertThat(o.status()).isEqualTo(Outcome.Status.REPLAYED);
            assertThat(o.transactionId()).isEqualTo(first.transactionId());
        });
    }

    @Test
    void ofConcurrentChangesOfOneVersionExactlyOneIsMade() throws Exception {
        RecordId id = consortium().admit(ledger(), fresh());
        List<SignedCommand> commands = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            commands.add(consortium()
                    .prepare(
                            ledger(),
                            "regulator",
                            "participant.suspend",
                            new SuspendParticipant(id, "reason " + i),
                            fresh()));
        }

        List<Ledger.Committed> committed =
                atOnce(commands, c -> TestConsortium.submit(ledger(), TestConsortium.REGULATOR, c));

        assertThat(committed.stream().filter(LedgerContractTest::written)).hasSize(1);
        assertThat(committed)
                .filteredOn(c -> c.validation() == Ledger.Validation.MVCC_READ_CONFLICT)
                .as("some of them had read the old version")
                .isNotEmpty();
        assertThat(TestConsortium.stored(ledger(), id).record().version()).isEqualTo(2);
    }

    @Test
    void ofConcurrentAttemptsAtOneIdentifierOneWinsEveryRound() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String identifier = fresh();
            List<SignedCommand> commands = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                commands.add(consortium()
                        .prepare(
                                ledger(),
                                "regulator",
                                "participant.admit",
                                TestConsortium.enterprise(identifier),
                                fresh()));
            }

            List<Outcome> outcomes = atOnce(commands, this::untilValid);

            assertThat(outcomes)
                    .filteredOn(o -> o.status() == Outcome.Status.WRITTEN)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(o -> o.status() == Outcome.Status.REFUSED)
                    .hasSize(CALLERS - 1)
                    .allSatisfy(o -> assertThat(o.refusal().code()).isEqualTo(ErrorCode.IDENTIFIER_TAKEN));
        }
    }

    private Outcome untilValid(SignedCommand command) {
        while (true) {
            Ledger.Committed committed = TestConsortium.submit(ledger(), TestConsortium.REGULATOR, command);
            if (committed.validation() == Ledger.Validation.VALID) {
                return TestConsortium.outcomes(committed).get(0);
            }
        }
    }

    @Test
    void concurrentCallersShareBlocks() throws Exception {
        List<SignedCommand> commands = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            commands.add(consortium()
                    .prepare(ledger(), "regulator", "participant.admit", TestConsortium.enterprise(fresh()), fresh()));
        }
        long before = ledger().height();

        List<Ledger.Committed> committed =
                atOnce(commands, c -> TestConsortium.submit(ledger(), TestConsortium.REGULATOR, c));

        assertThat(committed).allMatch(LedgerContractTest::written);
        assertThat(ledger().height() - before).isLessThan(CALLERS);
    }

    private static boolean written(Ledger.Committed committed) {
        return committed.validation() == Ledger.Validation.VALID
                && TestConsortium.outcomes(committed).get(0).status() == Outcome.Status.WRITTEN;
    }

    private interface Step<A, B> {
        B apply(A item) throws Exception;
    }

    private static <A, B> List<B> atOnce(List<A> items, Step<A, B> step) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(items.size());
        CyclicBarrier barrier = new CyclicBarrier(items.size());
        try {
            List<Callable<B>> calls = new ArrayList<>();
            for (A item : items) {
                calls.add(() -> {
                    barrier.await();
                    return step.apply(item);
                });
            }
            List<B> results = new ArrayList<>();
            for (Future<B> future : callers.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void aTransactionIdIsUsedOnce() throws Exception {
        SignedCommand command = consortium()
                .prepare(ledger(), "regulator", "participant.admit", TestConsortium.enterprise(fresh()), fresh());

        List<Ledger.Committed> committed = submitTwice(TestConsortium.REGULATOR, TestConsortium.batch(command));

        assertThat(committed)
                .extracting(Ledger.Committed::validation)
                .containsExactly(Ledger.Validation.VALID, Ledger.Validation.DUPLICATE_TXID);
    }

    @Test
    void onlyMembersReadTheRegistrarsCollection() {
        RecordId id = consortium().id("bank-a");
        Invocation read =
                Invocation.of(Invocation.Function.READ_PRIVATE, id.value().getBytes(StandardCharsets.US_ASCII));

        assertThat(ledger().evaluate(TestConsortium.REGULATOR, read)).isEmpty();
        assertThat(ledger().evaluate(TestConsortium.CUSTOMS, read)).isEmpty();
        for (MspId outsider : List.of(TestConsortium.BANK_A, TestConsortium.OPERATOR)) {
            assertThat(catchThrowableOfType(Refusal.class, () -> ledger().evaluate(outsider, read))
                            .code())
                    .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        }
    }

    @Test
    void aPayloadThatNoRecordPromisesIsNotStored() {
        RecordId id = consortium().id("bank-a");
        Payload payload = new Payload(id, "test/1", TestConsortium.random(), List.of(), List.of());
        Invocation deliver = Invocation.ofTransient(Invocation.Function.DELIVER, payload.bytes());
        long before = ledger().height();

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> ledger().submit(TestConsortium.BANK_A, deliver));

        assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_DELIVERED);
        assertThat(ledger().height()).isEqualTo(before);
        assertThat(ledger().evaluate(
                                TestConsortium.BANK_A,
                                Invocation.of(
                                        Invocation.Function.READ_PAYLOAD,
                                        id.value().getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
    }

    @Test
    void aLedgerStartsOnce() {
        Invocation again = Invocation.of(
                Invocation.Function.START,
                CanonicalJson.bytes(consortium().genesis()),
                TestConsortium.random().bytes());

        assertThat(catchThrowableOfType(Refusal.class, () -> ledger().submit(TestConsortium.REGULATOR, again))
                        .code())
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void blocksTellTheHistoryOfARecordInOrderWithItsLeaves() {
        RecordId id = consortium().admit(ledger(), fresh());
        long from = ledger().height() - 1;
        for (int i = 0; i < 3; i++) {
            consortium().run(ledger(), "regulator", "participant.suspend", new SuspendParticipant(id, "inquiry"));
            consortium().run(ledger(), "regulator", "participant.resume", new SuspendParticipant(id, "settled"));
        }

        List<StoredRecord> versions = new ArrayList<>();
        List<Leaves.Entry> leaves = new ArrayList<>();
        for (Block.Tx tx : transactions(from)) {
            tx.writes().stream()
                    .filter(w -> w.key().equals(id.value()))
                    .forEach(w -> versions.add(CanonicalJson.read(w.value().toArray(), StoredRecord.class)));
            leaves.addAll(CanonicalJson.read(tx.event().toArray(), Leaves.class).leaves());
        }

        assertThat(versions).extracting(v -> v.record().version()).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(versions)
                .allSatisfy(v -> assertThat(leaves)
                        .contains(new Leaves.Entry(id, v.record().version(), v.commitment())));
        for (int i = 1; i < versions.size(); i++) {
            assertThat(versions.get(i).record().previousLeaf())
                    .isEqualTo(versions.get(i - 1).leaf(ledger().digest()).hash());
        }
    }

    private List<Block.Tx> transactions(long from) {
        List<Block.Tx> valid = new ArrayList<>();
        for (Block block : allBlocks(from)) {
            block.transactions().stream()
                    .filter(t -> t.validation() == Ledger.Validation.VALID && t.event() != null)
                    .forEach(valid::add);
        }
        return valid;
    }

    private List<Block> allBlocks(long from) {
        List<Block> all = new ArrayList<>();
        for (long next = from; next < ledger().height(); ) {
            List<Block> some = ledger().blocks(next, 7);
            all.addAll(some);
            next = some.get(some.size() - 1).number() + 1;
        }
        return all;
    }

    @Test
    void followedFromTheFirstBlockTheWritesAreTheState() {
        consortium().admit(ledger(), fresh());
        List<Block> blocks = allBlocks(0);
        Map<String, Bytes> state = new TreeMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            assertThat(blocks.get(i).number()).isEqualTo(i);
            if (i > 0) {
                assertThat(blocks.get(i).previousHash())
                        .isEqualTo(blocks.get(i - 1).hash());
            }
            for (Block.Tx tx : blocks.get(i).transactions()) {
                if (tx.validation() == Ledger.Validation.VALID) {
                    tx.writes().forEach(w -> state.put(w.key(), w.value()));
                }
            }
        }

        assertThat(state).containsKey("genesis");
        state.forEach((key, value) -> {
            if (key.startsWith("PTC-")) {
                assertThat(ledger().evaluate(TestConsortium.OPERATOR, TestConsortium.read(new RecordId(key))))
                        .isEqualTo(value.toArray());
            }
        });
        assertThat(ledger().blocks(ledger().height(), 10)).isEmpty();
    }

    @Test
    void aFollowerWaitsForTheNextBlock() throws Exception {
        long height = ledger().height();
        assertThat(ledger().awaitHeight(height + 1, Duration.ofMillis(20))).isEqualTo(height);
        ExecutorService follower = Executors.newSingleThreadExecutor();
        try {
            Future<Long> seen = follower.submit(() -> ledger().awaitHeight(height + 1, Duration.ofSeconds(20)));
            consortium().admit(ledger(), fresh());
            assertThat(seen.get()).isGreaterThan(height);
        } finally {
            follower.shutdown();
        }
    }

    @Test
    void whatAllThisLeftIsFoundWhole() {
        RecordId id = consortium().admit(ledger(), fresh());
        consortium().run(ledger(), "regulator", "participant.suspend", new SuspendParticipant(id, "inquiry"));

        LedgerVerification.Report report = ledger().verification().run(progress -> {});

        assertThat(report.findings()).isEmpty();
        assertThat(report.commands()).isGreaterThanOrEqualTo(2);
    }
}
