package org.tradeseal.gateway.ledger.audit;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.ledger.record.Move;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.StoredRecord;
import org.tradeseal.verify.Text;

/**
 * Checks public records that a registrars' batch changed which nobody keeps. The command cannot be shown, but few rules
 * travel that way, so that a change which none of them makes is found: no asset is registered there.
 */
final class RegistrarsChanges {
    private final KnownState state;
    private final Histories histories;
    private final Findings findings;

    RegistrarsChanges(KnownState state, Histories histories, Findings findings) {
        this.state = state;
        this.histories = histories;
        this.findings = findings;
    }

    void verify(RegistryRecord record) {
        RecordType<?> type = Contracts.type(record.id().prefix()).orElse(null);
        if (type != null && type.home() == RecordType.Home.REGISTRARS) {
            return;
        }
        RegistryRecord before =
                state.record(record.id()).map(StoredRecord::record).orElse(null);
        if (type == null || before == null || !isMove(type, before, record)) {
            Text decided = Decisions.about(before, record).orElse(Text.of("", ""));
            findings.add(
                    record,
                    ("No command that travels to the registrars only makes " + record.id() + " "
                                    + Decisions.status(record) + ". " + decided.en())
                            .strip(),
                    "没有任何仅发往登记方的命令可使 " + record.id() + " 成为 " + Decisions.status(record) + "。" + decided.zh());
        }
    }

    private boolean isMove(RecordType<?> type, RegistryRecord before, RegistryRecord after) {
        List<Move> moves = Contracts.table().values().stream()
                .filter(rule ->
                        rule.home() == RecordType.Home.REGISTRARS && rule.type().equals(type))
                .<Move>map(CommandRule::move)
                .toList();
        Content content = CanonicalJson.read(before.content(), type.content());
        Optional<Actor> actor = histories.participant(after.actor()).map(p -> actor(after, p));
        return Contracts.lifecycles().stream()
                .filter(l -> l.name().equals(type.name()))
                .map(Lifecycle::transitions)
                .flatMap(List::stream)
                .anyMatch(t -> moves.contains(t.move())
                        && isStatus(t.from(), before)
                        && isStatus(t.to(), after)
                        && actor.filter(a -> content.isHeldBy(a, t.by())).isPresent());
    }

    private static Actor actor(RegistryRecord record, Participant participant) {
        return new Actor(record.actor(), participant.organisation(), participant.roles());
    }

    private static boolean isStatus(@Nullable Enum<?> status, RegistryRecord record) {
        return status != null && status.name().equals(Decisions.status(record));
    }
}
