package org.tradeseal.gateway.ledger.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Sha256;

/**
 * The public part of a transaction, as every organisation's peer would hold it; bytes are base64, of private keys and
 * values there are only SHA-256 digests. {@code privateInput} is the digest of a registrars' batch.
 */
record Envelope(
        String format,
        String id,
        MspId submitter,
        Instant timestamp,
        Invocation.Function function,
        String argument,
        @Nullable Sha256 privateInput,
        List<Read> reads,
        List<Write> writes,
        List<PrivateRead> privateReads,
        List<PrivateWrite> privateWrites,
        @Nullable Event event) {
    static final String FORMAT = "tradeseal/transaction/1";

    Envelope {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
        privateReads = List.copyOf(privateReads);
        privateWrites = List.copyOf(privateWrites);
    }

    /** A key of the channel's state and the version that was read; none if the key was absent. */
    record Read(String key, @Nullable Version version) {}

    record Write(String key, String value) {
        byte[] bytes() {
            return unbase64(value);
        }
    }

    record PrivateRead(
            String collection, Sha256 key, @Nullable Version version) {}

    record PrivateWrite(String collection, Sha256 key, Sha256 value) {}

    record Event(String name, String payload) {
        byte[] bytes() {
            return unbase64(payload);
        }
    }

    static Envelope of(Simulation.Proposal proposal, Simulation simulation, @Nullable Bytes privateInput) {
        List<Read> reads = new ArrayList<>();
        List<PrivateRead> privateReads = new ArrayList<>();
        simulation.reads().forEach((key, value) -> {
            if (key.isPrivate()) {
                privateReads.add(new PrivateRead(key.collection(), key.keyHash(), value.version()));
            } else {
                reads.add(new Read(key.key(), value.version()));
            }
        });
        List<Write> writes = new ArrayList<>();
        List<PrivateWrite> privateWrites = new ArrayList<>();
        simulation.writes().forEach((key, value) -> {
            byte[] bytes = value.toArray();
            if (key.isPrivate()) {
                privateWrites.add(new PrivateWrite(key.collection(), key.keyHash(), Sha256.of(bytes)));
            } else {
                writes.add(new Write(key.key(), base64(bytes)));
            }
        });
        return new Envelope(
                FORMAT,
                proposal.id(),
                proposal.submitter(),
                proposal.timestamp(),
                proposal.call().function(),
                base64(proposal.call().argument()),
                privateInput == null ? null : Sha256.of(privateInput.toArray()),
                reads,
                writes,
                privateReads,
                privateWrites,
                simulation.event());
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] unbase64(String text) {
        return Base64.getDecoder().decode(text);
    }

    Bytes argumentBytes() {
        return Bytes.of(unbase64(argument));
    }
}
