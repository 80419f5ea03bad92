package org.tradeseal.gateway.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;
import org.tradeseal.gateway.files.OwnerFiles;

/**
 * The folder of one gateway, {@code .tradeseal/} by default: its database, keys and passwords. It belongs to its owner
 * alone (mode 700), and to one process at a time.
 */
public final class StateFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private StateFolder(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** Creates the folder if need be and locks it. Throws IllegalStateException if another process uses it. */
    public static StateFolder open(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            OwnerFiles.keepFolder(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new IllegalStateException(
                        "another gateway uses the state folder " + path + " / 另一个网关正在使用状态文件夹 " + path);
            }
            return new StateFolder(path, channel, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the state folder " + path, e);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    public Path path() {
        return path;
    }

    /** A folder inside, for its owner only. */
    public Path folder(String name) {
        Path folder = path.resolve(name);
        try {
            Files.createDirectories(folder);
            OwnerFiles.keepFolder(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder, e);
        }
    }

    /** The text of an owner-only file. Throws IllegalStateException if others may read it. */
    public Optional<String> secret(String name) {
        Path file = path.resolve(name);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (OwnerFiles.isOpenToOthers(file)) {
                throw new IllegalStateException(
                        file + " is open to others; set its mode to 600 / " + file + " 对他人可见，请将权限设为 600");
            }
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The text of an owner-only file, written from the supplier if the file does not exist. */
    public String secret(String name, Supplier<String> initial) {
        return secret(name).orElseGet(() -> {
            String text = initial.get();
            writeSecret(name, text);
            return text;
        });
    }

    // Written beside, synced and renamed: a crash leaves the whole file or none, never half a key.
    private void writeSecret(String name, String text) {
        Path file = path.resolve(name);
        Path draft = path.resolve(name + ".new");
        try {
            Files.deleteIfExists(draft);
            OwnerFiles.create(draft);
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void close() {
        try (lockFile) {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock " + path, e);
        }
    }
}
