package org.tradeseal.ledger.financing;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/** Which invoices' registers share a check key, in the order of their registration. */
final class CheckIndex {
    // Who looks alike is told to nobody; it is enough to know that there are others.
    private static final int MAX_HOLDERS = 8;

    private CheckIndex() {}

    /** The value under one check key; the salt keeps its plain hash, which every peer sees, from being guessed. */
    record Entry(List<RecordId> registers, Sha256 salt) {
        Entry {
            registers = List.copyOf(registers);
        }
    }

    static void register(Execution x, RecordId register, CheckKeys keys) {
        for (CheckKind kind : CheckKind.values()) {
            String key = key(kind, keys);
            List<RecordId> holders = holders(x, key);
            if (!holders.contains(register) && holders.size() < MAX_HOLDERS) {
                List<RecordId> more = new ArrayList<>(holders);
                more.add(register);
                x.putPrivateState(key, CanonicalJson.bytes(new Entry(more, x.saltOf(key))));
            }
        }
    }

    /** Whether another invoice with the same number, date and amount was registered before this one. */
    static boolean registeredBefore(Execution x, RecordId register, @Nullable CheckKeys keys) {
        if (keys == null) {
            return false;
        }
        List<RecordId> holders = holders(x, key(CheckKind.EXACT, keys));
        return !holders.isEmpty() && !holders.get(0).equals(register);
    }

    /** By what other registered invoices look like this one. */
    static SortedSet<CheckKind> similar(Execution x, RecordId register, @Nullable CheckKeys keys) {
        SortedSet<CheckKind> kinds = new TreeSet<>();
        if (keys == null) {
            return kinds;
        }
        for (CheckKind kind : CheckKind.values()) {
            if (holders(x, key(kind, keys)).stream().anyMatch(r -> !r.equals(register))) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static List<RecordId> holders(Execution x, String key) {
        byte[] value = x.privateState(key);
        return value == null
                ? List.of()
                : CanonicalJson.read(value, Entry.class).registers();
    }

    private static String key(CheckKind kind, CheckKeys keys) {
        return "check/" + kind + "/" + keys.get(kind);
    }
}
