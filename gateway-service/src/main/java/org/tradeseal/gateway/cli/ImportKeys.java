package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.verify.Sha256;

/**
 * The idempotency keys of imported lines: HMAC-SHA-256 of a line's content under a secret of this client, so that the same
 * line always has the same key. Keys and the ids that derive from them are public; a plain digest would let anybody try
 * guesses at private fields.
 */
final class ImportKeys {
    private static final String FILE = "import.secret";
    private static final int SECRET_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;
    private final String participant;

    private ImportKeys(byte[] secret, String participant) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.participant = participant;
    }

    /** The keys of a participant's imports from this client, whose folder holds the secret or gets one. */
    static ImportKeys open(Path folder, String participant) throws IOException {
        Path file = folder.toAbsolutePath().resolve(FILE);
        if (!Files.exists(file)) {
            create(file);
        }
        return new ImportKeys(HexFormat.of().parseHex(Files.readString(file).strip()), participant);
    }

    // Put in place whole, and never over one that another import made meanwhile.
    private static void create(Path file) throws IOException {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        Path draft = file.resolveSibling(FILE + "." + UUID.randomUUID() + ".new");
        byte[] text = (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII);
        OwnerFiles.write(draft, out -> out.write(text));
        try {
            Files.createLink(file, draft);
            OwnerFiles.force(OwnerFiles.parent(file));
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // theirs holds
        } finally {
            Files.delete(draft);
        }
    }

    /** What tells these keys from those of another secret, and says nothing about it. */
    Sha256 mark() {
        return Sha256.of(hmac("tradeseal/import-secret/1".getBytes(StandardCharsets.UTF_8)));
    }

    /** The key of this content under this command. */
    String of(String command, byte[] content) {
        byte[] name = ("tradeseal/import/1\n" + participant + "\n" + command + "\n").getBytes(StandardCharsets.UTF_8);
        return "import-" + Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(name, content));
    }

    private byte[] hmac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
