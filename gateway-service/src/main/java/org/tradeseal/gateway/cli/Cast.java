package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * The registry numbers of the story's three companies. On a ledger of its own the story plays with those of the samples; a
 * network keeps what was played before, so that each further run there draws new ones.
 */
record Cast(String seller, String buyer, String rival) {
    private static final Cast OF_THE_SAMPLES = new Cast("91330106MA2AXLH10P", "201954321M", "201867890N");

    static Cast ofTheSamples() {
        return OF_THE_SAMPLES;
    }

    /** Numbers of the same shape: a unified social credit code and two Singapore entity numbers. */
    static Cast drawn() {
        SecureRandom random = new SecureRandom();
        return new Cast(
                String.format("91330106MA%06d0P", random.nextInt(1_000_000)),
                String.format("2019%05dM", random.nextInt(100_000)),
                String.format("2018%05dN", random.nextInt(100_000)));
    }

    /** A sample document with this cast's numbers in place of the sample's. */
    String in(String document) {
        return document.replace(OF_THE_SAMPLES.seller, seller).replace(OF_THE_SAMPLES.buyer, buyer);
    }

    void write(Path state) {
        try {
            Files.write(file(state), List.of(seller, buyer, rival));
        } catch (IOException e) {
            throw new UncheckedIOException("the story cannot be prepared in " + state, e);
        }
    }

    static Cast read(Path state) {
        try {
            List<String> lines = Files.readAllLines(file(state));
            return new Cast(lines.get(0), lines.get(1), lines.get(2));
        } catch (IOException e) {
            throw new UncheckedIOException("the story was not prepared in " + state, e);
        }
    }

    private static Path file(Path state) {
        return state.resolve("story-cast");
    }
}
