package org.tradeseal.gateway.ledger;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tradeseal.ledger.Preview;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.StoredRecord;

/**
 * The gateways of the registrars, for a gateway that serves none: commands about the registrars' records, and these
 * records, travel between gateways and not over the channel.
 */
public interface Registrars {
    /** Hands a signed command over to be submitted; fails with the Refusal of contract or ledger, or UNAVAILABLE. */
    CompletableFuture<LedgerClient.Done> submit(SignedCommand command);

    /** Previews a command of a participant that this gateway's organisation hosts. Throws a Refusal. */
    Preview preview(Command draft);

    /** The signed command that made a version, of a record that one of this organisation's participants may read. */
    Optional<SignedCommand> command(RecordId id, int version);

    /** The newest version of a record that one of this organisation's participants may read. */
    Optional<StoredRecord> find(RecordId id);
}
