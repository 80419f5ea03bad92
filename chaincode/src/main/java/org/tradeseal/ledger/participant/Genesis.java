package org.tradeseal.ledger.participant;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * What a ledger starts from: its name, a random nonce, the registrars and the founders. Its digest names the ledger in
 * every command, record id, field and leaf.
 */
public record Genesis(
        String format,
        String network,
        Instant createdAt,
        Sha256 nonce,
        List<MspId> registrars,
        List<Founder> founders) {
    public static final String FORMAT = "tradeseal/genesis/1";

    /** The key of the channel's state that holds it. */
    public static final String KEY = "genesis";

    /** A participant that exists from the start, under a name that its id derives from. */
    public record Founder(String name, AdmitParticipant participant) {}

    public Genesis {
        registrars = List.copyOf(registrars);
        founders = List.copyOf(founders);
        if (!format.equals(FORMAT)) {
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "Unknown genesis format.", "未知的创世格式。").at("/format");
        }
    }

    /** The ledger digest: SHA-256 over {@code "tradeseal/genesis/1\n"} and the canonical bytes. */
    public Sha256 ledger() {
        return Sha256.of("tradeseal/genesis/1\n".getBytes(StandardCharsets.US_ASCII), CanonicalJson.bytes(this));
    }

    /** The id of the founder of this name. */
    public static RecordId founderId(Sha256 ledger, String name) {
        return RecordId.derive(ledger, Participant.TYPE.prefix(), "founder", name);
    }

    /** The ids of all founders. */
    public List<RecordId> founderIds(Sha256 ledger) {
        return founders.stream().map(f -> founderId(ledger, f.name())).toList();
    }

    /** The organisations of the founders with this role. */
    public List<MspId> hostsOf(Role role) {
        return founders.stream()
                .map(Founder::participant)
                .filter(p -> p.roles().contains(role))
                .map(AdmitParticipant::organisation)
                .distinct()
                .toList();
    }

    /** The genesis of the ledger that a command runs on. */
    public static Genesis read(Execution x) {
        return x.parsed(Genesis.class, KEY, json -> CanonicalJson.read(json, Genesis.class))
                .orElseThrow(() -> new IllegalStateException("the ledger has no genesis record"));
    }
}
