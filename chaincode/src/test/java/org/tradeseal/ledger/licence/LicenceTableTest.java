package org.tradeseal.ledger.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.licence.LicenceFixture.EXCLUSIVE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.asset.AssetFixture;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.terms.LicenceStatus;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Every state, every move, every participant: what the table allows is possible, everything else is refused. */
class LicenceTableTest {
    private static final String TABLE = """
            - OFFER LICENSOR OFFERED
            OFFERED ACCEPT LICENSEE ACCEPTED
            OFFERED REFUSE LICENSEE REFUSED
            OFFERED WITHDRAW LICENSOR WITHDRAWN
            ACCEPTED RECORD IP_CENTRE RECORDED
            RECORDED SUSPEND IP_CENTRE SUSPENDED
            SUSPENDED RESUME IP_CENTRE RECORDED
            ACCEPTED TERMINATE COUNTERPARTY TERMINATED
            ACCEPTED TERMINATE LICENSOR ACCEPTED
            ACCEPTED TERMINATE LICENSEE ACCEPTED
            ACCEPTED TERMINATE IP_CENTRE TERMINATED
            ACCEPTED EXPIRE ANYONE EXPIRED
            RECORDED TERMINATE COUNTERPARTY TERMINATED
            RECORDED TERMINATE LICENSOR RECORDED
            RECORDED TERMINATE LICENSEE RECORDED
            RECORDED TERMINATE IP_CENTRE TERMINATED
            RECORDED EXPIRE ANYONE EXPIRED
            SUSPENDED TERMINATE COUNTERPARTY TERMINATED
            SUSPENDED TERMINATE LICENSOR SUSPENDED
            SUSPENDED TERMINATE LICENSEE SUSPENDED
            SUSPENDED TERMINATE IP_CENTRE TERMINATED
            SUSPENDED EXPIRE ANYONE EXPIRED
            """;

    private final TestLedger ledger = new TestLedger();
    private final RecordId licensor = ledger.enterprise("Morning Star", "1");
    private final RecordId licensee = ledger.enterprise("Lion City Apps", "2", "SG");

    @Test
    void theLifecycleIsThisTable() {
        assertThat(Licence.LIFECYCLE.transitions())
                .extracting(t ->
                        (t.from() == null ? "-" : t.from()) + " " + t.move().name() + " " + t.by() + " " + t.to())
                .containsExactlyInAnyOrderElementsOf(TABLE.lines().toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyMoveIsOpenToWhomTheTableNamesAndRefusedToAllOthers(LicenceStatus state) {
        RecordId id = licenceIn(state);
        Map<RecordId, Set<Capacity>> actors = Map.of(
                licensor,
                EnumSet.of(Capacity.LICENSOR, Capacity.ANYONE),
                licensee,
                EnumSet.of(Capacity.LICENSEE, Capacity.ANYONE),
                ledger.bankA,
                EnumSet.of(Capacity.ANYONE),
                ledger.regulator,
                EnumSet.of(Capacity.ANYONE),
                ledger.ipCentre,
                EnumSet.of(Capacity.IP_CENTRE, Capacity.ANYONE));
        List<String> wrong = new ArrayList<>();
        for (LicenceMove move : LicenceMove.values()) {
            if (move == LicenceMove.OFFER || move == LicenceMove.DELIVERED) {
                continue; // no moves of a record that exists, or open to all
            }
            actors.forEach((actor, capacities) -> {
                String actual = verdict(actor, move, id);
                String expected = expected(state, move, capacities);
                if (!actual.equals(expected)) {
                    wrong.add(state + " " + move + " " + capacities + ": " + actual + " instead of " + expected);
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    private static String expected(LicenceStatus state, LicenceMove move, Set<Capacity> capacities) {
        List<String> lines = TABLE.lines()
                .filter(l -> l.startsWith(state + " " + move + " "))
                .toList();
        if (lines.isEmpty()) {
            return "WRONG_STATE";
        }
        Set<String> names = capacities.stream().map(Capacity::name).collect(Collectors.toSet());
        return lines.stream().anyMatch(l -> names.contains(l.split(" ", -1)[2])) ? "open" : "NOT_YOUR_ROLE";
    }

    private String verdict(RecordId actor, LicenceMove move, RecordId id) {
        Object body = switch (move) {
            case ACCEPT, REFUSE, WITHDRAW, EXPIRE -> new AnswerLicence(id, null);
            case RECORD, SUSPEND, RESUME, TERMINATE -> new DecideLicence(id, "reason");
            case OFFER, DELIVERED -> throw new IllegalArgumentException(move.name());
        };
        try {
            ledger.prepare(actor, "licence." + move.wire(), body, "try-" + actor + move);
            return "open";
        } catch (Refusal refusal) {
            boolean byTable = refusal.code() == ErrorCode.WRONG_STATE || refusal.code() == ErrorCode.NOT_YOUR_ROLE;
            return byTable ? refusal.code().name() : "open";
        }
    }

    private RecordId licenceIn(LicenceStatus state) {
        RecordId asset = AssetFixture.registeredSoftware(ledger, licensor);
        RecordId id = EXCLUSIVE.offer(ledger, licensor, asset, licensee);
        switch (state) {
            case OFFERED -> {}
            case REFUSED -> ledger.run(licensee, "licence.refuse", new AnswerLicence(id, null));
            case WITHDRAWN -> ledger.run(licensor, "licence.withdraw", new AnswerLicence(id, null));
            default -> accept(id, state, asset);
        }
        assertThat(ledger.content(Licence.TYPE, id).status()).isEqualTo(state);
        return id;
    }

    private void accept(RecordId id, LicenceStatus state, RecordId asset) {
        ledger.run(licensee, "licence.accept", new AnswerLicence(id, null));
        if (state == LicenceStatus.ACCEPTED) {
            return;
        }
        centre("record", id);
        switch (state) {
            case SUSPENDED -> centre("suspend", id);
            case TERMINATED -> centre("terminate", id);
            case EXPIRED -> {
                AssetFixture.decide(ledger, "invalidate", asset);
                ledger.run(ledger.bankA, "licence.expire", new AnswerLicence(id, null));
            }
            default -> {}
        }
    }

    private void centre(String move, RecordId id) {
        ledger.run(ledger.ipCentre, "licence." + move, new DecideLicence(id, "reason"));
    }
}
