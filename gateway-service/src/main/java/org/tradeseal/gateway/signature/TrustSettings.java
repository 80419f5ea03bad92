package org.tradeseal.gateway.signature;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom this gateway trusts, and how much it reads.
 *
 * @param folder certificates of trusted CAs ({@code .pem .crt .cer .der}) and their revocation lists ({@code .crl},
 *     or inside a PEM file); without a folder nobody is trusted
 * @param pins SHA-256 digests (hexadecimal) of the anchors to load; when empty, every CA certificate in the folder
 * @param maxDocumentBytes largest document or container read
 * @param maxSignatureBytes largest detached signature read
 */
@ConfigurationProperties("tradeseal.trust")
public record TrustSettings(
        @Nullable Path folder,
        @DefaultValue List<String> pins,
        @DefaultValue("20971520") int maxDocumentBytes,
        @DefaultValue("5242880") int maxSignatureBytes) {
    public TrustSettings {
        pins = pins.stream().map(TrustSettings::normalisedPin).toList();
        if (maxDocumentBytes <= 0 || maxSignatureBytes <= 0) {
            throw new IllegalArgumentException("tradeseal.trust: sizes must be positive");
        }
    }

    /** Trusts the anchors in one folder, with the default limits. */
    public static TrustSettings ofFolder(Path folder) {
        return new TrustSettings(folder, List.of(), 20_971_520, 5_242_880);
    }

    private static String normalisedPin(String pin) {
        String hex = pin.strip().replace(":", "").toLowerCase(java.util.Locale.ROOT);
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("tradeseal.trust.pins: not a SHA-256 digest: " + pin);
        }
        return hex;
    }
}
