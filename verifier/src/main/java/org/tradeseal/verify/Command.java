package org.tradeseal.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an actor wants done, bound to one ledger, to an expiry and to the versions it was decided on. Without
 * {@code keyId} it is custodial: the host acts for its participant. {@code result} is signed by authorities only.
 */
public record Command(
        String format,
        Sha256 ledger,
        String command,
        RecordId actor,
        @Nullable String keyId,
        String idempotencyKey,
        Instant expires,
        List<Expectation> expect,
        ObjectNode body,
        @Nullable Sha256 result) {
    public static final String FORMAT = "tradeseal/command/1";

    static final byte[] DOMAIN = "tradeseal/command/1\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern NAME = Pattern.compile("[a-z-]{1,40}\\.[a-z-]{1,40}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    public Command {
        Required.field(format, "/format");
        Required.field(ledger, "/ledger");
        Required.field(command, "/command");
        Required.field(actor, "/actor");
        Required.field(idempotencyKey, "/idempotencyKey");
        Required.field(expires, "/expires");
        Required.field(expect, "/expect");
        Required.field(body, "/body");
        if (!format.equals(FORMAT)) {
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "Unknown command format.", "未知的命令格式。").at("/format");
        }
        if (!NAME.matcher(command).matches()) {
            throw new Refusal(ErrorCode.UNKNOWN_COMMAND, "The command's name is malformed.", "命令名称格式有误。")
                    .at("/command");
        }
        if (!KEY.matcher(idempotencyKey).matches()) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "An idempotency key is 1 to 128 visible ASCII characters.",
                            "幂等键为 1 至 128 个可见 ASCII 字符。")
                    .at("/idempotencyKey");
        }
        expect = List.copyOf(expect);
        if (expect.size() > 64) {
            throw new Refusal(ErrorCode.MALFORMED, "More than 64 expectations.", "expect 超过 64 项。").at("/expect");
        }
    }

    /** The canonical bytes (RFC 8785). */
    public byte[] bytes() {
        return CanonicalJson.bytes(this);
    }

    /** The bytes a signature covers: the domain line and the canonical bytes. */
    public byte[] signedBytes() {
        byte[] bytes = bytes();
        byte[] signed = new byte[DOMAIN.length + bytes.length];
        System.arraycopy(DOMAIN, 0, signed, 0, DOMAIN.length);
        System.arraycopy(bytes, 0, signed, DOMAIN.length, bytes.length);
        return signed;
    }

    public Sha256 digest() {
        return Sha256.of(signedBytes());
    }

    /** What makes a repetition the same request: command, actor and body. Expiry, key and expectations may be renewed. */
    public Sha256 requestDigest() {
        return Sha256.of(CanonicalJson.bytes(Map.of("command", command, "actor", actor, "body", body)));
    }

    /** The same command with an authority's digest of the resulting record. */
    public Command withResult(Sha256 digest) {
        return new Command(format, ledger, command, actor, keyId, idempotencyKey, expires, expect, body, digest);
    }
}
