package org.tradeseal.gateway.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.tradeseal.gateway.files.OwnerFiles;

/**
 * The files of a state folder that a backup takes: everything but the database, logs, and what names a running process.
 * Folders of other gateways inside (of {@code scripts/try}, of a Fabric network) are not part of it.
 */
final class StateFiles {
    /** What was signed for; taken before the database, so that the backup contradicts itself in nothing. */
    static final String SIGNED_HEADS = "log/signed-heads";

    private static final Set<String> PASSING = Set.of("lock", "address", "gateway.pid", "gateway.log");
    private static final Set<String> OTHER_FOLDERS = Set.of("fabric");

    private StateFiles() {}

    /** Their paths in the folder, sorted. */
    static List<String> in(Path state) throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(state, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.equals(state)) {
                    return FileVisitResult.CONTINUE;
                }
                String name = String.valueOf(folder.getFileName());
                boolean other = name.startsWith("postgresql-")
                        || (OwnerFiles.parent(folder).equals(state) && OTHER_FOLDERS.contains(name))
                        || Files.exists(folder.resolve("lock"))
                        || Files.exists(folder.resolve("genesis.json"))
                        || Files.exists(folder.resolve(Manifest.FILE));
                return other ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = String.valueOf(file.getFileName());
                boolean passing = PASSING.contains(name)
                        || name.startsWith("postgresql-")
                        || name.endsWith(".new")
                        || name.endsWith(".log")
                        || name.endsWith(".pid");
                if (attributes.isRegularFile() && !passing) {
                    found.add(state.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }
}
