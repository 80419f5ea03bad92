package org.tradeseal.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Private fields of a record shown to somebody, as an SD-JWT (RFC 9901) signed by an organisation: each of its disclosures
 * opens one field of the record's field root, so that whoever also holds the record's {@link Receipt} checks them without a
 * server. {@code size} is how far the signer's log went, {@code discloser} the participant that shows the fields,
 * {@code audience} and {@code nonce} whom it answers and what they chose.
 */
public record Disclosure(
        Sha256 ledger,
        RecordId record,
        FieldRoot root,
        RecordId discloser,
        List<FieldOpening> openings,
        Terms terms,
        Instant issuedAt,
        long size) {
    public static final String FORMAT = "tradeseal/disclosure/1";

    public static final String MEDIA_TYPE = "application/vnd.tradeseal.disclosure+sd-jwt";

    /** How the name of a disclosure's file ends. */
    public static final String FILE_ENDING = ".disclosure.sd-jwt";

    /** Larger disclosures are refused before they are read. */
    public static final int MAX_BYTES = ParsedReceipt.MAX_BYTES;

    /** The header's {@code typ}: the media type without {@code application/} (RFC 7515 section 4.1.9). */
    static final String TYPE = "vnd.tradeseal.disclosure+sd-jwt";

    /** Fully specified, as RFC 9864 asks for. */
    static final String ALGORITHM = "Ed25519";

    static final String HASH = "sha-256";

    public Disclosure {
        openings = List.copyOf(openings);
    }

    /** On what terms fields are shown: the policy that chose them, for whom, what they chose, and until when. */
    public record Terms(
            @Nullable String policy,
            @Nullable String audience,
            @Nullable String nonce,
            @Nullable Instant expires) {
        public static final Terms NONE = new Terms(null, null, null, null);
    }

    /** What a verifier asked for; null where it does not matter. */
    public record Asked(@Nullable String audience, @Nullable String nonce) {
        public static final Asked NOTHING = new Asked(null, null);
    }

    /** The disclosures of RFC 9901 section 4.2.1, in the order of the fields. */
    List<String> disclosures() {
        List<String> disclosures = new ArrayList<>();
        for (FieldOpening opening : openings) {
            Map<String, Object> shown = new TreeMap<>();
            shown.put("index", opening.index());
            shown.put("proof", Merkle.toText(opening.path()));
            shown.put("type", opening.field().type());
            shown.put("value", opening.field().value());
            String salt = Base64Text.url(opening.salt().bytes());
            disclosures.add(Base64Text.url(
                    CanonicalJson.bytes(List.of(salt, opening.field().pointer(), shown))));
        }
        return disclosures;
    }

    /** What {@code _sd} says of a disclosure (RFC 9901 section 4.2.3). */
    static String digest(String disclosure) {
        return Base64Text.url(Sha256.digest(Json.utf8(disclosure)));
    }

    /** Header and payload as they are signed (RFC 7515 section 5.1). */
    String signedText(NoteKey key) {
        Map<String, Object> payload = new TreeMap<>();
        payload.put("_sd_alg", HASH);
        payload.put("discloser", discloser);
        payload.put(
                "fields",
                Map.of(
                        "_sd",
                        disclosures().stream().map(Disclosure::digest).sorted().toList()));
        payload.put("format", FORMAT);
        payload.put("iat", issuedAt.getEpochSecond());
        payload.put("iss", key.name());
        payload.put("ledger", ledger);
        payload.put("root", root);
        payload.put("size", size);
        payload.put("sub", record);
        putIfGiven(payload, "aud", terms.audience());
        putIfGiven(
                payload, "exp", terms.expires() == null ? null : terms.expires().getEpochSecond());
        putIfGiven(payload, "nonce", terms.nonce());
        putIfGiven(payload, "policy", terms.policy());
        Map<String, String> header = Map.of("alg", ALGORITHM, "kid", key.id(), "typ", TYPE);
        return Base64Text.url(CanonicalJson.bytes(header)) + "." + Base64Text.url(CanonicalJson.bytes(payload));
    }

    private static void putIfGiven(Map<String, Object> payload, String name, @Nullable Object value) {
        if (value != null) {
            payload.put(name, value);
        }
    }
}
