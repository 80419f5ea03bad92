package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Access tokens, for the gateway's operator. */
final class TokenCommands {
    private TokenCommands() {}

    static CommandLine group(Session session) {
        return CommandVerbs.group(session, "token")
                .addSubcommand("create", new Create(session))
                .addSubcommand("list", new ListTokens(session))
                .addSubcommand("revoke", new Revoke(session));
    }

    /** A new token for a participant. */
    @Command
    static final class Create implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "PARTICIPANT", descriptionKey = "PARTICIPANT")
        private String participant = "";

        @Option(names = "--label", paramLabel = "TEXT")
        private String label = "cli";

        @Option(names = "--expires", paramLabel = "TIME")
        private @Nullable String expires;

        @Option(names = "--output", paramLabel = "FILE")
        private @Nullable Path output;

        Create(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws IOException {
            if (output != null && Files.exists(output)) {
                throw new Misuse(session.texts().get("file.exists", output)); // before a token is made
            }
            Map<String, Object> wanted =
                    new HashMap<>(Map.of("participant", new RecordId(participant), "label", label));
            if (expires != null) {
                wanted.put("expires", expires);
            }
            JsonNode issued = session.api().post("/v1/tokens", wanted);
            String secret = issued.path("secret").asString("");
            Texts texts = session.texts();
            if (output != null) {
                OwnerFiles.create(output, secret + "\n");
                if (!session.printedAsJson(issued.path("token"))) {
                    session.terminal.out().println(texts.get("token.written", participant, output));
                }
            } else if (!session.printedAsJson(issued)) {
                session.terminal.out().println(secret);
                session.terminal.err().println(texts.get("token.once"));
            }
            return TradeSeal.DONE;
        }
    }

    /** All tokens, without their secrets. */
    @Command
    static final class ListTokens implements Callable<Integer> {
        private final Session session;

        ListTokens(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode answer = session.api().get("/v1/tokens");
            if (!session.printedAsJson(answer)) {
                Texts texts = session.texts();
                Table table = new Table()
                        .row(
                                texts.get("list.id"),
                                texts.get("token.participant"),
                                texts.get("token.label"),
                                texts.get("token.created"),
                                texts.get("token.expires"),
                                texts.get("token.revoked"));
                for (JsonNode token : answer.path("items")) {
                    table.row(
                            token.path("id").asString(""),
                            token.path("participant").asString(""),
                            token.path("label").asString(""),
                            token.path("createdAt").asString(""),
                            token.path("expires").asString(""),
                            token.path("revokedAt").asString(""));
                }
                table.print(session.terminal.out(), "");
            }
            return TradeSeal.DONE;
        }
    }

    /** Ends a token. */
    @Command
    static final class Revoke implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "TOKEN_ID", descriptionKey = "TOKEN_ID")
        private String id = "";

        Revoke(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode answer =
                    session.api().post("/v1/tokens/" + Api.encoded(id) + "/revoke", CanonicalJson.toTree(Map.of()));
            if (!session.printedAsJson(answer)) {
                session.terminal.out().println(session.texts().get("token.ended", id));
            }
            return TradeSeal.DONE;
        }
    }
}
