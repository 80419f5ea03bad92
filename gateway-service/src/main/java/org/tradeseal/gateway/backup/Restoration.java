package org.tradeseal.gateway.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import org.tradeseal.gateway.cli.ProgressBar;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.gateway.ledger.embedded.StoredLedger;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.verify.CanonicalJson;

/**
 * Makes a state folder out of a backup, up to a block: rows and files as they were, the state tables from the blocks, then
 * the check of the whole ledger. Whoever restores cannot know what was signed after the backup, so the new gateway begins
 * with an open alarm and signs nothing until a person decides.
 */
final class Restoration {
    private final BackupFolder backup;
    private final Narrator narrator;
    private final long toBlock;

    /** Up to {@code toBlock}, or all of it. Refuses a block that the backup does not hold. */
    Restoration(BackupFolder backup, @Nullable Long toBlock, Narrator narrator) {
        long newest = backup.manifest().newestBlock();
        if (toBlock != null && (toBlock < 0 || toBlock > newest)) {
            throw new BackupRefused(
                    "The backup holds blocks 0 to " + newest + ", not " + toBlock + ".",
                    "该备份包含第 0 至 " + newest + " 块，不含第 " + toBlock + " 块。");
        }
        this.backup = backup;
        this.narrator = narrator;
        this.toBlock = toBlock == null ? newest : toBlock;
    }

    long toBlock() {
        return toBlock;
    }

    /** Restores into a folder that is new or empty; {@code signedHeads} is the journal that outlived the loss, if one did. */
    void into(Path target, @Nullable Path signedHeads) throws IOException, SQLException {
        Path state = target.toAbsolutePath().normalize();
        if (Files.exists(state) && !isEmpty(state)) {
            throw new BackupRefused(
                    state + " is not empty; a restore never overwrites. Name a new folder, or move this one away.",
                    state + " 不为空，恢复从不覆盖已有内容。请指定新目录，或先移走该目录。");
        }
        Path draft = state.resolveSibling(state.getFileName() + ".restoring");
        try {
            build(draft, signedHeads, true);
        } catch (BackupRefused e) {
            FileSystemUtils.deleteRecursively(draft); // keys lie in it
            throw e;
        }
        Files.deleteIfExists(state);
        Files.move(draft, state, StandardCopyOption.ATOMIC_MOVE);
        OwnerFiles.force(OwnerFiles.parent(state));
    }

    /** Restores into a folder that is thrown away again: the proof that a backup can be restored. */
    void rehearse(Path folder) throws IOException, SQLException {
        try {
            build(folder.toAbsolutePath().normalize(), null, false);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private void build(Path draft, @Nullable Path signedHeads, boolean withAlarm) throws IOException, SQLException {
        OwnerFiles.createFolders(draft);
        // A restore that was killed leaves its folder, and perhaps its database server: both are taken over and
        // emptied.
        try (StateFolder folder = StateFolder.open(draft);
                Database database = Database.embedded(folder)) {
            copyFiles(draft);
            if (signedHeads != null) {
                takeOver(signedHeads, draft.resolve(StateFiles.SIGNED_HEADS));
            }
            fill(database);
            verify(database, folder);
            if (withAlarm) {
                raiseAlarm(database, draft);
            }
        }
    }

    private void copyFiles(Path draft) throws IOException {
        for (Manifest.StateFile file : backup.manifest().files()) {
            Path to = draft.resolve(file.path());
            Files.deleteIfExists(to);
            OwnerFiles.copy(backup.file(file), to);
        }
    }

    // The journal only ever grows: one that does not begin with the backup's lines belongs to another log.
    private static void takeOver(Path survived, Path journal) throws IOException {
        List<String> before = Files.exists(journal) ? Files.readAllLines(journal) : List.of();
        List<String> now = Files.readAllLines(survived);
        if (now.size() < before.size() || !now.subList(0, before.size()).equals(before)) {
            throw new BackupRefused(
                    survived + " does not continue the signed heads of the backup.", survived + " 并非该备份中已签署树头的延续。");
        }
        Files.deleteIfExists(journal);
        OwnerFiles.copy(survived, journal);
    }

    private void fill(Database database) throws SQLException, IOException {
        Manifest manifest = backup.manifest();
        try (Connection connection = database.dataSource().getConnection()) {
            TableRows rows = new TableRows(connection);
            for (Manifest.Schema schema : manifest.schemas()) {
                rows.execute("drop schema if exists " + schema.name() + " cascade");
            }
        }
        migrate(database, manifest);
        long leaves;
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            TableRows rows = new TableRows(connection);
            rows.ignoreReferences(true);
            readTables(rows, manifest);
            StoredLedger ledger = new StoredLedger(connection);
            ledger.cutAfter(toBlock);
            rows.ignoreReferences(false);
            ProgressBar bar = narrator.progress("state from blocks", "由区块重建状态", toBlock + 1);
            leaves = ledger.replay(block -> bar.at(block + 1));
            bar.end();
            connection.commit();
        }
        // From here on the gateway's own start would do the same.
        manifest.schemas().forEach(schema -> database.migrate(schema.name()));
        forgetAfter(database, leaves);
    }

    // What the gateway knows of leaves that are not there any more.
    private static void forgetAfter(Database database, long leaves) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            TableRows rows = new TableRows(connection);
            rows.update("delete from gateway.head where size > ?", leaves);
            rows.update("delete from gateway.webhook_delivery where position >= ?", leaves);
            rows.update("update gateway.webhook set next_position = least(next_position, ?)", leaves);
        }
    }

    private static void migrate(Database database, Manifest manifest) {
        for (Manifest.Schema schema : manifest.schemas()) {
            try {
                database.migrate(schema.name(), schema.version());
            } catch (FlywayException e) {
                throw new BackupRefused(
                        "This program does not know version " + schema.version() + " of the tables " + schema.name()
                                + ": use the version that made the backup, or a newer one. " + e.getMessage(),
                        "本程序不认识数据表 " + schema.name() + " 的第 " + schema.version() + " 版：请使用制作该备份的版本或更新的版本。");
            }
        }
    }

    private void readTables(TableRows rows, Manifest manifest) throws SQLException, IOException {
        Set<TableRows.Name> known = new HashSet<>();
        for (Manifest.Schema schema : manifest.schemas()) {
            known.addAll(rows.tables(schema.name()));
        }
        List<TableRows.Name> names = new ArrayList<>();
        for (Manifest.Table table : manifest.tables()) {
            TableRows.Name name = new TableRows.Name(table.schema(), table.name());
            if (!known.contains(name)) {
                throw new BackupRefused(
                        "The backup names a table that its version does not have: " + table.path() + ".",
                        "备份中的数据表与其版本不符：" + table.path() + "。");
            }
            names.add(name);
        }
        rows.empty(names);
        for (int i = 0; i < names.size(); i++) {
            Manifest.Table table = manifest.tables().get(i);
            try (InputStream in = new GZIPInputStream(Files.newInputStream(backup.file(table)), 64 * 1024)) {
                long read = rows.read(names.get(i), table.columns(), in);
                narrator.say(
                        "  " + table.schema() + "." + table.name() + ": " + read + " rows",
                        "  " + table.schema() + "." + table.name() + "：" + read + " 行");
            }
            rows.advanceNumbers(names.get(i));
        }
    }

    private void verify(Database database, StateFolder folder) throws IOException {
        Genesis genesis =
                CanonicalJson.readCanonical(Files.readAllBytes(folder.path().resolve("genesis.json")), Genesis.class);
        ProgressBar bar = narrator.progress("chain check, blocks", "检查区块链", toBlock + 1);
        LedgerVerification.Report report = StoredLedger.verification(database.dataSource(), folder, genesis)
                .run(progress -> bar.at(progress.blocks()));
        bar.end();
        if (!report.isWhole()
                || report.blocks() != toBlock + 1
                || !genesis.ledger().equals(backup.manifest().ledger())) {
            String first = report.findings().isEmpty()
                    ? "blocks " + report.blocks()
                    : report.findings().get(0).toString();
            throw new BackupRefused(
                    "The ledger in the backup is not whole: " + first + ". Use another backup.",
                    "备份中的账本不完整：" + first + "。请使用另一份备份。");
        }
        narrator.say(
                "  The chain is whole: " + report.blocks() + " blocks, " + report.transactions() + " transactions, "
                        + report.records() + " records.",
                "  区块链完整：" + report.blocks() + " 个区块，" + report.transactions() + " 笔交易，" + report.records() + " 条记录。");
    }

    private void raiseAlarm(Database database, Path draft) throws SQLException, IOException {
        Manifest manifest = backup.manifest();
        Genesis genesis = CanonicalJson.readCanonical(Files.readAllBytes(draft.resolve("genesis.json")), Genesis.class);
        String organisation =
                genesis.founders().get(0).participant().organisation().value();
        Manifest.SignedHead head = SignedHeads.newest(draft.resolve(StateFiles.SIGNED_HEADS));
        String newest = head == null ? "0" : String.valueOf(head.size());
        try (Connection connection = database.dataSource().getConnection()) {
            new TableRows(connection)
                    .update(
                            "insert into gateway.log_alarm (subject, reason_en, reason_zh, evidence) values (?, ?, ?,"
                                    + " ?) on conflict do nothing",
                            organisation,
                            "This ledger was restored from the backup of " + manifest.createdAt() + ", up to block "
                                    + toBlock + ". The longest head known to be signed has " + newest
                                    + " leaves; longer ones may have been signed since.",
                            "本账本由 " + manifest.createdAt() + " 的备份恢复，至第 " + toBlock + " 块。已知签署过的最长树头为 " + newest
                                    + " 片叶；此后可能签署过更长的树头。",
                            "backup " + backup.digest() + ", block " + toBlock + " of " + manifest.newestBlock());
        }
    }
}
