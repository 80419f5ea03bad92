package org.tradeseal.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.Merkle;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Text;
import org.tradeseal.verify.Trust;

/** Each check has a control that must fail: without it a passing round would say nothing. */
class ChecksTest {
    private static final Acknowledged FIRST = acknowledged("k1", "AST-1", 1);
    private static final Acknowledged SECOND = acknowledged("k2", "AST-2", 2);
    private static final List<Acknowledged> BOTH = List.of(FIRST, SECOND);
    private static final List<Checks.Seen> SEEN =
            List.of(new Checks.Seen("AST-1", "k1"), new Checks.Seen("AST-2", "k2"), new Checks.Seen("ORG-9", ""));

    private static Acknowledged acknowledged(String key, String id, long toldAtSeconds) {
        return new Acknowledged(key, id, 0, Duration.ofSeconds(toldAtSeconds).toNanos());
    }

    @Test
    void aRoundWithoutLossBreaksNothing() {
        assertThat(Checks.lost(BOTH, SEEN)).isEmpty();
        assertThat(Checks.notOnce(Set.of("k1", "k2"), BOTH, SEEN)).isEmpty();
        assertThat(Checks.neverTold(Set.of("k1", "k2"), BOTH)).isEmpty();
        assertThat(Checks.differing("operator", List.of("a", "b"), List.of("a", "b")))
                .isEmpty();
    }

    @Test
    void anAcknowledgedRecordThatIsNotThereIsLost() {
        assertThat(Checks.lost(BOTH, SEEN.subList(0, 1)))
                .singleElement()
                .asString()
                .contains("P1", "AST-2", "k2");
    }

    @Test
    void aKeyWithTwoRecordsIsDoubled() {
        List<Checks.Seen> doubled = Stream.concat(SEEN.stream(), Stream.of(new Checks.Seen("AST-3", "k2")))
                .toList();
        assertThat(Checks.notOnce(Set.of("k1", "k2"), BOTH, doubled))
                .singleElement()
                .asString()
                .contains("P2", "k2", "[AST-2, AST-3]");
    }

    @Test
    void anUnansweredKeyWithTwoRecordsIsDoubledToo() {
        List<Checks.Seen> doubled = Stream.concat(
                        SEEN.stream(), Stream.of(new Checks.Seen("AST-3", "k3"), new Checks.Seen("AST-4", "k3")))
                .toList();
        assertThat(Checks.notOnce(Set.of("k1", "k2", "k3"), BOTH, doubled)).isNotEmpty();
    }

    @Test
    void aKeyThatIsAnsweredWithAnotherRecordTheSecondTimeIsFound() {
        List<Acknowledged> twice = List.of(FIRST, SECOND, acknowledged("k2", "AST-1", 3));
        assertThat(Checks.notOnce(Set.of("k1", "k2"), twice, SEEN))
                .singleElement()
                .asString()
                .contains("AST-2 and with AST-1");
    }

    @Test
    void aKeyWithoutARecordIsNotOnce() {
        assertThat(Checks.notOnce(Set.of("k1", "k2", "k3"), BOTH, SEEN))
                .singleElement()
                .asString()
                .contains("k3");
    }

    @Test
    void aWriteWhoseOutcomeWasNeverToldIsFound() {
        assertThat(Checks.neverTold(Set.of("k1", "k2", "k3"), BOTH))
                .singleElement()
                .asString()
                .contains("P6", "k3");
    }

    @Test
    void aChangedRowIsFoundBothWays() {
        assertThat(Checks.differing("operator", List.of("a", "b changed"), List.of("a", "b")))
                .singleElement()
                .asString()
                .contains("P3", "only live: b changed", "only rebuilt: b");
    }

    @Test
    void aRowTooManyIsFoundEvenIfItRepeatsAnother() {
        assertThat(Checks.differing("operator", List.of("a", "a"), List.of("a")))
                .isNotEmpty();
    }

    @Test
    void aHeadThatIsNoBeginningOfTheLogIsFound() {
        List<Sha256> leaves = Stream.of("a", "b", "c", "d", "e")
                .map(l -> Merkle.leafHash(l.getBytes(StandardCharsets.UTF_8)))
                .toList();
        Checkpoint first = new Checkpoint("origin", 3, Merkle.root(leaves.subList(0, 3)));
        Checkpoint newest = new Checkpoint("origin", 5, Merkle.root(leaves));
        assertThat(Checks.inconsistent(List.of(first, newest), leaves)).isEmpty();

        assertThat(Checks.inconsistent(List.of(first, newest), leaves.subList(0, 4)))
                .as("a log that is shorter than what was signed for")
                .singleElement()
                .asString()
                .contains("P5", "5 leaves was signed, the log has 4");
        List<Sha256> others = new ArrayList<>(leaves);
        others.set(1, leaves.get(0));
        assertThat(Checks.inconsistent(List.of(first, newest), others))
                .as("a log with another past")
                .singleElement()
                .asString()
                .contains("the head of 3 leaves", "the head of 5 leaves");
    }

    @Test
    void anUnreadableReceiptDoesNotPassForAProof() {
        Trust trust = new Trust(
                Sha256.of(),
                1,
                List.of(new Trust.Organisation("OperatorMSP", Text.of("Operator", "运营方"), List.of(), List.of())),
                null);
        assertThat(Checks.unproven(trust, Map.of("AST-1", new byte[] {'{', '}'})))
                .singleElement()
                .asString()
                .contains("P5", "AST-1");
    }

    @Test
    void aSecretInALogIsFoundAndNotRepeated() {
        assertThat(Checks.leaked("a line with ts_secretsecret in it", List.of("ts_secretsecret", "other")))
                .singleElement()
                .asString()
                .contains("P4", "ts_s")
                .doesNotContain("secretsecret");
        assertThat(Checks.leaked("a line", List.of("ts_secretsecret"))).isEmpty();
    }

    @Test
    void thePauseIsTheLongestTimeWithoutAnAcknowledgement() {
        long fault = Duration.ofSeconds(1).toNanos();
        long end = Duration.ofSeconds(50).toNanos();
        List<Acknowledged> told = List.of(
                acknowledged("before", "a", 0), acknowledged("soon", "b", 2), acknowledged("after a pause", "c", 42));
        assertThat(Checks.longestPause(fault, end, told)).isEqualTo(Duration.ofSeconds(40));
        assertThat(Checks.longestPause(fault, end, told.subList(0, 2))).isEqualTo(Duration.ofSeconds(48));
        assertThat(Checks.longestPause(fault, end, List.of())).isEqualTo(Duration.ofSeconds(49));
    }

    @Test
    void aRecoveryOverTheLimitIsTooSlow() {
        Duration limit = Duration.ofSeconds(30);
        assertThat(Checks.tooSlow(Duration.ofMillis(30_001), limit))
                .singleElement()
                .asString()
                .contains("P7", "30.0");
        assertThat(Checks.tooSlow(limit, limit)).isEmpty();
    }

    @Test
    void equalSeedsHitTheSameVictimAtTheSameMoment() {
        for (Fault.Ground ground : Fault.Ground.values()) {
            assertThat(Plan.rounds(ground, 20, 7))
                    .isEqualTo(Plan.rounds(ground, 20, 7))
                    .isNotEqualTo(Plan.rounds(ground, 20, 8));
            assertThat(Plan.rounds(ground, 20, 7).get(5))
                    .isEqualTo(Plan.rounds(ground, 1, 12).get(0));
            assertThat(Plan.rounds(ground, 0, 7)).extracting(Plan::fault).containsExactlyElementsOf(Fault.on(ground));
            assertThat(Plan.rounds(ground, 200, 1)).extracting(Plan::fault).containsAll(Fault.on(ground));
        }
        assertThat(Fault.values())
                .allMatch(f -> Stream.of(Fault.Ground.values())
                        .anyMatch(ground -> !f.victims(ground).isEmpty()));
    }
}
