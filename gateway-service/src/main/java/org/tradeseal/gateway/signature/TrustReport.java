package org.tradeseal.gateway.signature;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the trust folder holds: what is used, and what is not and why. Digests are SHA-256 in lower-case hexadecimal.
 *
 * @param anchors CA certificates that signatures may lead to
 * @param revocationLists revocation lists consulted
 * @param unused everything in the folder that is not used, SM2 anchors included
 */
public record TrustReport(List<Anchor> anchors, List<RevocationList> revocationLists, List<Unused> unused) {
    public TrustReport {
        anchors = List.copyOf(anchors);
        revocationLists = List.copyOf(revocationLists);
        unused = List.copyOf(unused);
    }

    /** How many anchors wait for the SM2 engine. */
    public long sm2Anchors() {
        return unused.stream().filter(entry -> entry.cause() == Cause.SM2).count();
    }

    /** A trusted CA; trusted only within its own validity. */
    public record Anchor(String file, String digest, String subject, Instant notBefore, Instant notAfter) {}

    /** A revocation list; {@code nextUpdate} in the past makes it stale, and a stale list proves nothing. */
    public record RevocationList(
            String file,
            String digest,
            String issuer,
            @Nullable Instant nextUpdate) {}

    /** An entry of the folder that is not used. */
    public record Unused(String file, @Nullable String digest, Cause cause) {}

    /** Why an entry of the folder is not used, in both languages. */
    public enum Cause {
        SM2("SM2 or SM3: kept for the SM2 engine, not used yet", "SM2 或 SM3 算法：留待 SM2 引擎，尚未使用"),
        NOT_A_CA("not a CA certificate", "不是 CA 证书"),
        NOT_PINNED("its digest is not among the configured pins", "其摘要不在配置的固定列表中"),
        UNREADABLE("neither a certificate nor a revocation list that can be read", "不是可读取的证书或吊销列表");

        private final String english;
        private final String chinese;

        Cause(String english, String chinese) {
            this.english = english;
            this.chinese = chinese;
        }

        public String english() {
            return english;
        }

        public String chinese() {
            return chinese;
        }
    }
}
