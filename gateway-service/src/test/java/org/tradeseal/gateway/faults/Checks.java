package org.tradeseal.gateway.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.Merkle;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Trust;
import org.tradeseal.verify.Verdict;
import org.tradeseal.verify.Verification;
import org.tradeseal.verify.Verifier;

/** What must hold after a fault; each check answers what is broken, and nothing where all is well. */
final class Checks {
    private static final int TOLD = 5;

    private Checks() {}

    /** A record as another organisation's gateway shows it: its id, and the key that its title carries. */
    record Seen(String id, String key) {}

    /** P1: every acknowledged record is on the ledger, as another organisation reads it. */
    static List<String> lost(Collection<Acknowledged> acknowledged, Collection<Seen> seen) {
        Set<String> there = new HashSet<>();
        seen.forEach(s -> there.add(s.id()));
        return some(
                "P1 acknowledged, but not on the ledger",
                acknowledged.stream()
                        .filter(a -> !there.contains(a.id()))
                        .map(Object::toString)
                        .toList());
    }

    /** P2 and P6: every key that was ever used, however often it was repeated, has exactly one record, the one told. */
    static List<String> notOnce(Set<String> used, Collection<Acknowledged> acknowledged, Collection<Seen> seen) {
        Map<String, List<String>> byKey = new TreeMap<>();
        used.forEach(key -> byKey.put(key, new ArrayList<>()));
        for (Seen s : seen) {
            if (used.contains(s.key())) {
                byKey.get(s.key()).add(s.id());
            }
        }
        List<String> broken = new ArrayList<>();
        byKey.forEach((key, ids) -> {
            if (ids.size() != 1) {
                broken.add(key + " has the records " + ids);
            }
        });
        Map<String, String> told = new HashMap<>();
        for (Acknowledged a : acknowledged) {
            String before = told.put(a.key(), a.id());
            if (before != null && !before.equals(a.id())) {
                broken.add(a.key() + " was answered with " + before + " and with " + a.id());
            } else if (!byKey.getOrDefault(a.key(), List.of()).contains(a.id())) {
                broken.add(a.key() + " was answered with " + a.id() + ", which the ledger has not under this key");
            }
        }
        return some("P2 not exactly once", broken);
    }

    /** P6: what became of every write was told in the end. */
    static List<String> neverTold(Set<String> used, Collection<Acknowledged> acknowledged) {
        Set<String> open = new HashSet<>(used);
        acknowledged.forEach(a -> open.remove(a.key()));
        return some("P6 never answered", open.stream().sorted().toList());
    }

    /** P3: two read models have the same rows, both ways. */
    static List<String> differing(String whose, List<String> live, List<String> rebuilt) {
        List<String> differences = new ArrayList<>();
        Set<String> liveRows = new HashSet<>(live);
        Set<String> rebuiltRows = new HashSet<>(rebuilt);
        live.stream().filter(row -> !rebuiltRows.contains(row)).forEach(row -> differences.add("only live: " + row));
        rebuilt.stream().filter(row -> !liveRows.contains(row)).forEach(row -> differences.add("only rebuilt: " + row));
        if (live.size() != rebuilt.size()) {
            differences.add(live.size() + " rows live, " + rebuilt.size() + " rebuilt");
        }
        return some("P3 " + whose + "'s read model is not its ledger", differences);
    }

    /** P5: every receipt verifies with the trust file and nothing else, apart from what it says about now. */
    static List<String> unproven(Trust trust, Map<String, byte[]> receipts) {
        Verifier verifier = new Verifier(trust);
        List<String> broken = new ArrayList<>();
        receipts.forEach((id, receipt) -> {
            Verification verification = verifier.verify(receipt, null, Instant.now());
            boolean itsOwn = id.equals(String.valueOf(verification.record()));
            if (!itsOwn || verification.verdict() != Verdict.VALID) {
                broken.add(id + ": " + verification);
            }
        });
        return some("P5 receipts that do not verify", broken);
    }

    /** P5's control: a receipt that differs in any digit of its record is refused. */
    static List<String> forgeable(Trust trust, String id, byte[] receipt) {
        byte[] forged = receipt.clone();
        int place = new String(forged, StandardCharsets.ISO_8859_1).indexOf("\"recordedAt\":\"") + 15;
        forged[place] ^= 1;
        return unproven(trust, Map.of(id, forged)).isEmpty()
                ? List.of("P5 a forged receipt of " + id + " verifies")
                : List.of();
    }

    /** P5: every head that was ever saved is one of the log's beginnings. */
    static List<String> inconsistent(Collection<Checkpoint> saved, List<Sha256> leafHashes) {
        List<String> broken = new ArrayList<>();
        for (Checkpoint head : saved) {
            if (head.size() > leafHashes.size()) {
                broken.add("a head of " + head.size() + " leaves was signed, the log has " + leafHashes.size());
            } else if (!Merkle.root(leafHashes.subList(0, (int) head.size())).equals(head.root())) {
                broken.add("the head of " + head.size() + " leaves is none of the log's now");
            }
        }
        return some("P5 saved heads that the log does not continue", broken);
    }

    /** P4: a process's log holds none of these words. */
    static List<String> leaked(String log, Collection<String> canaries) {
        return some(
                "P4 words in the log that nobody may read there",
                canaries.stream()
                        .filter(log::contains)
                        .map(c -> c.substring(0, Math.min(4, c.length())) + "…")
                        .toList());
    }

    /** P7: the longest time without an acknowledgement, from the fault until the load was ended. */
    static Duration longestPause(long faultAtNanos, long endAtNanos, Collection<Acknowledged> acknowledged) {
        long longest = 0;
        long last = faultAtNanos;
        List<Long> told =
                acknowledged.stream().map(Acknowledged::toldAtNanos).sorted().toList();
        for (long at : told) {
            if (at > faultAtNanos && at < endAtNanos) {
                longest = Math.max(longest, at - last);
                last = at;
            }
        }
        return Duration.ofNanos(Math.max(longest, endAtNanos - last));
    }

    /** P7: writes are acknowledged again within the limit. */
    static List<String> tooSlow(Duration pause, Duration limit) {
        return pause.compareTo(limit) <= 0
                ? List.of()
                : List.of("P7 no write was acknowledged for " + seconds(pause) + " s; the limit is " + seconds(limit)
                        + " s");
    }

    static String seconds(Duration time) {
        return String.format(java.util.Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }

    private static List<String> some(String what, List<String> broken) {
        return broken.isEmpty()
                ? List.of()
                : List.of(what + " (" + broken.size() + "): "
                        + String.join("; ", broken.subList(0, Math.min(TOLD, broken.size()))));
    }
}
