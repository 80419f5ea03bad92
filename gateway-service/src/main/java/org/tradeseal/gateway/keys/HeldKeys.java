package org.tradeseal.gateway.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.SigningKey;

/**
 * Signing keys in owner-only PKCS#8 PEM files, {@code keys/<participant id>/<key id>.pem} under the state folder. A file
 * that others may read is refused.
 */
@Component
public class HeldKeys {

    private final Path folder;
    private final ConcurrentMap<RecordId, List<SigningKey>> byParticipant = new ConcurrentHashMap<>();

    public HeldKeys(@Value("${tradeseal.state-folder:.tradeseal}") Path stateFolder) {
        this.folder = stateFolder.resolve("keys");
    }

    /** The held key that is in force for this participant. */
    public Optional<SigningKey> inForce(RecordId id, Participant participant) {
        return byParticipant.computeIfAbsent(id, this::load).stream()
                .filter(k -> participant
                        .keyInForce(k.publicKey().keyId())
                        .filter(k.publicKey()::equals)
                        .isPresent())
                .findFirst();
    }

    private List<SigningKey> load(RecordId id) {
        Path own = folder.resolve(id.value());
        if (!Files.isDirectory(own)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(own)) {
            return files.filter(f -> f.toString().endsWith(".pem"))
                    .sorted()
                    .map(HeldKeys::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the keys of " + id + " cannot be read", e);
        }
    }

    private static SigningKey read(Path file) {
        try {
            if (OwnerFiles.isOpenToOthers(file)) {
                throw new IllegalStateException("the key file " + file + " is open to others; run: chmod 600 " + file);
            }
            String name = file.getFileName().toString();
            return SigningKey.fromPem(name.substring(0, name.length() - ".pem".length()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the key file " + file + " cannot be read", e);
        }
    }

    /** Keeps a key for a participant. */
    public void keep(RecordId id, SigningKey key) {
        PublicKey open = key.publicKey();
        try {
            Path own = folder.resolve(id.value());
            OwnerFiles.createFolders(own);
            Path file = own.resolve(open.keyId() + ".pem");
            OwnerFiles.create(file, key.toPem());
        } catch (IOException e) {
            throw new UncheckedIOException("the key of " + id + " cannot be kept", e);
        }
        byParticipant.remove(id);
    }
}
