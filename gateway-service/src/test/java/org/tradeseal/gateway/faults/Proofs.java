package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.Note;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Trust;

/**
 * What a stranger holds against a registry: the trust file of the first day, every head of the log that it was shown, and
 * receipts.
 */
final class Proofs implements AutoCloseable {
    private static final int WIDTH = 256;
    private static final int HASH = 32;
    private static final int SAMPLE = 10;
    private static final Duration BETWEEN = Duration.ofMillis(300);

    private final Rest anybody;
    private final NavigableMap<Long, Checkpoint> heads = new ConcurrentSkipListMap<>();
    private final List<Checkpoint> contradictions = new ArrayList<>();
    private final Thread watcher = new Thread(this::watch, "head-watcher");
    private volatile boolean closed;
    private @Nullable Trust trust;

    Proofs(Rest anybody) {
        this.anybody = anybody;
        watcher.setDaemon(true);
        watcher.start();
    }

    // Whoever saves heads does not know when something breaks.
    private void watch() {
        while (!closed) {
            try {
                Rest.Answer answer = anybody.get("/log/checkpoint");
                if (answer.status() == 200) {
                    keep(answer.text());
                }
            } catch (IOException e) {
                // it is away
            }
            Waiting.pause(BETWEEN);
        }
    }

    private void keep(String note) {
        Checkpoint head = Checkpoint.parse(Note.parse(note).text());
        Checkpoint before = heads.putIfAbsent(head.size(), head);
        if (before != null && !before.equals(head)) {
            synchronized (contradictions) {
                contradictions.add(head);
            }
        }
    }

    /** The trust file, asked for once. */
    synchronized Trust trust() {
        if (trust == null) {
            try {
                trust = Trust.read(anybody.bytes("/log/trust"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return trust;
    }

    /** P5: receipts of a sample of acknowledged records, and all saved heads against the log as it is now. */
    List<String> check(Rest reader, List<Acknowledged> acknowledged, long blocks) throws IOException {
        Map<String, byte[]> receipts = new LinkedHashMap<>();
        int step = Math.max(1, acknowledged.size() / SAMPLE);
        for (int i = 0; i < acknowledged.size(); i += step) {
            String id = acknowledged.get(i).id();
            receipts.put(id, reader.bytes("/v1/records/" + id + "/receipt?minBlock=" + (blocks - 1)));
        }
        List<String> broken = new ArrayList<>(Checks.unproven(trust(), receipts));
        receipts.forEach((id, receipt) -> broken.addAll(Checks.forgeable(trust(), id, receipt)));
        keep(anybody.get("/log/checkpoint").text());
        List<Checkpoint> saved = new ArrayList<>(heads.values());
        synchronized (contradictions) {
            saved.addAll(contradictions);
        }
        broken.addAll(Checks.inconsistent(saved, leafHashes(heads.lastKey())));
        return broken;
    }

    int savedHeads() {
        return heads.size();
    }

    // The log's leaves as its tiles show them (C2SP tlog-tiles).
    private List<Sha256> leafHashes(long size) throws IOException {
        List<Sha256> hashes = new ArrayList<>();
        for (long tile = 0; tile * WIDTH < size; tile++) {
            long width = Math.min(WIDTH, size - tile * WIDTH);
            byte[] bytes =
                    anybody.bytes("/log/tile/0/" + String.format("%03d", tile) + (width == WIDTH ? "" : ".p/" + width));
            for (int i = 0; i < bytes.length; i += HASH) {
                hashes.add(Sha256.fromBytes(Arrays.copyOfRange(bytes, i, i + HASH)));
            }
        }
        return hashes;
    }

    @Override
    public void close() {
        closed = true;
    }
}
