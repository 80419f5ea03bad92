package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What all commands share: which gateway, as whom, and how answers are shown. */
@Command(name = "tradeseal", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT, version = "TradeSeal 0.1.0")
final class Session implements Runnable {
    private static final String DEFAULT_SERVER = "http://127.0.0.1:8080";

    final Terminal terminal;

    @Option(names = "--server", paramLabel = "URL", scope = ScopeType.INHERIT)
    @Nullable String server;

    @Option(names = "--token", paramLabel = "TOKEN", scope = ScopeType.INHERIT)
    @Nullable String token;

    @Option(names = "--json", scope = ScopeType.INHERIT)
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    Session(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), texts().get("usage.no-command"));
        }
    }

    Texts texts() {
        return terminal.texts();
    }

    /** The gateway as the caller chose it: option, then variable, then the local gateway's state folder. */
    Api api() {
        return Api.of(serverAddress(), accessToken(), texts().language());
    }

    private String serverAddress() {
        if (server != null) {
            return server;
        }
        String variable = terminal.environment().get("TRADESEAL_SERVER");
        String local = variable == null ? read("address") : variable;
        return local == null ? DEFAULT_SERVER : local;
    }

    private @Nullable String accessToken() {
        if (token != null) {
            return token;
        }
        String variable = terminal.environment().get("TRADESEAL_TOKEN");
        return variable == null ? read("operator.token") : variable;
    }

    private @Nullable String read(String fileName) {
        Path file = stateFolder().resolve(fileName);
        if (!Files.isReadable(file)) {
            return null;
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Misuse(texts().get("file.unreadable", file));
        }
    }

    Path stateFolder() {
        return Path.of(terminal.environment().getOrDefault("TRADESEAL_STATE", ".tradeseal"));
    }

    /** Shows an answer as JSON if that was asked for. */
    boolean printedAsJson(JsonNode answer) {
        if (json) {
            terminal.out().println(pretty(answer));
        }
        return json;
    }

    static String pretty(JsonNode tree) {
        return CanonicalJson.jsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }

    byte[] bytesOf(Path file) {
        try {
            return file.toString().equals("-") ? terminal.in().readAllBytes() : Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Misuse(texts().get("file.unreadable", file));
        }
    }
}
