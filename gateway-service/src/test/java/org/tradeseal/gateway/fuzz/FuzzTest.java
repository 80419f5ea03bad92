package org.tradeseal.gateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The inputs that were findings once, and a few hundred changed ones: {@code scripts/test --fuzz} tries many more. */
class FuzzTest {
    private static final int CHANGED = 300;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void changedBytesEndInAnAnswerOrARefusal(Target target) {
        List<byte[]> seeds = new ArrayList<>(target.seeds());
        assertThat(seeds).as("seeds").isNotEmpty();
        seeds.addAll(target.corpus());
        seeds.forEach(seed -> mustEnd(target, seed));
        Changes changes = new Changes(target.name().hashCode());
        for (int i = 0; i < CHANGED; i++) {
            mustEnd(target, changes.of(seeds.get(i % seeds.size())));
        }
    }

    private static void mustEnd(Target target, byte[] input) {
        long begun = System.nanoTime();
        assertThatCode(() -> target.feed(input))
                .as(() -> target + " with " + Base64.getEncoder().encodeToString(input))
                .doesNotThrowAnyException();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as(() -> target + " with " + Base64.getEncoder().encodeToString(input))
                .isLessThan(LONGEST);
    }

    @Test
    void everyCorpusBelongsToATarget() throws Exception {
        try (var folders = Files.list(Path.of("src/test/resources/fuzz"))) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(f -> f.getFileName().toString().toUpperCase(java.util.Locale.ROOT)))
                    .allMatch(name -> List.of(Target.values()).stream()
                            .anyMatch(t -> t.name().equals(name)));
        }
    }

    @Test
    void whatIsNoRefusalIsAFinding() {
        assertThatCode(() -> Target.BUNDLE.feed(new byte[0])).doesNotThrowAnyException();
        assertThatCode(() -> Target.JSON.feed(null)).isInstanceOf(RuntimeException.class);
    }
}
