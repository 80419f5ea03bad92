package org.tradeseal.ledger.invoice;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.Sha256;

/**
 * What became of checking a document's signature (ETSI EN 319 102-1): the indication, the signature's format such as
 * {@code XAdES-BASELINE-T}, the digest that stands for the signer, and the digest of the validation policy. A signer's
 * name can be guessed, so that its digest is keyed or taken over the whole certificate.
 */
public record SignatureVerdict(Indication indication, String format, Sha256 signer, Sha256 policy) {

    /** The main indication of EN 319 102-1, section 5.1.3. */
    public enum Indication {
        TOTAL_PASSED,
        INDETERMINATE,
        TOTAL_FAILED
    }

    public SignatureVerdict {
        Required.field(indication, "/indication");
        Texts.requireLine(Required.field(format, "/format"), 64, "/format");
        Required.field(signer, "/signer");
        Required.field(policy, "/policy");
    }
}
