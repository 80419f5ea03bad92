package org.tradeseal.ledger.formats;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.Sha256;

/** A ledger whose transactions have fixed ids and times, so that the same story gives the same bytes. */
final class VectorLedger {
    private final Map<String, byte[]> state = new TreeMap<>();
    private final Map<String, byte[]> collection = new TreeMap<>();
    final List<Step> steps = new ArrayList<>();

    Step begin(MspId submitter) {
        Step step = new Step(
                "tx-" + (steps.size() + 1), Instant.parse("2026-11-22T08:00:0" + steps.size() + "Z"), submitter);
        steps.add(step);
        return step;
    }

    /** One transaction; its writes become visible with {@link #commit}. */
    final class Step implements Transaction {
        private final String id;
        private final Instant time;
        private final MspId submitter;
        final Map<String, byte[]> writes = new LinkedHashMap<>();
        byte[] event = {};

        private Step(String id, Instant time, MspId submitter) {
            this.id = id;
            this.time = time;
            this.submitter = submitter;
        }

        void commit() {
            state.putAll(writes);
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Instant timestamp() {
            return time;
        }

        @Override
        public MspId submitter() {
            return submitter;
        }

        @Override
        public MspId peer() {
            return submitter;
        }

        @Override
        public byte[] get(String key) {
            return state.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            writes.put(key, value);
        }

        @Override
        public byte[] getPrivate(String name, String key) {
            return collection.get(name + "/" + key);
        }

        @Override
        public void putPrivate(String name, String key, byte[] value) {
            collection.put(name + "/" + key, value);
        }

        @Override
        public byte[] getPrivateHash(String name, String key) {
            byte[] value = collection.get(name + "/" + key);
            return value == null ? null : Sha256.digest(value);
        }

        @Override
        public void emit(String name, byte[] payload) {
            event = payload;
        }
    }
}
