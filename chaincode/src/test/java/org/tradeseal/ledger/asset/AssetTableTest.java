package org.tradeseal.ledger.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.asset.AssetFixture.decide;
import static org.tradeseal.ledger.asset.AssetFixture.filing;
import static org.tradeseal.ledger.asset.AssetFixture.sole;

import java.time.Duration;
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
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/** Every state, every move, every participant: what the table allows is possible, everything else is refused. */
class AssetTableTest {
    private static final String TABLE = """
            - DEPOSIT REGISTRANT DEPOSITED
            - FILE REGISTRANT FILED
            FILED START_REVIEW IP_CENTRE UNDER_REVIEW
            FILED REQUEST_CORRECTION IP_CENTRE CORRECTION_REQUESTED
            FILED REJECT IP_CENTRE REJECTED
            FILED WITHDRAW REGISTRANT WITHDRAWN
            FILED CONSENT REGISTRANT FILED
            CORRECTION_REQUESTED CORRECT REGISTRANT FILED
            CORRECTION_REQUESTED REJECT IP_CENTRE REJECTED
            CORRECTION_REQUESTED WITHDRAW REGISTRANT WITHDRAWN
            CORRECTION_REQUESTED CONSENT REGISTRANT CORRECTION_REQUESTED
            UNDER_REVIEW PUBLISH IP_CENTRE PUBLISHED
            UNDER_REVIEW REGISTER IP_CENTRE REGISTERED
            UNDER_REVIEW REJECT IP_CENTRE REJECTED
            UNDER_REVIEW WITHDRAW REGISTRANT WITHDRAWN
            UNDER_REVIEW CONSENT REGISTRANT UNDER_REVIEW
            PUBLISHED OBJECT OBJECTOR OBJECTED
            PUBLISHED REGISTER IP_CENTRE REGISTERED
            PUBLISHED WITHDRAW REGISTRANT WITHDRAWN
            PUBLISHED CONSENT REGISTRANT PUBLISHED
            OBJECTED OBJECT OBJECTOR OBJECTED
            OBJECTED DECIDE_OBJECTION IP_CENTRE REGISTERED
            OBJECTED DECIDE_OBJECTION IP_CENTRE REJECTED
            OBJECTED WITHDRAW REGISTRANT WITHDRAWN
            OBJECTED CONSENT REGISTRANT OBJECTED
            REGISTERED RENEW IP_CENTRE REGISTERED
            REGISTERED LAPSE IP_CENTRE LAPSED
            REGISTERED INVALIDATE IP_CENTRE INVALIDATED
            REGISTERED SURRENDER REGISTRANT SURRENDERED
            REGISTERED CONSENT REGISTRANT REGISTERED
            REGISTERED ASSIGN REGISTRANT REGISTERED
            REGISTERED ACCEPT_ASSIGNMENT ASSIGNEE REGISTERED
            REGISTERED REFUSE_ASSIGNMENT ASSIGNEE REGISTERED
            REGISTERED REFUSE_ASSIGNMENT REGISTRANT REGISTERED
            """;

    private final TestLedger ledger = new TestLedger();
    private final RecordId owner = ledger.enterprise("Morning Star", "1");
    private final RecordId assignee = ledger.enterprise("Evening Star", "2");

    @Test
    void theLifecycleIsThisTable() {
        assertThat(Asset.LIFECYCLE.transitions())
                .extracting(t ->
                        (t.from() == null ? "-" : t.from()) + " " + t.move().name() + " " + t.by() + " " + t.to())
                .containsExactlyInAnyOrderElementsOf(TABLE.lines().toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyMoveIsOpenToWhomTheTableNamesAndRefusedToAllOthers(AssetStatus state) {
        RecordId id = assetIn(state);
        Map<RecordId, Set<Capacity>> actors = Map.of(
                owner,
                EnumSet.of(Capacity.REGISTRANT),
                assignee,
                EnumSet.of(Capacity.OBJECTOR, Capacity.ASSIGNEE),
                ledger.bankA,
                EnumSet.of(Capacity.OBJECTOR),
                ledger.regulator,
                EnumSet.of(Capacity.OBJECTOR),
                ledger.ipCentre,
                EnumSet.of(Capacity.IP_CENTRE));
        List<String> wrong = new ArrayList<>();
        for (AssetMove move : AssetMove.values()) {
            if (Set.of(AssetMove.DEPOSIT, AssetMove.FILE, AssetMove.DELIVERED).contains(move)) {
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

    private static String expected(AssetStatus state, AssetMove move, Set<Capacity> capacities) {
        List<String> lines = TABLE.lines()
                .filter(l -> l.startsWith(state + " " + move + " "))
                .toList();
        if (lines.isEmpty()) {
            return "WRONG_STATE";
        }
        Set<String> names = capacities.stream().map(Capacity::name).collect(Collectors.toSet());
        return lines.stream().anyMatch(l -> names.contains(l.split(" ", -1)[2])) ? "open" : "NOT_YOUR_ROLE";
    }

    private String verdict(RecordId actor, AssetMove move, RecordId id) {
        try {
            ledger.prepare(actor, "asset." + move.wire(), body(move, id), "try-" + actor + move);
            return "open";
        } catch (Refusal refusal) {
            boolean byTable = refusal.code() == ErrorCode.WRONG_STATE || refusal.code() == ErrorCode.NOT_YOUR_ROLE;
            return byTable ? refusal.code().name() : "open";
        }
    }

    private Object body(AssetMove move, RecordId id) {
        return switch (move) {
            case DEPOSIT, FILE, DELIVERED -> throw new IllegalArgumentException(move.name());
            case CORRECT -> new CorrectAsset(id, filing(sole(owner), AssetFixture.dataIp(null)));
            case OBJECT -> new ObjectToAsset(id, "grounds");
            case DECIDE_OBJECTION -> new DecideObjection(id, true, "reason");
            case RENEW -> new RenewAsset(id, "reason", null);
            case ASSIGN -> new AssignAsset(id, sole(assignee), null);
            case ACCEPT_ASSIGNMENT, REFUSE_ASSIGNMENT -> new AnswerAssignment(id, null);
            case CONSENT -> new ConsentToAct(id, Consent.Act.WITHDRAW, Sha256.of(new byte[0]));
            case REQUEST_CORRECTION, START_REVIEW, PUBLISH, REGISTER, REJECT, WITHDRAW, LAPSE, INVALIDATE, SURRENDER ->
                new DecideAsset(id, "reason");
        };
    }

    private RecordId assetIn(AssetStatus state) {
        if (state == AssetStatus.DEPOSITED) {
            return ledger.create(
                    owner,
                    "asset.deposit",
                    new DepositAsset(
                            AssetClass.DATA_IP,
                            new Name(null, "Port calls"),
                            new CountryCode("CN"),
                            sole(owner),
                            new Evidence("receivers", "logged", "kept"),
                            AssetFixture.files(TestLedger.OPERATOR)));
        }
        RecordId id = ledger.create(owner, "asset.file", filing(sole(owner), AssetFixture.dataIp(null)));
        switch (state) {
            case FILED -> {}
            case CORRECTION_REQUESTED -> decide(ledger, "request-correction", id);
            case REJECTED -> decide(ledger, "reject", id);
            case WITHDRAWN -> ledger.run(owner, "asset.withdraw", new DecideAsset(id, "reason"));
            case UNDER_REVIEW -> decide(ledger, "start-review", id);
            default -> publish(id, state);
        }
        assertThat(ledger.content(Asset.TYPE, id).status()).isEqualTo(state);
        return id;
    }

    private void publish(RecordId id, AssetStatus state) {
        decide(ledger, "start-review", id);
        decide(ledger, "publish", id);
        if (state == AssetStatus.OBJECTED) {
            ledger.run(ledger.bankB, "asset.object", new ObjectToAsset(id, "grounds"));
        }
        if (state == AssetStatus.PUBLISHED || state == AssetStatus.OBJECTED) {
            return;
        }
        ledger.pass(Duration.ofDays(15));
        decide(ledger, "register", id);
        ledger.run(owner, "asset.assign", new AssignAsset(id, sole(assignee), null));
        switch (state) {
            case LAPSED -> {
                ledger.pass(Duration.ofDays(3 * 366));
                decide(ledger, "lapse", id);
            }
            case INVALIDATED -> decide(ledger, "invalidate", id);
            case SURRENDERED -> ledger.run(owner, "asset.surrender", new DecideAsset(id, "reason"));
            default -> {}
        }
    }
}
