package org.tradeseal.gateway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where the command line reads and writes, its variables, and whether a person can be asked. */
record Terminal(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Map<String, String> environment,
        Texts texts,
        boolean interactive) {

    Terminal {
        environment = Map.copyOf(environment);
    }

    /** This process's own. Writes UTF-8 whatever the locale: {@code LANG=C} must not turn Chinese into question marks. */
    static Terminal ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Terminal(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                System.in,
                environment,
                Texts.of(environment),
                environment.containsKey("TRADESEAL_INTERACTIVE")); // the script knows whether its input is a terminal
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
