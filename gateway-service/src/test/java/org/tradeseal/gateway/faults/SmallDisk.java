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

/** A file system in memory under the data of one peer, small enough to be filled. */
final class SmallDisk {
    private static final int SPARE_MEBIBYTES = 24;
    private static final int BLOCK_BYTES = 4096;

    private final FaultNetwork network;
    private final String peer;
    private final Path data;
    private final Path aside;

    private SmallDisk(FaultNetwork network, String peer) {
        this.network = network;
        this.peer = peer;
        this.data = network.folder(peer).resolve("data");
        this.aside = network.folder(peer).resolve("data.on-disk");
    }

    /** Moves a peer's data there; the test is skipped where nothing may be mounted. */
    static SmallDisk under(FaultNetwork network, String peer) throws Exception {
        SmallDisk disk = new SmallDisk(network, peer);
        network.kill(peer);
        Files.move(disk.data, disk.aside);
        Files.createDirectory(disk.data);
        String refused =
                run("mount", "-t", "tmpfs", "-o", "size=" + disk.sizeMebibytes() + "m", "tmpfs", disk.data.toString());
        if (!refused.isEmpty()) {
            Files.delete(disk.data);
            Files.move(disk.aside, disk.data);
            network.restart(peer);
            Assumptions.abort("a small disk for a peer cannot be mounted here: " + refused);
        }
        copy(disk.aside, disk.data);
        network.restart(peer);
        return disk;
    }

    private long sizeMebibytes() throws IOException {
        long bytes = 0;
        try (var files = Files.walk(aside)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file) + BLOCK_BYTES;
            }
        }
        return bytes / 1024 / 1024 + SPARE_MEBIBYTES;
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

    /** Puts the peer back on its disk, with what it has now. */
    void remove() throws Exception {
        empty();
        network.restart(peer); // it may have ended by itself
        network.kill(peer);
        FileSystemUtils.deleteRecursively(aside);
        Files.createDirectory(aside);
        copy(data, aside);
        String refused = run("umount", data.toString());
        if (!refused.isEmpty()) {
            throw new IllegalStateException(refused);
        }
        Files.delete(data);
        Files.move(aside, data);
        network.restart(peer);
    }

    private static void copy(Path from, Path to) throws Exception {
        String refused = run("cp", "-a", from + "/.", to + "/");
        if (!refused.isEmpty()) {
            throw new IOException(refused);
        }
    }

    // What a program said if it failed.
    private static String run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : words.get(0) + ": " + said.strip();
    }
}
