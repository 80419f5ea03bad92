package org.tradeseal.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportKeysTest {
    private static final byte[] CONTENT = "{\"private\":{\"contact\":\"林海\"}}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private String key(String client, String participant) throws IOException {
        return ImportKeys.open(folder.resolve(client), participant).of("asset.file", CONTENT);
    }

    @Test
    void theSameLineOfTheSameClientHasTheSameKey() throws IOException {
        assertThat(key("client", "PTC-A")).isEqualTo(key("client", "PTC-A")).hasSizeLessThan(128);
    }

    @Test
    void whoHasNotTheSecretCannotTryGuesses() throws IOException {
        assertThat(key("other", "PTC-A")).isNotEqualTo(key("client", "PTC-A"));
    }

    @Test
    void twoParticipantsOfOneClientAreNotLinkedByEqualLines() throws IOException {
        assertThat(key("client", "PTC-B")).isNotEqualTo(key("client", "PTC-A"));
    }

    @Test
    void theMarkTellsSecretsApart() throws IOException {
        assertThat(ImportKeys.open(folder.resolve("client"), "PTC-A").mark())
                .isEqualTo(ImportKeys.open(folder.resolve("client"), "PTC-B").mark())
                .isNotEqualTo(ImportKeys.open(folder.resolve("other"), "PTC-A").mark());
    }
}
