package org.tradeseal.gateway.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a target's seeds into a folder, for the fuzzer to begin with: {@code TARGET FOLDER}. */
final class Seeds {
    private Seeds() {}

    public static void main(String[] args) throws IOException {
        Target target = Target.valueOf(args[0]);
        Path folder = Files.createDirectories(Path.of(args[1]));
        List<byte[]> seeds = new ArrayList<>(target.seeds());
        seeds.addAll(target.corpus());
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed-" + i), seeds.get(i));
        }
    }
}
