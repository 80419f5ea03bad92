package org.tradeseal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the documentation that is made from the code: a test fails while it is stale. */
public final class GeneratedFile {
    private final Path path;

    private GeneratedFile(Path path) {
        this.path = path;
    }

    /** A file under {@code docs}, seen from the module under test. */
    public static GeneratedFile of(String name) {
        return new GeneratedFile(
                Path.of(System.getProperty("basedir", "."), "..", "docs", name).normalize());
    }

    public String read() {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /** Fails unless the file holds exactly this text; with {@code -Ddocs.update=true} it is written instead. */
    public void mustBe(String text) {
        if (Boolean.getBoolean("docs.update")) {
            write(text);
        }
        assertThat(exists() ? read() : "")
                .as("%s is stale: run `mvn test -Ddocs.update=true`, look at the difference and commit it", path)
                .isEqualTo(text);
    }

    private void write(String text) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
