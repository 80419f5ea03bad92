package org.tradeseal.gateway.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.keys.HeldKeys;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.GenesisSource;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;

/**
 * The founders of an embedded ledger: six organisations with one participant each, whose keys are made at the first start
 * and kept by this gateway. The genesis is {@code genesis.json} in the state folder.
 */
@Component
@ConditionalOnProperty(name = "tradeseal.ledger", havingValue = "embedded", matchIfMissing = true)
class Founders implements GenesisSource {
    private final Path file;
    private final HeldKeys keys;
    private final Founding founding = new Founding();
    private final Genesis genesis;

    Founders(@Value("${tradeseal.state-folder:.tradeseal}") Path stateFolder, HeldKeys keys) {
        this.file = stateFolder.resolve("genesis.json");
        this.keys = keys;
        this.genesis = Files.exists(file) ? read() : found();
    }

    @Override
    public Genesis genesis() {
        return genesis;
    }

    @Override
    public Bytes registrarsSecret() {
        return Bytes.of(founding.randomBytes());
    }

    @Override
    public List<MspId> organisations() {
        return genesis.founders().stream()
                .map(f -> f.participant().organisation())
                .distinct()
                .sorted()
                .toList();
    }

    private Genesis read() {
        try {
            return CanonicalJson.readCanonical(Files.readAllBytes(file), Genesis.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the genesis " + file + " cannot be read", e);
        }
    }

    private Genesis found() {
        Founding.Founded founded = founding.found("tradeseal-embedded", organisationsOfTheBuild());
        founded.keys().forEach((name, key) -> keys.keep(founded.founderId(name), key));
        Founding.write(founded.genesis(), file);
        return founded.genesis();
    }

    private static List<FoundingOrganisation> organisationsOfTheBuild() {
        try (InputStream csv = Founders.class.getResourceAsStream("organisations.csv")) {
            if (csv == null) {
                throw new IllegalStateException("the build lacks organisations.csv");
            }
            return FoundingOrganisation.read(new String(csv.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
