package org.tradeseal.gateway.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A {@code multipart/form-data} body (RFC 7578). */
final class Multipart {
    private final String boundary;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Multipart() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        boundary = "tradeseal-" + HexFormat.of().formatHex(random);
    }

    Multipart file(String name, String fileName, String mediaType, byte[] content) {
        // RFC 7578 section 4.2: quotes and line ends in a file's name must not end the header
        String safe = fileName.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        return part("name=\"" + name + "\"; filename=\"" + safe + "\"", mediaType, content);
    }

    Multipart text(String name, String content) {
        return part("name=\"" + name + "\"", "text/plain; charset=UTF-8", content.getBytes(StandardCharsets.UTF_8));
    }

    private Multipart part(String disposition, String mediaType, byte[] content) {
        bytes.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: "
                        + mediaType + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(content);
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Api.Body body() {
        bytes.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return Api.Body.bytes(bytes.toByteArray(), "multipart/form-data; boundary=" + boundary);
    }
}
