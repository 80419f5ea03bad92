package org.tradeseal.gateway.fuzz;

/** Where the Jazzer fuzzer enters; the property {@code tradeseal.fuzz.target} names the {@link Target}. */
public final class Fuzzer {
    private static final Target TARGET = Target.valueOf(System.getProperty("tradeseal.fuzz.target", "JSON"));

    private Fuzzer() {}

    /** Called by Jazzer for every input. */
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.feed(input);
    }
}
