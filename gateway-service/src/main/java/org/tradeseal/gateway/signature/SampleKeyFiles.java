package org.tradeseal.gateway.signature;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of a sample signer; whatever holds a secret is born readable by its owner alone. */
final class SampleKeyFiles {
    static final String AUTHORITY_CERTIFICATE = "ca.pem";
    static final String AUTHORITY_KEY = "ca-key.pem";
    static final String SEAL_CERTIFICATE = "seal.pem";
    static final String SEAL_STORE = "seal.p12";
    static final String SEAL_PASSWORD = "seal-password";

    private static final String ALIAS = "seal";

    private final Path folder;

    SampleKeyFiles(Path folder) {
        this.folder = folder;
    }

    void write(SampleAuthority authority, X509Certificate seal, PrivateKey sealKey) throws IOException {
        X509Certificate issuer = authority.certificate().getCertificate();
        Files.createDirectories(folder, ownerOnly("rwx------"));
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            writeSecret(SEAL_STORE, store(password, sealKey, List.of(seal, issuer)));
            writeSecret(SEAL_PASSWORD, password.getBytes(StandardCharsets.US_ASCII));
            writeSecret(AUTHORITY_KEY, pem("PRIVATE KEY", authority.privateKey().getEncoded()));
            Files.write(folder.resolve(SEAL_CERTIFICATE), pem("CERTIFICATE", seal.getEncoded()));
            Files.write(folder.resolve(AUTHORITY_CERTIFICATE), pem("CERTIFICATE", issuer.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the sample keys could not be encoded", e);
        }
    }

    KeyStore.PrivateKeyEntry read() throws IOException {
        char[] password = Files.readString(folder.resolve(SEAL_PASSWORD), StandardCharsets.US_ASCII)
                .strip()
                .toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(Files.readAllBytes(folder.resolve(SEAL_STORE))), password);
            if (store.getEntry(ALIAS, new KeyStore.PasswordProtection(password))
                    instanceof KeyStore.PrivateKeyEntry key) {
                return key;
            }
            throw new IOException(SEAL_STORE + " holds no key");
        } catch (GeneralSecurityException e) {
            throw new IOException(SEAL_STORE + " could not be opened", e);
        }
    }

    private static byte[] store(String password, PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, password.toCharArray(), chain.toArray(Certificate[]::new));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password.toCharArray());
        return out.toByteArray();
    }

    private void writeSecret(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file); // permissions are set at birth, never afterwards
        try (var channel = Files.newByteChannel(
                file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly("rw-------"))) {
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        return Stream.of(permissions)
                .filter(any -> views.contains("posix"))
                .map(PosixFilePermissions::fromString)
                .map(PosixFilePermissions::asFileAttribute)
                .toArray(FileAttribute<?>[]::new);
    }

    private static byte[] pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
