package org.tradeseal.gateway.verifypage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.tradeseal.verify.Sha256;

/**
 * The page that checks receipts in the browser: one file with its style and script in it, so that it works as a saved
 * file too. Its content security policy lets nothing run but those two, by their hashes.
 */
final class VerifyPage {
    static final String PATH = "/verify";

    private static final String FILE = "/verify/index.html";

    private final byte[] html;
    private final Map<String, String> headers;

    private VerifyPage(byte[] html, Map<String, String> headers) {
        this.html = html;
        this.headers = headers;
    }

    static VerifyPage load() {
        byte[] html;
        try (InputStream in = Objects.requireNonNull(VerifyPage.class.getResourceAsStream(FILE))) {
            html = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = new String(html, StandardCharsets.UTF_8);
        // The one request of the page is for the serving gateway's trust file.
        String policy = "default-src 'none'; script-src " + hash(text, "<script type=\"module\">", "</script>")
                + "; style-src " + hash(text, "<style>", "</style>")
                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        Map<String, String> headers = new TreeMap<>(Map.of(
                "Cache-Control", "no-cache", // asked again each time, and answered 304 while it is the same
                "Content-Security-Policy", policy,
                "Content-Type", "text/html;charset=utf-8",
                "Cross-Origin-Opener-Policy", "same-origin",
                "Cross-Origin-Resource-Policy", "same-origin",
                "ETag", "\"" + Sha256.of(html).hex() + "\"",
                "Referrer-Policy", "no-referrer",
                "X-Content-Type-Options", "nosniff"));
        return new VerifyPage(html, headers);
    }

    private static String hash(String html, String before, String after) {
        int start = html.indexOf(before) + before.length();
        int end = html.indexOf(after, start);
        byte[] inline = html.substring(start, end).getBytes(StandardCharsets.UTF_8);
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.digest(inline)) + "'";
    }

    byte[] html() {
        return html.clone();
    }

    Map<String, String> headers() {
        return headers;
    }
}
