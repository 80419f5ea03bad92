package org.tradeseal.gateway.log;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedStatus;
import org.tradeseal.verify.Status;

/**
 * Statements about which version of a record is the latest at a head, or that there is none: this organisation's own, from
 * its own copy of the log, and those of the others. A false one is contradicted by a leaf of the log.
 */
@Component
public class Statements {
    private static final Logger LOG = LoggerFactory.getLogger(Statements.class);
    private static final Duration LIFE = Duration.ofHours(24);

    private final Heads heads;
    private final LogTree tree;
    private final OwnKeys keys;
    private final KnownKeys known;
    private final LogAlarms alarms;
    private final Ledger ledger;
    private final Optional<Witnesses> witnesses;

    Statements(
            Heads heads,
            LogTree tree,
            OwnKeys keys,
            KnownKeys known,
            LogAlarms alarms,
            Ledger ledger,
            Optional<Witnesses> witnesses) {
        this.heads = heads;
        this.tree = tree;
        this.keys = keys;
        this.known = known;
        this.alarms = alarms;
        this.ledger = ledger;
        this.witnesses = witnesses;
    }

    /** How many organisations a verifier wants to hear, and the statements of those that answered. */
    public record Answer(int k, List<SignedStatus> statements) {
        public Answer {
            statements = List.copyOf(statements);
        }
    }

    /** Asks all organisations that count for this record. Refuses UNAVAILABLE while there is no head, or an alarm. */
    public Answer about(RecordId subject, String asker, @Nullable String nonce) {
        Heads.Head head = heads.covering(-1, Duration.ofSeconds(2))
                .orElseThrow(() -> new Refusal(ErrorCode.UNAVAILABLE, "No head is signed yet.", "尚无已签署的树头。"));
        Witnesses.Question question = new Witnesses.Question(subject, head.size(), head.root(), asker, nonce);
        List<SignedStatus> statements = new ArrayList<>();
        List<MspId> counting = counting(subject);
        if (counting.contains(keys.organisation())) {
            statements.add(state(question));
        }
        for (MspId other : known.others()) {
            if (counting.contains(other)) {
                ask(other, question).ifPresent(statements::add);
            }
        }
        return new Answer(known.k(), statements);
    }

    // The registrars alone keep the financing register.
    private List<MspId> counting(RecordId subject) {
        boolean theirs = scope(subject) == Status.Scope.REGISTRARS;
        List<MspId> all = new ArrayList<>(known.others());
        all.add(keys.organisation());
        return theirs && !known.others().isEmpty() ? ledger.genesis().registrars() : all;
    }

    private static Status.Scope scope(RecordId subject) {
        boolean registrars = Contracts.type(subject.prefix())
                .filter(t -> t.home() == RecordType.Home.REGISTRARS)
                .isPresent();
        return registrars ? Status.Scope.REGISTRARS : Status.Scope.CHANNEL;
    }

    private Optional<SignedStatus> ask(MspId other, Witnesses.Question question) {
        try {
            return witnesses.map(w -> w.state(other, question));
        } catch (Refusal refusal) {
            LOG.debug("{} stated nothing: {}", other, refusal.detail().en());
            return Optional.empty();
        }
    }

    /** This organisation's own statement, if the head is one of its own tree. Refuses READ_CONFLICT and UNAVAILABLE. */
    public SignedStatus state(Witnesses.Question question) {
        if (alarms.isOpen() || tree.size() < question.size()) {
            throw new Refusal(ErrorCode.UNAVAILABLE, "This organisation states nothing at present.", "本组织目前不出具声明。");
        }
        if (!tree.root(question.size()).equals(question.root())) {
            throw new Refusal(ErrorCode.READ_CONFLICT, "This head is not that of our log.", "该树头与本组织的日志不符。");
        }
        int version = tree.newestVersion(question.subject(), question.size());
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return keys.witness()
                .sign(new Status(
                        Status.FORMAT,
                        ledger.digest(),
                        question.size(),
                        question.root(),
                        question.subject(),
                        version == 0 ? null : version,
                        version == 0 ? Boolean.TRUE : null,
                        scope(question.subject()),
                        question.asker(),
                        question.nonce(),
                        now,
                        now.plus(LIFE),
                        keys.organisation().value()));
    }
}
