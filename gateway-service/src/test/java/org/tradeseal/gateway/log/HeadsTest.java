package org.tradeseal.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.OneOrganisation;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.gateway.ledger.embedded.EmbeddedLedger;
import org.tradeseal.gateway.ledger.embedded.TestServer;
import org.tradeseal.gateway.readmodel.TestReadModel;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Aspect;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Merkle;
import org.tradeseal.verify.Note;
import org.tradeseal.verify.NoteKey;
import org.tradeseal.verify.NoteSigner;
import org.tradeseal.verify.Reason;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedStatus;
import org.tradeseal.verify.Verifier;

/** Heads of two organisations' gateways over one ledger, each with a database and a state folder of its own. */
class HeadsTest {
    @TempDir
    private Path temp;

    private StateFolder ledgerFolder;
    private Database ledgerDatabase;
    private TestConsortium consortium;
    private EmbeddedLedger ledger;
    private Organisation bank;
    private Organisation regulator;

    @BeforeEach
    void twoOrganisations() throws Exception {
        ledgerFolder = StateFolder.open(temp.resolve("ledger"));
        ledgerDatabase = TestServer.newDatabase().connect();
        consortium = TestConsortium.create();
        ledger = EmbeddedLedger.open(ledgerDatabase, ledgerFolder, consortium);
        bank = new Organisation(TestConsortium.BANK_A);
        regulator = new Organisation(TestConsortium.REGULATOR);
    }

    @AfterEach
    void close() throws Exception {
        bank.close();
        regulator.close();
        ledger.close();
        ledgerDatabase.close();
        ledgerFolder.close();
    }

    /** What one organisation's gateway has of the log; asks the other one directly. */
    private final class Organisation {
        private final MspId msp;
        private final Ledger own;
        private StateFolder folder;
        private TestReadModel model;
        private OwnKeys keys;
        private LogAlarms alarms;
        private LogTree tree;
        private KnownKeys known;
        private Heads heads;

        private Organisation(MspId msp) throws Exception {
            this.msp = msp;
            this.own = new OneOrganisation(ledger, msp);
            start(new TestReadModel(own));
        }

        private void start(TestReadModel with) {
            start(with, own);
        }

        private void start(TestReadModel with, Ledger ledgerNow) {
            model = with;
            folder = StateFolder.open(temp.resolve(msp.value()));
            JdbcTemplate jdbc = model.jdbc();
            keys = new OwnKeys(folder, own);
            alarms = new LogAlarms(jdbc);
            tree = new LogTree(jdbc);
            Optional<Witnesses> others = Optional.of(new Other(this));
            known = new KnownKeys(keys, own, others, jdbc, alarms);
            heads = new Heads(tree, keys, known, alarms, ledgerNow, others, jdbc, folder, 1);
        }

        private void restart(TestReadModel with) throws Exception {
            close();
            start(with);
        }

        private boolean signs() {
            model.follow();
            return heads.signNow();
        }

        private void close() throws Exception {
            heads.stop();
            model.close();
            folder.close();
        }
    }

    /** The way from one of them to the other. */
    private final class Other implements Witnesses {
        private final Organisation asker;

        private Other(Organisation asker) {
            this.asker = asker;
        }

        private Organisation asked() {
            return asker.msp.equals(TestConsortium.BANK_A) ? regulator : bank;
        }

        @Override
        public List<MspId> organisations() {
            return List.of(asker.msp.equals(TestConsortium.BANK_A) ? TestConsortium.REGULATOR : TestConsortium.BANK_A);
        }

        @Override
        public Keys keys(MspId organisation) {
            return new Keys(
                    asked().keys.log().key().key(), asked().keys.witness().key().key());
        }

        @Override
        public String cosign(MspId organisation, String note) {
            return asked().heads.cosign(asker.msp, note);
        }

        @Override
        public SignedStatus state(MspId organisation, Question question) {
            throw new UnsupportedOperationException();
        }
    }

    private void record() {
        consortium.admit(ledger, UUID.randomUUID().toString());
    }

    private Heads.Head signedByBoth() {
        record();
        regulator.model.follow();
        assertThat(bank.signs()).isTrue();
        Heads.Head head = bank.heads
                .covering(bank.tree.size() - 1, Duration.ofSeconds(10))
                .orElseThrow();
        assertThat(head.organisations()).isEqualTo(2);
        return head;
    }

    private String headOf(Organisation organisation, long size, Sha256 root) {
        String text = new Checkpoint(Checkpoint.origin(ledger.digest()), size, root).text();
        return new Note(text, List.of(organisation.keys.log().sign(text, Instant.now()))).toString();
    }

    @Test
    void aHeadIsSignedByItsOrganisationAndCosignedByTheOther() {
        Heads.Head head = signedByBoth();
        NoteKey log = bank.keys.log().key();
        NoteKey witness = regulator.keys.witness().key();
        List<Note.Signature> lines = head.note().signatures();
        assertThat(log.verifies(head.note().text(), lines.get(0))).isTrue();
        assertThat(witness.verifies(head.note().text(), lines.get(1))).isTrue();
        assertThat(head.root()).isEqualTo(regulator.tree.root(head.size()));
    }

    @Test
    void twoOrganisationsThatFollowedAtDifferentTimesHaveTheSameTree() throws Exception {
        for (int i = 0; i < 5; i++) {
            record();
            bank.model.follow();
        }
        regulator.model.follow();
        long size = bank.tree.size();
        assertThat(regulator.tree.size()).isEqualTo(size);
        for (long some = 0; some <= size; some++) {
            assertThat(regulator.tree.root(some)).isEqualTo(bank.tree.root(some));
        }
    }

    @Test
    void laterHeadsAppendToEarlierOnes() {
        Heads.Head first = signedByBoth();
        Heads.Head second = signedByBoth();
        assertThat(Merkle.isConsistent(
                        first.size(),
                        first.root(),
                        second.size(),
                        second.root(),
                        bank.tree.consistency(first.size(), second.size())))
                .isTrue();
    }

    @Test
    void anotherRootIsNotCosignedRaisesAnAlarmAndStopsSigningUntilPeopleDecide() {
        signedByBoth();
        String forged = headOf(bank, bank.tree.size(), Sha256.of(new byte[] {1}));
        assertRefused(ErrorCode.READ_CONFLICT, () -> regulator.heads.cosign(TestConsortium.BANK_A, forged));
        assertThat(regulator.alarms.all()).singleElement().satisfies(alarm -> {
            assertThat(alarm.subject()).isEqualTo("BankAMSP");
            assertThat(judged(alarm)).isEqualTo(Reason.EQUIVOCATION);
        });
        record();
        assertThat(regulator.signs()).isFalse();
        String honest = headOf(bank, bank.tree.size(), bank.tree.root(bank.tree.size()));
        assertRefused(ErrorCode.UNAVAILABLE, () -> regulator.heads.cosign(TestConsortium.BANK_A, honest));

        regulator.alarms.decide(regulator.alarms.all().get(0).id(), "the bank's key was stolen");
        assertThat(regulator.signs()).isTrue();
        assertThat(regulator.heads.cosign(TestConsortium.BANK_A, honest)).startsWith("—");
    }

    private Reason judged(LogAlarms.Alarm alarm) {
        Verifier verifier = new Verifier(regulator.known.trust());
        return verifier.verifyEvidence(alarm.evidence().getBytes(StandardCharsets.UTF_8))
                .about(Aspect.EVIDENCE)
                .orElseThrow()
                .reason();
    }

    @Test
    void aShorterHeadThatContradictsALaterOneIsEvidenceToo() {
        Heads.Head first = signedByBoth();
        signedByBoth();
        String forged = headOf(bank, first.size(), Sha256.of(new byte[] {1}));
        assertRefused(ErrorCode.READ_CONFLICT, () -> regulator.heads.cosign(TestConsortium.BANK_A, forged));
        assertThat(regulator.alarms.all())
                .singleElement()
                .satisfies(alarm -> assertThat(judged(alarm)).isEqualTo(Reason.EQUIVOCATION));
    }

    @Test
    void withoutAnEarlierHeadTheEvidenceIsForPeopleToDecide() {
        record();
        bank.model.follow();
        regulator.model.follow();
        String forged = headOf(bank, bank.tree.size(), Sha256.of(new byte[] {1}));
        assertRefused(ErrorCode.READ_CONFLICT, () -> regulator.heads.cosign(TestConsortium.BANK_A, forged));
        assertThat(regulator.alarms.all())
                .singleElement()
                .satisfies(alarm -> assertThat(judged(alarm)).isEqualTo(Reason.EVIDENCE_UNDECIDED));
    }

    @Test
    void aHeadThatItsOrganisationDidNotSignIsNotLookedAt() {
        signedByBoth();
        String text = new Checkpoint(Checkpoint.origin(ledger.digest()), 1, bank.tree.root(1)).text();
        NoteSigner stranger = NoteSigner.of(Checkpoint.origin(ledger.digest()), NoteKey.Kind.LOG, new byte[32]);
        String note = new Note(text, List.of(stranger.sign(text, Instant.now()))).toString();
        assertRefused(ErrorCode.BAD_SIGNATURE, () -> regulator.heads.cosign(TestConsortium.BANK_A, note));
        assertThat(regulator.alarms.all()).isEmpty();
    }

    @Test
    void anOldDatabaseIsNoticedAndNothingIsSignedOverIt() throws Exception {
        signedByBoth();
        record();
        assertThat(bank.signs()).isTrue();
        // The ledger of a day before: the same folder, fewer blocks.
        long before = ledger.height() - 1;
        Path journal = temp.resolve("BankAMSP/log/signed-heads");
        List<String> lines = Files.readAllLines(journal);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(2);
        Ledger shorter = new OneOrganisation(ledger, TestConsortium.BANK_A).upTo(before);
        TestReadModel old = new TestReadModel(shorter);
        old.follow();
        bank.close();
        bank.start(old, shorter);
        assertThat(bank.heads.signNow()).isFalse();
        assertThat(bank.alarms.all())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.reason().en()).contains("old database"));
        assertThat(Files.readAllLines(journal)).isEqualTo(lines);
    }

    @Test
    void peopleMayTakeTheShorterLogForTheOneThatGoesOn() throws Exception {
        signedByBoth();
        record();
        assertThat(bank.signs()).isTrue();
        long longest = bank.tree.size();
        Ledger shorter = new OneOrganisation(ledger, TestConsortium.BANK_A).upTo(ledger.height() - 1);
        TestReadModel old = new TestReadModel(shorter);
        bank.close();
        bank.start(old, shorter);
        assertRefused(ErrorCode.UNAVAILABLE, bank.heads::goOnFromHere); // nothing is followed yet
        old.follow();
        assertThat(bank.heads.signNow()).isFalse();

        bank.alarms.decide(bank.alarms.all().get(0).id(), "looked into");
        assertThat(bank.heads.signNow()).as("a decision alone accepts no loss").isFalse();
        bank.heads.goOnFromHere();
        bank.alarms.decide(bank.alarms.all().get(1).id(), "the rest is lost");
        assertThat(bank.tree.size()).isLessThan(longest);
        assertThat(bank.heads.signNow()).isTrue();
        assertThat(bank.heads.newest().orElseThrow().size()).isEqualTo(bank.tree.size());
    }

    @Test
    void aLogWithOtherLeavesThanWereSignedForIsNoticed() throws Exception {
        signedByBoth();
        Path journal = temp.resolve("BankAMSP/log/signed-heads");
        Files.writeString(
                journal, bank.tree.size() + 1 + " " + Sha256.of(new byte[] {7}) + "\n", StandardOpenOption.APPEND);
        record();
        bank.restart(new TestReadModel(bank.own));
        bank.model.follow();
        assertThat(bank.heads.signNow()).isFalse();
        assertThat(bank.alarms.all())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.reason().en()).contains("not those that were signed for"));
    }

    @Test
    void aRebuiltReadModelSignsOnceItHasCaughtUp() throws Exception {
        Heads.Head head = signedByBoth();
        bank.restart(new TestReadModel(bank.own));
        assertThat(bank.heads.signNow()).as("nothing followed yet").isFalse();
        assertThat(bank.alarms.all()).isEmpty();
        assertThat(bank.signs()).isTrue();
        assertThat(bank.heads.newest().orElseThrow().root()).isEqualTo(head.root());
    }

    private static void assertRefused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }
}
