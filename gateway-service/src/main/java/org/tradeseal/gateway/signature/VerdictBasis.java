package org.tradeseal.gateway.signature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict rests on, so that it can be replayed offline; every digest is SHA-256 in lower-case hexadecimal.
 *
 * @param agreement the mutual recognition agreement applied, if any
 * @param trustLists the trust anchors (DER certificates) that the signatures' chains end in
 * @param revocation the revocation lists and OCSP answers consulted
 * @param policy the validation policy in force, as XML bytes
 */
public record VerdictBasis(
        @Nullable String agreement, List<String> trustLists, List<String> revocation, String policy) {
    public VerdictBasis {
        trustLists = List.copyOf(trustLists);
        revocation = List.copyOf(revocation);
    }
}
