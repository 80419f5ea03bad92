package org.tradeseal.gateway.log;

import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Evidence;
import org.tradeseal.verify.Note;
import org.tradeseal.verify.NoteKey;
import org.tradeseal.verify.NoteSigner;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Text;
import org.tradeseal.verify.Trust;

/**
 * Signs the heads of this organisation's log at block ends, gathers the cosignatures of others, and cosigns theirs. Nothing
 * is signed that contradicts what was signed before: every head is written to {@link HeadJournal} first, and the journal's
 * longest head has to be a head of the own tree.
 */
@Component
public class Heads {
    private static final Logger LOG = LoggerFactory.getLogger(Heads.class);
    private static final Duration CATCH_UP = Duration.ofSeconds(5);
    private static final Duration BREATH = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(200); // what came between two looks is seen by then

    private final LogTree tree;
    private final OwnKeys keys;
    private final KnownKeys known;
    private final LogAlarms alarms;
    private final Ledger ledger;
    private final Optional<Witnesses> witnesses;
    private final JdbcTemplate jdbc;
    private final HeadJournal journal;
    private final Duration interval;
    private final Thread thread = new Thread(this::run, "log-heads");
    private final ExecutorService askers = Executors.newCachedThreadPool(run -> {
        Thread thread = new Thread(run, "log-cosignatures");
        thread.setDaemon(true);
        return thread;
    });
    private final ReentrantLock signing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean stopped;
    private final AtomicLong newestSize = new AtomicLong();
    private long changes;

    Heads(
            LogTree tree,
            OwnKeys keys,
            KnownKeys known,
            LogAlarms alarms,
            Ledger ledger,
            Optional<Witnesses> witnesses,
            JdbcTemplate jdbc,
            StateFolder folder,
            @Value("${tradeseal.log.head-interval-millis:1000}") long intervalMillis) {
        this.tree = tree;
        this.keys = keys;
        this.known = known;
        this.alarms = alarms;
        this.ledger = ledger;
        this.witnesses = witnesses;
        this.jdbc = jdbc;
        this.journal = new HeadJournal(folder.folder("log").resolve("signed-heads"));
        this.interval = Duration.ofMillis(intervalMillis);
        this.newestSize.set(newest().map(Head::size).orElse(0L));
        this.thread.setDaemon(true);
        alarms.tellOpen();
    }

    /** A head of this organisation with the signatures it has by now. */
    public record Head(long size, Sha256 root, Note note, int organisations) {}

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        thread.start();
    }

    @EventListener
    void grew(LogGrown log) {
        changed();
    }

    private void changed() {
        lock.lock();
        try {
            changes++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        askers.shutdownNow();
        thread.join(Duration.ofSeconds(5).toMillis());
        journal.close();
    }

    private void run() {
        while (!stopped) {
            try {
                if (signNow()) {
                    Thread.sleep(interval.toMillis());
                } else {
                    awaitChange(changes(), BREATH);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("No head could be signed; trying again.", e);
                pause();
            }
        }
    }

    /** How many leaves the newest signed head covers. */
    public long signedSize() {
        return newestSize.get();
    }

    /** Signs the head of the log as it is now, unless that is signed or must not be; answers whether it did. */
    boolean signNow() {
        // The journal first: what it holds was in the tree by then.
        long signed = journal.newest().map(HeadJournal.Head::size).orElse(0L);
        long size = tree.size();
        boolean isNew = size > newestSize.get();
        // A log that is shorter than what was signed is looked into also while nothing new comes.
        if ((!isNew && signed <= size) || !maySign()) {
            return false;
        }
        sign(size);
        return true;
    }

    private void pause() {
        try {
            Thread.sleep(BREATH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // A log shorter than what was signed is either still being followed, or an old copy of it.
    private boolean maySign() {
        if (alarms.isOpen()) {
            return false;
        }
        Optional<HeadJournal.Head> before = journal.newest();
        long size = tree.size(); // after the journal, since others' heads are cosigned meanwhile
        if (before.isPresent() && before.get().size() > size) {
            if (isWhole()) {
                alarms.raise(
                        keys.organisation().value(),
                        Text.of(
                                "The log has " + size + " leaves, but a head of "
                                        + before.get().size() + " was signed: was an old database restored?",
                                "日志有 " + size + " 片叶，但曾签署过 " + before.get().size() + " 片叶的树头：是否恢复了旧数据库？"),
                        "signed " + before.get());
            }
            return false;
        }
        if (before.isPresent()
                && !tree.root(before.get().size()).equals(before.get().root())) {
            alarms.raise(
                    keys.organisation().value(),
                    Text.of(
                            "The log's first " + before.get().size() + " leaves are not those that were signed for.",
                            "日志的前 " + before.get().size() + " 片叶与已签署的不符。"),
                    "signed " + before.get() + "; now " + tree.root(before.get().size()));
            return false;
        }
        return true;
    }

    /**
     * Takes the log as it is now for the one that goes on, though heads that contradict it were signed: for people who know
     * that what is missing is lost. The heads that do not fit are forgotten here; the journal keeps them. Refuses
     * UNAVAILABLE while the read model follows the ledger.
     */
    public void goOnFromHere() {
        signing.lock();
        try {
            if (!isWhole()) {
                throw new Refusal(
                        ErrorCode.UNAVAILABLE,
                        "The read model still follows the ledger; decide when it has caught up.",
                        "读模型仍在跟随账本，请待其完成后再作决定。");
            }
            long size = tree.size();
            journal.accept(new HeadJournal.Head(size, tree.root(size)));
            List<Long> unfit = notes("").stream()
                    .map(Heads::head)
                    .filter(h -> h.size() > size || !tree.root(h.size()).equals(h.root()))
                    .map(Head::size)
                    .toList();
            unfit.forEach(head -> jdbc.update("delete from gateway.head where size = ?", head));
            newestSize.set(newest().map(Head::size).orElse(0L));
        } finally {
            signing.unlock();
        }
        changed();
    }

    // Whether everything that the ledger has is in the tree.
    private boolean isWhole() {
        Long next = jdbc.queryForObject("select next_block from readmodel.checkpoint", Long.class);
        return next != null && next >= ledger.height();
    }

    private void sign(long size) {
        Sha256 root = tree.root(size);
        String text = new Checkpoint(Checkpoint.origin(ledger.digest()), size, root).text();
        Note.Signature signature = signed(new HeadJournal.Head(size, root), keys.log(), text);
        Note note = new Note(text, List.of(signature));
        jdbc.update(
                "insert into gateway.head (size, note) values (?, ?) on conflict do nothing", size, note.toString());
        newestSize.set(size);
        changed();
        for (MspId other : known.others()) {
            askers.execute(() -> gather(other, size, note));
        }
    }

    private Note.Signature signed(HeadJournal.Head head, NoteSigner signer, String text) {
        signing.lock();
        try {
            journal.write(head);
            return signer.sign(text, Instant.now());
        } finally {
            signing.unlock();
        }
    }

    private void gather(MspId other, long size, Note note) {
        try {
            String line = witnesses.orElseThrow().cosign(other, note.toString());
            NoteKey key = new NoteKey(
                    Trust.witnessName(ledger.digest(), other.value()),
                    NoteKey.Kind.WITNESS,
                    known.of(other).witness());
            Note.Signature signature =
                    Note.parse(note.text() + "\n" + line).signatures().get(0);
            if (key.verifies(note.text(), signature)) {
                jdbc.update(
                        "insert into gateway.cosignature (size, msp, line) values (?, ?, ?) on conflict do nothing",
                        size,
                        other.value(),
                        line);
                changed();
            } else {
                known.recheck(other);
            }
        } catch (Refusal refusal) {
            LOG.debug(
                    "{} did not cosign the head of {}: {}",
                    other,
                    size,
                    refusal.detail().en());
        } catch (RuntimeException e) {
            LOG.warn("The cosignature of {} failed: {}", other, e.toString());
        }
    }

    /**
     * Cosigns another organisation's head, after comparing it with the own tree and with what was signed before; answers
     * the signature line. Refuses what is not signed by that organisation, what is not yet known here (UNAVAILABLE), and
     * everything while an alarm is open.
     */
    public String cosign(MspId asker, String head) {
        Note note = Note.parse(head);
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        requireSigned(asker, note, checkpoint);
        awaitSize(checkpoint.size());
        if (!maySign()) {
            throw new Refusal(ErrorCode.UNAVAILABLE, "This organisation signs nothing at present.", "本组织目前不签署。");
        }
        Sha256 root = tree.root(checkpoint.size());
        if (!root.equals(checkpoint.root())) {
            alarms.raise(
                    asker.value(),
                    Text.of(
                            "Its head of " + checkpoint.size() + " leaves is not that of our log.",
                            "其 " + checkpoint.size() + " 片叶的树头与本组织的日志不符。"),
                    new String(contradiction(asker, note, checkpoint, root).bytes(), StandardCharsets.UTF_8));
            throw new Refusal(ErrorCode.READ_CONFLICT, "This head is not that of our log.", "该树头与本组织的日志不符。");
        }
        Note.Signature signature = signed(new HeadJournal.Head(checkpoint.size(), root), keys.witness(), note.text());
        jdbc.update(
                "insert into gateway.seen_head (msp, size, note) values (?, ?, ?) on conflict (msp) do update"
                        + " set size = excluded.size, note = excluded.note where gateway.seen_head.size < excluded.size",
                asker.value(),
                checkpoint.size(),
                note.toString());
        return signature.toString();
    }

    /**
     * The evidence file about a head that is not our log's. What the organisation signed before and we cosigned convicts
     * it, unless that is shorter; then our own head stands beside its, and nobody but people can say which is wrong.
     */
    private Evidence contradiction(MspId asker, Note head, Checkpoint checkpoint, Sha256 root) {
        long size = checkpoint.size();
        Optional<String> before =
                jdbc
                        .queryForList("select note from gateway.seen_head where msp = ?", String.class, asker.value())
                        .stream()
                        .findFirst();
        if (before.isPresent()) {
            Checkpoint seen = Checkpoint.parse(Note.parse(before.get()).text());
            if (seen.size() == size) {
                return Evidence.equivocation(before.get(), head.toString());
            }
            if (seen.size() > size) {
                return Evidence.equivocation(head.toString(), before.get(), root, tree.consistency(size, seen.size()));
            }
        }
        String own = new Checkpoint(checkpoint.origin(), size, root).text();
        Note.Signature signature = signed(new HeadJournal.Head(size, root), keys.log(), own);
        return Evidence.equivocation(head.toString(), new Note(own, List.of(signature)).toString());
    }

    /** How many leaves the newest signed head covers. */
    long newestSize() {
        return newestSize.get();
    }

    private void requireSigned(MspId asker, Note note, Checkpoint checkpoint) {
        NoteKey key = new NoteKey(
                Checkpoint.origin(ledger.digest()),
                NoteKey.Kind.LOG,
                known.of(asker).log());
        boolean fits = checkpoint.origin().equals(Checkpoint.origin(ledger.digest()))
                && note.signatures().stream().anyMatch(s -> key.verifies(note.text(), s));
        if (!fits) {
            throw new Refusal(
                    ErrorCode.BAD_SIGNATURE,
                    "The head is not signed by the log key of " + asker + ".",
                    "该树头未由 " + asker + " 的日志密钥签署。");
        }
    }

    private void awaitSize(long size) {
        long end = System.nanoTime() + CATCH_UP.toNanos();
        try {
            while (tree.size() < size) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new Refusal(ErrorCode.UNAVAILABLE, "Our log has not come so far yet.", "本组织的日志尚未到达该大小。");
                }
                awaitChange(changes(), Duration.ofNanos(Math.min(left, TICK.toNanos())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorCode.UNAVAILABLE, "The gateway is stopping.", "网关正在停止。");
        }
    }

    private long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    private void awaitChange(long seen, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (changes == seen && nanos > 0) {
                nanos = moved.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The newest head, with the cosignatures it has. */
    public Optional<Head> newest() {
        return notes("order by h.size desc limit 1").stream().findFirst().map(Heads::head);
    }

    /**
     * The newest head over more than so many leaves that k organisations signed, or else the newest one. Waits for it a
     * moment: a head follows its block within the second.
     */
    public Optional<Head> covering(long leaf, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                long seen = changes();
                Optional<Head> best = best(leaf);
                long left = end - System.nanoTime();
                if (left <= 0
                        || best.filter(h -> h.organisations() >= known.k()).isPresent()) {
                    return best;
                }
                awaitChange(seen, Duration.ofNanos(left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return best(leaf);
        }
    }

    /** The head with the signatures of k organisations; of whom else signed, {@code /log/checkpoint} tells. */
    public Note byEnough(Head head) {
        Note note = head.note();
        int enough = Math.min(known.k(), note.signatures().size());
        return new Note(note.text(), note.signatures().subList(0, enough));
    }

    private Optional<Head> best(long leaf) {
        List<String> newest = notes("where h.size > ? order by h.size desc limit 20", leaf);
        return newest.stream()
                .map(Heads::head)
                .filter(h -> h.organisations() >= known.k())
                .findFirst()
                .or(() -> newest.stream().findFirst().map(Heads::head));
    }

    // A note ends in its signature lines: those of others are put behind the own one.
    private List<String> notes(String which, Object... parameters) {
        return jdbc.queryForList(
                "select h.note || coalesce((select string_agg(c.line, '' order by c.msp) from gateway.cosignature c"
                        + " where c.size = h.size), '') from gateway.head h " + which,
                String.class,
                parameters);
    }

    private static Head head(String text) {
        Note note = Note.parse(text);
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        return new Head(
                checkpoint.size(), checkpoint.root(), note, note.signatures().size());
    }
}
