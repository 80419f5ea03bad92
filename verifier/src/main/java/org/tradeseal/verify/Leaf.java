package org.tradeseal.verify;

/** One record change in the transparency log. Its bytes are its canonical JSON; its position is its index. */
public record Leaf(String format, Sha256 ledger, RecordId id, int version, Sha256 commitment) {
    public static final String FORMAT = "tradeseal/leaf/1";

    public Leaf {
        Required.field(format, "/format");
        Required.field(ledger, "/ledger");
        Required.field(id, "/id");
        Required.field(commitment, "/commitment");
        if (!format.equals(FORMAT)) {
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "Unknown leaf format.", "未知的叶格式。").at("/format");
        }
    }

    public Leaf(Sha256 ledger, RecordId id, int version, Sha256 commitment) {
        this(FORMAT, ledger, id, version, commitment);
    }

    /** The leaf's hash in the log (RFC 9162 section 2.1.1). */
    public Sha256 hash() {
        return Merkle.leafHash(
                Json.utf8(beforeCommitment() + commitment + afterCommitment(ledger.hex(), id.value(), version)));
    }

    // A leaf has no text in it that JSON would escape: its canonical form is written out.
    static String beforeCommitment() {
        return "{\"commitment\":\"";
    }

    static String afterCommitment(String ledger, String id, int version) {
        return "\",\"format\":\"" + FORMAT + "\",\"id\":\"" + id + "\",\"ledger\":\"" + ledger + "\",\"version\":"
                + version + "}";
    }
}
