package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.policy.ValidationPolicy;
import eu.europa.esig.dss.validation.policy.ValidationPolicyLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A validation policy and the digest of its XML: ours as shipped, or its strict form without exemptions. */
record ValidationRules(ValidationPolicy policy, String digest) {
    private static final Pattern EXEMPTION = Pattern.compile(
            "\\s*<RevocationDataSkip Level=\"INFORM\">(?:(?!</RevocationDataSkip>).)*?2\\.5\\.29\\.56.*?</RevocationDataSkip>",
            Pattern.DOTALL);

    /** Certificates that say they are never revoked need no revocation data. */
    static ValidationRules shipped() {
        return of(xml());
    }

    /** The same without that exemption, for issuers whose revocation list the operator supplies. */
    static ValidationRules strict() {
        return of(EXEMPTION.matcher(xml()).replaceAll(""));
    }

    private static ValidationRules of(String xml) {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        return new ValidationRules(
                ValidationPolicyLoader.fromValidationPolicy(new InMemoryDocument(bytes))
                        .create(),
                Digests.sha256Hex(bytes));
    }

    private static String xml() {
        try (InputStream resource = ValidationRules.class.getResourceAsStream("validation-policy.xml")) {
            if (resource == null) {
                throw new IllegalStateException("validation-policy.xml is missing from the build");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
