package org.tradeseal.gateway.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedStatus;

/** The other organisations' gateways, as far as the log is concerned. */
public interface Witnesses {
    /** Who they are. */
    List<MspId> organisations();

    /** The public keys of an organisation's log and witness: 32 bytes in base64. Throws a Refusal. */
    Keys keys(MspId organisation);

    /** Asks an organisation to cosign a head; answers its signature line. Throws a Refusal. */
    String cosign(MspId organisation, String note);

    /** Asks an organisation which version of a record is the latest; answers its signed statement. Throws a Refusal. */
    SignedStatus state(MspId organisation, Question question);

    /** What a statement is asked for: a record under a head, by whom, with a nonce that the asker chose. */
    record Question(
            RecordId subject,
            long size,
            Sha256 root,
            String asker,
            @Nullable String nonce) {}

    /** An organisation's two public keys. */
    record Keys(String log, String witness) {}
}
