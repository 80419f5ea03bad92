package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.gateway.signature.SampleSigner;
import org.tradeseal.verify.SigningKey;
import tools.jackson.databind.JsonNode;

/** What the acts of the story share: who takes part, what was made so far, and how steps are told. */
final class Stage {
    private static final long PATIENCE_SECONDS = 30;

    private final Terminal terminal;
    private final Gateways gateways;
    private final Path state;
    private final Path samples;
    private final Cast cast;
    private final Map<String, Player> players = new LinkedHashMap<>();
    private final Map<String, String> made = new LinkedHashMap<>();
    private int acts;

    Stage(Terminal terminal, Gateways gateways, Path state, Path samples) {
        this.terminal = terminal;
        this.gateways = gateways;
        this.state = state;
        this.samples = samples;
        this.cast = Cast.read(state);
    }

    static Path signerFolder(Path state) {
        return state.resolve("story-signer");
    }

    SampleSigner signer() {
        try {
            return SampleSigner.open(signerFolder(state));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Cast cast() {
        return cast;
    }

    /** A sample document, with the numbers of this run's companies. */
    byte[] sample(String name) {
        try {
            return cast.in(Files.readString(samples.resolve(name))).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StoryBroken(terminal.texts().get("file.unreadable", samples.resolve(name)));
        }
    }

    /** Keeps a document for the reader to play with after the story; answers the folder. */
    Path keep(String name, byte[] bytes) {
        try {
            Path folder = Files.createDirectories(state.resolve("documents"));
            Files.write(folder.resolve(name), bytes);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the ledger says of itself, asked at any gateway. */
    JsonNode ledger() {
        return gateways.any().get("/v1/ledger");
    }

    /** Brings a participant on the stage, with a token of its own and, if it has one, its own key. */
    Player enter(String role, String id, String organisation, @Nullable SigningKey key) {
        gateways.catchUp(organisation);
        Api operator = gateways.of(organisation);
        JsonNode issued = operator.post("/v1/tokens", Map.of("participant", id, "label", "story " + role));
        String secret = issued.path("secret").asString("");
        try {
            Path file = Files.createDirectories(state.resolve("tokens")).resolve(role + ".token");
            Files.deleteIfExists(file);
            OwnerFiles.create(file, secret + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Player player = new Player(role, id, operator.as(secret), organisation, gateways, key);
        players.put(role, player);
        return player;
    }

    Player player(String role) {
        Player player = players.get(role);
        if (player == null) {
            throw new IllegalStateException("nobody plays " + role);
        }
        return player;
    }

    /** Remembers the id of a record under a name of the story. */
    String made(String name, JsonNode record) {
        String id = record.path("id").asString("");
        made.put(name, id);
        return id;
    }

    String id(String name) {
        String id = made.get(name);
        if (id == null) {
            throw new IllegalStateException("the story has made no " + name);
        }
        return id;
    }

    void act(String en, String zh) {
        acts++;
        terminal.out().println();
        terminal.out().println(terminal.texts().choose(acts + ". " + en, acts + "、" + zh));
    }

    void tell(String en, String zh) {
        terminal.out().println("  ✓ " + terminal.texts().choose(en, zh));
    }

    /** Ends the story unless what it is about to tell holds. */
    void require(boolean holds, String en, String zh) {
        if (!holds) {
            throw new StoryBroken(terminal.texts().choose("Not as told: " + en, "与所述不符：" + zh));
        }
    }

    void requireStatus(JsonNode record, String status) {
        String found = record.path("content").path("status").asString("");
        require(
                found.equals(status),
                record.path("id").asString("") + " is " + found + ", not " + status,
                record.path("id").asString("") + " 的状态为 " + found + "，而非 " + status);
    }

    /** Does what must be refused with this code, and gives the refusal. */
    ApiRefused refused(String code, Runnable attempt) {
        try {
            attempt.run();
        } catch (ApiRefused refusal) {
            require(
                    refusal.code().equals(code),
                    "refused as " + refusal.code() + ", not " + code + ": " + refusal.detail(),
                    "拒绝代码为 " + refusal.code() + "，而非 " + code + "：" + refusal.detail());
            return refusal;
        }
        throw new StoryBroken(terminal.texts()
                .choose("Not as told: nothing refused this (" + code + ")", "与所述不符：未被拒绝（" + code + "）"));
    }

    /** Waits until every named recipient's organisation holds a record's private content. */
    JsonNode delivered(Player reader, String id) {
        JsonNode[] last = new JsonNode[1];
        await(
                () -> {
                    last[0] = reader.show(id);
                    JsonNode content = last[0].path("content").path("privateContent");
                    return content.path("delivered").size()
                            == content.path("recipients").size();
                },
                "the private content of " + id + " was not delivered",
                id + " 的私密内容未送达");
        return last[0];
    }

    private void await(BooleanSupplier condition, String en, String zh) {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            require(System.nanoTime() < end, en, zh);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoryBroken("interrupted");
            }
        }
    }
}
