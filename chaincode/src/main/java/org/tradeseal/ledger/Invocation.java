package org.tradeseal.ledger;

/**
 * One call of the chaincode: its function, its argument, which every peer keeps for ever, and its transient argument,
 * which only the endorsers see. Either may be empty.
 */
public final class Invocation {
    private static final byte[] NONE = {};

    private final Function function;
    private final byte[] argument;
    private final byte[] transientArgument;

    /** The chaincode's functions. */
    public enum Function {
        /** Starts the ledger; argument: the genesis; transient: the registrars' secret. */
        START,
        /** A batch about the channel's records; answers {@link Outcome.Answer}. */
        SUBMIT,
        /** A batch about the registrars' records, as transient argument; answers {@link Outcome.Answer}. */
        SUBMIT_PRIVATE,
        /** Stores a payload, given as transient argument, in the implicit collection of the submitter's organisation. */
        DELIVER,
        /** Runs one unsigned command, as transient argument, without writing; answers {@link Preview}. */
        PREVIEW,
        /** Answers the stored record whose id is the argument; empty if there is none. */
        READ,
        /** Answers the stored record of the registrars' collection; only to members. */
        READ_PRIVATE,
        /** Answers the payload under a record's id in the submitter's own collection; empty if there is none. */
        READ_PAYLOAD
    }

    private Invocation(Function function, byte[] argument, byte[] transientArgument) {
        this.function = function;
        this.argument = argument.clone();
        this.transientArgument = transientArgument.clone();
    }

    public static Invocation of(Function function, byte[] argument) {
        return new Invocation(function, argument, NONE);
    }

    public static Invocation ofTransient(Function function, byte[] transientArgument) {
        return new Invocation(function, NONE, transientArgument);
    }

    public static Invocation of(Function function, byte[] argument, byte[] transientArgument) {
        return new Invocation(function, argument, transientArgument);
    }

    public Function function() {
        return function;
    }

    public byte[] argument() {
        return argument.clone();
    }

    public byte[] transientArgument() {
        return transientArgument.clone();
    }
}
