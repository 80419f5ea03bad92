package org.tradeseal.gateway.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the repository's scripts as a user would, with a state folder of their own. */
final class Script {
    /** The repository; tests run in the folder of their module. */
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final int DEADLINE_SECONDS = 60;

    /** What a script answered: its exit code, and its output and errors together. */
    record Answer(int code, String text) {}

    private Script() {}

    static Answer fabric(Path state, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(PROJECT.resolve("scripts/fabric").toString()));
        command.addAll(List.of(arguments));
        return run(state, environment, command);
    }

    /** Runs lines of bash with the network's own functions at hand. */
    static Answer bash(Path state, String lines) throws Exception {
        String functions = ". scripts/lib.sh; CONFIG=\"$PROJECT/network-config\"; . \"$CONFIG/lib/topology.sh\"; ";
        return run(state, Map.of(), List.of("bash", "-euc", functions + lines));
    }

    private static Answer run(Path state, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = state.resolveSibling(state.getFileName() + ".output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("TRADESEAL_STATE", state.toString());
        builder.environment().put("TRADESEAL_LANG", "en");
        builder.environment().remove("TRADESEAL_FABRIC_PORTS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end in " + DEADLINE_SECONDS + " s");
        }
        return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
