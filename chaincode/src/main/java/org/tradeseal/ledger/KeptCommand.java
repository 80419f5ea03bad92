package org.tradeseal.ledger;

import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.Sha256;

/**
 * A command about the registrars' records as their collection keeps it: it travelled as transient data, so that no block
 * has it, and receipts need it. The salt keeps its hash, which every peer sees, from being guessed.
 */
public record KeptCommand(Command command, @Nullable String signature, Sha256 salt) {
    /** The name under which a command lies, by its digest. */
    static String key(Sha256 digest) {
        return "command/" + digest;
    }
}
