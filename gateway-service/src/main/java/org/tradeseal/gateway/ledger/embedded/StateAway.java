package org.tradeseal.gateway.ledger.embedded;

import org.tradeseal.verify.Refusal;

/**
 * Thrown inside a simulation that could not read the state. It is no Refusal there: a contract would answer for one command
 * what is wrong with the whole transaction, and write the others as if the rules had refused that one.
 */
final class StateAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    StateAway(Refusal refusal) {
        super("the state cannot be read", refusal, false, false);
        this.refusal = refusal;
    }

    /** What the caller is told. */
    Refusal refusal() {
        return refusal;
    }
}
