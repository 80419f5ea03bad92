package org.tradeseal.ledger.terms;

import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * That a licensee may grant sublicences: how many levels below its own licence, and of what kind at the most; ordinary
 * where nothing is said (SPC interpretation on technology contracts, art. 25).
 */
public record Sublicensing(int depth, @Nullable LicenceKind kind) {
    private static final int MAX_DEPTH = 5;

    public Sublicensing {
        kind = kind == null ? LicenceKind.ORDINARY : kind;
        if (depth < 1 || depth > MAX_DEPTH) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "Sublicensing goes 1 to " + MAX_DEPTH
                                    + " levels deep; leave it out where it is not allowed.",
                            "分许可层级为 1 至 " + MAX_DEPTH + "；不允许分许可时请不要填写。")
                    .at("/depth");
        }
    }

    LicenceKind strongest() {
        return kind == null ? LicenceKind.ORDINARY : kind;
    }
}
