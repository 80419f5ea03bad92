package org.tradeseal.gateway.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;

/** Makes the founders' keys and the genesis that names them. */
final class Founding {
    private final SecureRandom random = new SecureRandom();

    /** A genesis with the keys that were made for its founders, by founder's name. */
    record Founded(Genesis genesis, Map<String, SigningKey> keys) {
        RecordId founderId(String name) {
            return Genesis.founderId(genesis.ledger(), name);
        }
    }

    /** A consortium whose founders' keys are all made here. */
    Founded found(String network, List<FoundingOrganisation> organisations) {
        Map<String, SigningKey> keys = new LinkedHashMap<>();
        organisations.forEach(o -> keys.put(o.name(), newKey(o)));
        Map<String, PublicKey> open = new LinkedHashMap<>();
        keys.forEach((name, key) -> open.put(name, key.publicKey()));
        return new Founded(genesis(network, organisations, open), keys);
    }

    SigningKey newKey(FoundingOrganisation organisation) {
        return SigningKey.generate(organisation.name() + "-1", PublicKey.Algorithm.P256, random);
    }

    /** The genesis of a consortium whose founders made their keys themselves. */
    Genesis genesis(String network, List<FoundingOrganisation> organisations, Map<String, PublicKey> keys) {
        List<Genesis.Founder> founders = new ArrayList<>();
        for (FoundingOrganisation organisation : organisations) {
            PublicKey key = keys.get(organisation.name());
            if (key == null) {
                throw new IllegalArgumentException(
                        "there is no key of " + organisation.name() + " / 缺少 " + organisation.name() + " 的密钥");
            }
            founders.add(organisation.founder(key));
        }
        return new Genesis(
                Genesis.FORMAT,
                network,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Sha256.fromBytes(randomBytes()),
                organisations.stream()
                        .filter(FoundingOrganisation::registrar)
                        .map(FoundingOrganisation::msp)
                        .toList(),
                founders);
    }

    byte[] randomBytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Writes a genesis whole or not at all, readable by its owner only: the nonce in it keys the channel's fingerprints. */
    static void write(Genesis genesis, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            OwnerFiles.create(draft);
            Files.write(draft, CanonicalJson.bytes(genesis));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the genesis " + file + " cannot be written", e);
        }
    }
}
