package org.tradeseal.gateway.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Sha256;

/** Reads {@code log/signed-heads}: a line {@code size root} for every head that was signed. */
final class SignedHeads {
    private static final Pattern LINE = Pattern.compile("(accepted )?([0-9]{1,18}) ([0-9a-f]{64})");

    private SignedHeads() {}

    /** The longest head since the last one that people accepted; null if nothing was signed. */
    static Manifest.@Nullable SignedHead newest(Path journal) throws IOException {
        Manifest.SignedHead newest = null;
        if (!Files.exists(journal)) {
            return null;
        }
        for (String line : Files.readAllLines(journal)) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) { // the last line may be cut short: it was not signed then
                Manifest.SignedHead head =
                        new Manifest.SignedHead(Long.parseLong(parts.group(2)), new Sha256(parts.group(3)));
                newest = newest == null || parts.group(1) != null || head.size() > newest.size() ? head : newest;
            }
        }
        return newest;
    }
}
