package org.tradeseal.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one organisation says is the latest version of a record at a head, or that there is no such record: either
 * {@code version} or {@code absent}. {@code asker} and {@code nonce} are whom it answers and what they chose.
 */
public record Status(
        String format,
        Sha256 ledger,
        long size,
        Sha256 root,
        RecordId subject,
        @Nullable Integer version,
        @Nullable Boolean absent,
        Scope scope,
        @Nullable String asker,
        @Nullable String nonce,
        Instant issuedAt,
        Instant expires,
        String signer) {
    public static final String FORMAT = "tradeseal/status/1";

    private static final byte[] DOMAIN = "tradeseal/status/1\n".getBytes(StandardCharsets.US_ASCII);

    /** Where the signer looked. */
    public enum Scope {
        /** The channel, which every organisation keeps. */
        CHANNEL,
        /** The financing register, which only the registrars keep: only their statements count. */
        REGISTRARS
    }

    public Status {
        Required.field(format, "/format");
        Required.field(ledger, "/ledger");
        Required.field(root, "/root");
        Required.field(subject, "/subject");
        Required.field(scope, "/scope");
        Required.field(issuedAt, "/issuedAt");
        Required.field(expires, "/expires");
        Required.field(signer, "/signer");
        if (!format.equals(FORMAT)) {
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "Unknown status format.", "未知的状态声明格式。").at("/format");
        }
        Trust.requireMsp(signer);
        boolean oneAnswer = version == null ? Boolean.TRUE.equals(absent) : absent == null && version >= 1;
        boolean life = expires.isAfter(issuedAt);
        if (!oneAnswer || !life || size < 0 || tooLong(asker) || tooLong(nonce)) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A status names a version from 1 on or says absent, and expires after it was issued.",
                    "状态声明须给出从 1 起的版本或说明不存在，且失效时间晚于签发时间。");
        }
    }

    private static boolean tooLong(@Nullable String text) {
        return text != null && text.length() > 128;
    }

    /** What a signature covers: the domain line and the canonical bytes. */
    public byte[] signedBytes() {
        return signedBytes(CanonicalJson.bytes(this));
    }

    static byte[] signedBytes(byte[] json) {
        byte[] signed = new byte[DOMAIN.length + json.length];
        System.arraycopy(DOMAIN, 0, signed, 0, DOMAIN.length);
        System.arraycopy(json, 0, signed, DOMAIN.length, json.length);
        return signed;
    }
}
