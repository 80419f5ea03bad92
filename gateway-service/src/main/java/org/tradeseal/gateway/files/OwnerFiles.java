package org.tradeseal.gateway.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner may open, from their first moment: mode 600 and 700. */
public final class OwnerFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FILE = PosixFilePermissions.asFileAttribute(FILE);
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FOLDER =
            PosixFilePermissions.asFileAttribute(FOLDER);

    private OwnerFiles() {}

    /** Creates an empty file. Throws FileAlreadyExistsException rather than touch another's. */
    public static void create(Path file) throws IOException {
        Files.createFile(file, NEW_FILE);
    }

    /** Creates a file with this text. Throws FileAlreadyExistsException rather than touch another's. */
    public static void create(Path file, String text) throws IOException {
        create(file);
        Files.writeString(file, text);
    }

    /** Creates what is missing of a folder's path. */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, NEW_FOLDER);
    }

    /** Takes a folder that exists from everybody else. */
    public static void keepFolder(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, FOLDER);
    }

    /** Whether anybody but the owner may do anything with a file. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        return !FILE.containsAll(Files.getPosixFilePermissions(file));
    }
}
