package org.tradeseal.gateway.cli;

import java.net.URLConnection;
import java.nio.file.Path;

/** The media type of a file, by its name. */
final class MediaTypes {
    private MediaTypes() {}

    static String of(Path file) {
        String type = URLConnection.guessContentTypeFromName(String.valueOf(file.getFileName()));
        return type == null ? "application/octet-stream" : type;
    }
}
