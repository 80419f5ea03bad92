package org.tradeseal.gateway.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Text;
import org.tradeseal.verify.Trust;

/**
 * The log and witness keys of all organisations. Others tell theirs over mutual TLS; the first answer is kept, and another
 * one later is an alarm.
 */
@Component
class KnownKeys {
    private final OwnKeys own;
    private final Ledger ledger;
    private final Optional<Witnesses> witnesses;
    private final JdbcTemplate jdbc;
    private final LogAlarms alarms;

    KnownKeys(OwnKeys own, Ledger ledger, Optional<Witnesses> witnesses, JdbcTemplate jdbc, LogAlarms alarms) {
        this.own = own;
        this.ledger = ledger;
        this.witnesses = witnesses;
        this.jdbc = jdbc;
        this.alarms = alarms;
    }

    /** The other organisations of the consortium; none on the embedded ledger. */
    List<MspId> others() {
        return witnesses.map(Witnesses::organisations).orElse(List.of());
    }

    /** How many organisations have to sign a head: a majority of all. */
    int k() {
        return (others().size() + 1) / 2 + 1;
    }

    Witnesses.Keys own() {
        return new Witnesses.Keys(own.log().key().key(), own.witness().key().key());
    }

    /** The keys of another organisation. Refuses UNAVAILABLE while they are not known and its gateway is away. */
    Witnesses.Keys of(MspId organisation) {
        return kept(organisation).orElseGet(() -> learn(organisation));
    }

    private Optional<Witnesses.Keys> kept(MspId organisation) {
        return jdbc
                .query(
                        "select log_key, witness_key from gateway.log_key where msp = ?",
                        (row, n) -> new Witnesses.Keys(row.getString("log_key"), row.getString("witness_key")),
                        organisation.value())
                .stream()
                .findFirst();
    }

    private Witnesses.Keys learn(MspId organisation) {
        Witnesses.Keys told = witnesses
                .orElseThrow(() -> new Refusal(
                        ErrorCode.NOT_FOUND,
                        organisation + " is no member of the consortium.",
                        organisation + " 不是联盟成员。"))
                .keys(organisation);
        jdbc.update(
                "insert into gateway.log_key (msp, log_key, witness_key) values (?, ?, ?) on conflict do nothing",
                organisation.value(),
                told.log(),
                told.witness());
        return kept(organisation).orElse(told);
    }

    /** Compares what an organisation tells now with what it told first. */
    void recheck(MspId organisation) {
        Witnesses.Keys first = of(organisation);
        Witnesses.Keys now = witnesses.orElseThrow().keys(organisation);
        if (!first.equals(now)) {
            alarms.raise(
                    organisation.value(),
                    Text.of("The organisation shows other log keys than before.", "该组织出示的日志密钥与此前不同。"),
                    first + " / " + now);
        }
    }

    /** All of them, for those who verify: a key counts from the log's beginning. */
    Trust trust() {
        List<Trust.Organisation> all = new ArrayList<>();
        all.add(organisation(own.organisation(), own()));
        for (MspId other : others()) {
            all.add(organisation(other, of(other)));
        }
        List<String> registrars = ledger.genesis().registrars().stream()
                .map(MspId::value)
                .sorted()
                .toList();
        return new Trust(ledger.digest(), k(), all, registrars);
    }

    private Trust.Organisation organisation(MspId msp, Witnesses.Keys keys) {
        Text name = ledger.genesis().founders().stream()
                .filter(f -> f.participant().organisation().equals(msp))
                .map(f -> text(f.participant().name()))
                .findFirst()
                .orElse(Text.of(msp.value(), msp.value()));
        return new Trust.Organisation(
                msp.value(),
                name,
                List.of(new Trust.Key(keys.log(), 0, null)),
                List.of(new Trust.Key(keys.witness(), 0, null)));
    }

    private static Text text(Name name) {
        String any = String.valueOf(name.en() == null ? name.zh() : name.en());
        return Text.of(any, name.zh() == null ? any : name.zh());
    }
}
