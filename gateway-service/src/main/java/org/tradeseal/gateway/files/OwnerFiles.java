package org.tradeseal.gateway.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Set;
import org.tradeseal.verify.Sha256;

/** Files and folders that only their owner may open, from their first moment: mode 600 and 700. */
public final class OwnerFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FILE = PosixFilePermissions.asFileAttribute(FILE);
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FOLDER =
            PosixFilePermissions.asFileAttribute(FOLDER);

    private OwnerFiles() {}

    /** A file as it was written or read. */
    public record Written(long sizeBytes, Sha256 sha256) {}

    /** Writes the bytes of a file. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Creates an empty file. Throws FileAlreadyExistsException rather than touch another's. */
    public static void create(Path file) throws IOException {
        Files.createFile(file, NEW_FILE);
    }

    /** Creates a file with this text. Throws FileAlreadyExistsException rather than touch another's. */
    public static void create(Path file, String text) throws IOException {
        create(file);
        Files.writeString(file, text);
    }

    /**
     * Creates a file and what is missing of its folder, and has the bytes on disk before it returns. Throws
     * FileAlreadyExistsException rather than touch another's.
     */
    public static Written write(Path file, Content content) throws IOException {
        createFolders(parent(file));
        MessageDigest digest = sha256();
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), NEW_FILE)) {
            OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), digest);
            content.writeTo(out);
            out.flush();
            channel.force(true);
            return new Written(channel.size(), Sha256.fromBytes(digest.digest()));
        }
    }

    /** Copies a file like {@link #write}; a link is not followed. */
    public static Written copy(Path from, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS)) {
            return write(to, in::transferTo);
        }
    }

    /** Reads a file's size and digest; a link is not followed. */
    public static Written digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
        return new Written(Files.size(file), Sha256.fromBytes(digest.digest()));
    }

    /** Creates what is missing of a folder's path. */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, NEW_FOLDER);
    }

    /** Takes a folder that exists from everybody else. */
    public static void keepFolder(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, FOLDER);
    }

    /** Makes sure that the names in a folder survive a power failure. */
    public static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The folder that a file or folder stands in. */
    public static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root is no file");
    }

    /** Whether anybody but the owner may do anything with a file. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        return !FILE.containsAll(Files.getPosixFilePermissions(file));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
