package org.tradeseal.gateway.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tradeseal.gateway.cli.ProgressBar;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/** A backup on disk: its manifest, and whether every file is what the manifest says. */
final class BackupFolder {
    private static final int MANIFEST_BYTES = 16 * 1024 * 1024;

    private final Path path;
    private final Manifest manifest;
    private final Sha256 digest;

    private BackupFolder(Path path, Manifest manifest, Sha256 digest) {
        this.path = path;
        this.manifest = manifest;
        this.digest = digest;
    }

    /** Reads the manifest. Refuses a folder that holds none. */
    static BackupFolder open(Path folder) throws IOException {
        Path path = folder.toAbsolutePath().normalize();
        Path file = path.resolve(Manifest.FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MANIFEST_BYTES) {
            throw new BackupRefused("There is no backup in " + path + ".", path + " 中没有备份。");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            return new BackupFolder(path, CanonicalJson.readCanonical(bytes, Manifest.class), Sha256.of(bytes));
        } catch (Refusal e) {
            throw new BackupRefused(
                    file + " cannot be read: " + e.detail().en(),
                    "无法读取 " + file + "：" + e.detail().zh());
        }
    }

    Path path() {
        return path;
    }

    Manifest manifest() {
        return manifest;
    }

    /** The digest of the manifest, which stands for the whole backup. */
    Sha256 digest() {
        return digest;
    }

    Path file(Manifest.Table table) {
        return path.resolve(table.path());
    }

    Path file(Manifest.StateFile file) {
        return path.resolve(file.backupPath());
    }

    long sizeBytes() {
        return manifest.tables().stream().mapToLong(Manifest.Table::sizeBytes).sum()
                + manifest.files().stream()
                        .mapToLong(Manifest.StateFile::sizeBytes)
                        .sum();
    }

    /** Reads every file and refuses the backup if one is missing or is not what was written. */
    void requireWhole(Narrator narrator) throws IOException {
        List<String> damaged = new ArrayList<>();
        ProgressBar bar = narrator.progress("digests, bytes", "校验摘要（字节）", sizeBytes());
        long done = 0;
        for (Manifest.Table table : manifest.tables()) {
            compare(table.path(), table.sizeBytes(), table.sha256(), damaged);
            done += table.sizeBytes();
            bar.at(done);
        }
        for (Manifest.StateFile file : manifest.files()) {
            compare(file.backupPath(), file.sizeBytes(), file.sha256(), damaged);
            done += file.sizeBytes();
            bar.at(done);
        }
        bar.end();
        if (!damaged.isEmpty()) {
            String names = String.join(", ", damaged.subList(0, Math.min(damaged.size(), 10)));
            throw new BackupRefused(
                    "The backup is damaged: " + names
                            + (damaged.size() > 10 ? " and " + (damaged.size() - 10) + " more" : "")
                            + ". Take another one.",
                    "备份已损坏：" + names + (damaged.size() > 10 ? " 等共 " + damaged.size() + " 个文件" : "") + "。请使用另一份备份。");
        }
    }

    private void compare(String name, long sizeBytes, Sha256 sha256, List<String> damaged) throws IOException {
        Path file = path.resolve(name);
        boolean same = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == sizeBytes
                && OwnerFiles.digest(file).sha256().equals(sha256);
        if (!same) {
            damaged.add(name);
        }
    }
}
