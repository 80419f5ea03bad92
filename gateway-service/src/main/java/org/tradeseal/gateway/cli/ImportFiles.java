package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The files that a table or folder names: inside one folder, never through a link out of it, of a bounded size. */
final class ImportFiles {
    /** As much as the gateway takes as a document. */
    static final long MAX_BYTES = 10L * 1024 * 1024;

    private final Path folder;

    ImportFiles(Path folder) throws IOException {
        this.folder = folder.toRealPath();
    }

    /** The bytes of a file. Refuses NOT_FOUND, TOO_LARGE, DOCUMENT_EMPTY. */
    byte[] bytes(String name) throws IOException {
        Path file = path(name);
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new Refusal(
                    ErrorCode.TOO_LARGE,
                    name + " is larger than " + MAX_BYTES / 1024 / 1024 + " MiB.",
                    name + " 超过 " + MAX_BYTES / 1024 / 1024 + " MiB。");
        }
        if (size == 0) {
            throw new Refusal(ErrorCode.DOCUMENT_EMPTY, name + " is empty.", name + " 为空文件。");
        }
        return Files.readAllBytes(file);
    }

    Path path(String name) throws IOException {
        try {
            Path file = folder.resolve(name).normalize();
            if (!Path.of(name).isAbsolute()
                    && file.startsWith(folder)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && file.toRealPath().startsWith(folder)) {
                return file;
            }
        } catch (InvalidPathException e) {
            // no such file
        }
        throw new Refusal(
                ErrorCode.NOT_FOUND,
                "There is no file " + name + " in the folder " + folder + ".",
                "目录 " + folder + " 中没有文件 " + name + "。");
    }
}
