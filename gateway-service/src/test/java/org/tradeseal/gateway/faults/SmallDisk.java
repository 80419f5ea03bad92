package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/** A file system in memory under the data of one process, small enough to be filled. */
final class SmallDisk {
    private static final int BLOCK_BYTES = 4096;

    private final Path data;
    private final Path aside;
    private final Step stop;
    private final Step start;

    private SmallDisk(Path data, Step stop, Step start) {
        this.data = data;
        this.aside = data.resolveSibling(data.getFileName() + ".on-disk");
        this.stop = stop;
        this.start = start;
    }

    /** Stops or starts the process whose data it is; it may have happened already. */
    interface Step {
        void take() throws IOException;
    }

    /** Moves a process's data there, with so much room to spare; the test is skipped where nothing may be mounted. */
    static SmallDisk under(Path data, int spareMebibytes, Step stop, Step start) throws IOException {
        SmallDisk disk = new SmallDisk(data, stop, start);
        stop.take();
        Files.move(disk.data, disk.aside);
        Files.createDirectory(disk.data);
        String size = "size=" + (disk.sizeMebibytes() + spareMebibytes) + "m";
        String refused = run("mount", "-t", "tmpfs", "-o", size, "tmpfs", disk.data.toString());
        if (!refused.isEmpty()) {
            Files.delete(disk.data);
            Files.move(disk.aside, disk.data);
            start.take();
            Assumptions.abort("a small disk cannot be mounted here (root may): " + refused);
        }
        copy(disk.aside, disk.data);
        start.take();
        return disk;
    }

    private long sizeMebibytes() throws IOException {
        long bytes = 0;
        try (var files = Files.walk(aside)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file) + BLOCK_BYTES;
            }
        }
        return bytes / 1024 / 1024;
    }

    /** Fills the rest of it. */
    void fill() throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE_NEW)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (Files.getFileStore(data).getUsableSpace() >= BLOCK_BYTES) {
                throw e; // not because it is full
            }
        }
    }

    /** Makes room again. */
    void empty() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return data.resolve("filler");
    }

    /** Puts the process back on its disk, with what it has now. */
    void remove() throws IOException {
        empty();
        start.take(); // it may have ended by itself
        stop.take();
        FileSystemUtils.deleteRecursively(aside);
        Files.createDirectory(aside);
        copy(data, aside);
        String refused = run("umount", data.toString());
        if (!refused.isEmpty()) {
            throw new IllegalStateException(refused);
        }
        Files.delete(data);
        Files.move(aside, data);
        start.take();
    }

    private static void copy(Path from, Path to) throws IOException {
        String refused = run("cp", "-a", from + "/.", to + "/");
        if (!refused.isEmpty()) {
            throw new IOException(refused);
        }
    }

    // What a program said if it failed.
    private static String run(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            return process.waitFor() == 0 ? "" : words.get(0) + ": " + said.strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
