package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.ledger.participant.KeyStatement;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A participant's own keys. They never leave this machine: what is printed is the public half. */
final class KeyCommands {
    private KeyCommands() {}

    static CommandLine group(Session session) {
        return CommandVerbs.group(session, "key")
                .addSubcommand("generate", new Generate(session))
                .addSubcommand("show", new Show(session))
                .addSubcommand("statement", new Statement(session));
    }

    private static void print(Session session, Object value) {
        session.terminal.out().println(Session.pretty(CanonicalJson.toTree(value)));
    }

    private static String keyId(@Nullable String given, Path file) {
        String name = String.valueOf(file.getFileName());
        return given != null ? given : name.endsWith(".pem") ? name.substring(0, name.length() - 4) : name;
    }

    private static SigningKey read(Session session, @Nullable String keyId, Path file) {
        String pem = new String(session.bytesOf(file), StandardCharsets.UTF_8);
        try {
            return SigningKey.fromPem(keyId(keyId, file), pem);
        } catch (IllegalArgumentException e) {
            throw new Misuse(session.texts().get("sign.bad-key", file, String.valueOf(e.getMessage())));
        }
    }

    /** A new key pair. */
    @Command
    static final class Generate implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "FILE", descriptionKey = "FILE")
        private Path file = Path.of("-");

        @Option(names = "--algorithm", paramLabel = "P256|ED25519|SM2")
        private PublicKey.Algorithm algorithm = PublicKey.Algorithm.P256;

        @Option(names = "--key-id", paramLabel = "KEY")
        private @Nullable String keyId;

        Generate(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws IOException {
            SigningKey key = SigningKey.generate(keyId(keyId, file), algorithm, new SecureRandom());
            try {
                OwnerFiles.create(file, key.toPem());
            } catch (FileAlreadyExistsException e) {
                throw new Misuse(session.texts().get("file.exists", file));
            }
            session.terminal.err().println(session.texts().get("key.written", file));
            print(session, key.publicKey());
            return TradeSeal.DONE;
        }
    }

    /** The public half of a key. */
    @Command
    static final class Show implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "FILE", descriptionKey = "FILE")
        private Path file = Path.of("-");

        @Option(names = "--key-id", paramLabel = "KEY")
        private @Nullable String keyId;

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            print(session, read(session, keyId, file).publicKey());
            return TradeSeal.DONE;
        }
    }

    /** A new key's proof of possession, as the body of {@code participant rotate-key}. */
    @Command
    static final class Statement implements Callable<Integer> {
        private final Session session;

        @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "FILE")
        private Path file = Path.of("-");

        @Parameters(index = "1", paramLabel = "PARTICIPANT", descriptionKey = "PARTICIPANT")
        private String participant = "";

        @Option(names = "--key-id", paramLabel = "KEY")
        private @Nullable String keyId;

        Statement(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            SigningKey key = read(session, keyId, file);
            Sha256 ledger =
                    new Sha256(session.api().get("/v1/ledger").path("ledger").asString(""));
            byte[] statement = KeyStatement.bytes(ledger, new RecordId(participant), key.publicKey());
            print(session, Map.of("key", key.publicKey(), "possession", key.sign(statement)));
            return TradeSeal.DONE;
        }
    }
}
