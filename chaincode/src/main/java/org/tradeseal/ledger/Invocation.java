package org.tradeseal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * One call of the chaincode: its function, its argument, which every peer keeps for ever, and its transient argument,
 * which only the endorsers see. Either may be empty. On Fabric it travels as {@link #arguments} and {@link #transientMap}.
 */
public final class Invocation {
    /** The key of Fabric's transient map under which the transient argument travels. */
    public static final String TRANSIENT_KEY = "argument";

    /** The most bytes of both arguments together. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

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
        /** Answers the genesis record; empty if the ledger has not started. */
        GENESIS,
        /** Stores a payload, given as transient argument, in the collection of the submitter's organisation. */
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

    /** The arguments as they travel on Fabric: the function's name, then the argument. */
    public byte[][] arguments() {
        return new byte[][] {function.name().getBytes(StandardCharsets.US_ASCII), argument.clone()};
    }

    /** The transient map as it travels on Fabric: empty, or the transient argument under {@link #TRANSIENT_KEY}. */
    public Map<String, byte[]> transientMap() {
        return transientArgument.length == 0 ? Map.of() : Map.of(TRANSIENT_KEY, transientArgument.clone());
    }

    /** The call that travelled as these arguments and this transient map. Refuses MALFORMED. */
    public static Invocation parse(byte[][] arguments, Map<String, byte[]> transientMap) {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A call has a function's name and at most one argument, not " + arguments.length + " arguments.",
                    "一次调用含函数名和至多一个参数，而非 " + arguments.length + " 个。");
        }
        if (transientMap.keySet().stream().anyMatch(key -> !key.equals(TRANSIENT_KEY))) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "The transient map has no other key than \"" + TRANSIENT_KEY + "\".",
                    "瞬态数据只能使用键 \"" + TRANSIENT_KEY + "\"。");
        }
        Invocation call = new Invocation(
                function(new String(arguments[0], StandardCharsets.UTF_8)),
                arguments.length == 2 ? arguments[1] : NONE,
                transientMap.getOrDefault(TRANSIENT_KEY, NONE));
        call.requireSize();
        return call;
    }

    /** Refuses TOO_LARGE. */
    public void requireSize() {
        if (argument.length + transientArgument.length > MAX_BYTES) {
            throw new Refusal(
                    ErrorCode.TOO_LARGE,
                    "A transaction has at most " + MAX_BYTES + " bytes.",
                    "一笔交易最多 " + MAX_BYTES + " 字节。");
        }
    }

    private static Function function(String name) {
        return Arrays.stream(Function.values())
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        ErrorCode.MALFORMED,
                        "The chaincode has no such function; it has " + Arrays.toString(Function.values()) + ".",
                        "链码没有此函数；可用函数：" + Arrays.toString(Function.values()) + "。"));
    }
}
