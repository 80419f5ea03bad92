package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Disclosure;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.RecordId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Saves what somebody is to see of a record's private content, and the receipt that proves it and shows nothing else. */
@Command
final class Disclose implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", descriptionKey = "ID")
    private String id = "";

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(names = "--to", paramLabel = "NAME", descriptionKey = "disclose-to")
    private @Nullable String audience;

    @Option(names = "--nonce", paramLabel = "TEXT", descriptionKey = "disclose-nonce")
    private @Nullable String nonce;

    @Option(names = "--expires", paramLabel = "TIME", descriptionKey = "disclose-expires")
    private @Nullable String expires;

    @Option(
            names = {"--out", "--output"},
            paramLabel = "FILE",
            descriptionKey = "disclose-out")
    private @Nullable Path output;

    Disclose(Session session) {
        this.session = session;
    }

    /** Which fields. */
    static final class Choice {
        @Option(names = "--policy", paramLabel = "POLICY", descriptionKey = "disclose-policy")
        private @Nullable String policy;

        @Option(names = "--field", paramLabel = "POINTER", arity = "1..*", descriptionKey = "disclose-field")
        private @Nullable List<String> fields;
    }

    @Override
    public Integer call() throws IOException {
        RecordId record = new RecordId(id);
        Map<String, Object> request = new TreeMap<>();
        put(request, "policy", choice.policy);
        put(request, "fields", choice.fields);
        put(request, "audience", audience);
        put(request, "nonce", nonce);
        put(request, "expires", expires);
        byte[] disclosure = session.api().download("/v1/records/" + record + "/disclosure", request);
        byte[] receipt = session.api().download("/v1/records/" + record + "/receipt?openings=false");
        Path file = output == null ? Path.of(record + Disclosure.FILE_ENDING) : output;
        Path proof = receiptBeside(file);
        write(file, disclosure);
        write(proof, receipt);
        session.terminal.out().println(session.texts().get("disclose.next", file, proof));
        return TradeSeal.DONE;
    }

    private static void put(Map<String, Object> request, String name, @Nullable Object value) {
        if (value != null) {
            request.put(name, value);
        }
    }

    private static Path receiptBeside(Path file) {
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(Disclosure.FILE_ENDING)
                ? name.substring(0, name.length() - Disclosure.FILE_ENDING.length())
                : name;
        return file.resolveSibling(stem + Receipt.FILE_ENDING);
    }

    private void write(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        session.terminal.out().println(session.texts().get("file.written", file, content.length));
    }
}
