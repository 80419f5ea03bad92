package org.tradeseal.gateway.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.gateway.ledger.embedded.StoredLedger;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Sha256;

/**
 * Takes a backup of a gateway on the embedded ledger, which may go on writing: the database in one snapshot, then the files
 * of the state folder. The heads that were signed are copied before the snapshot, so that the backup holds every leaf they
 * cover; keys afterwards, so that none is missing that the snapshot names.
 */
final class Backup {
    private final Path state;
    private final Path target;
    private final Narrator narrator;
    private final List<Manifest.Table> tables = new ArrayList<>();
    private final List<Manifest.StateFile> files = new ArrayList<>();

    Backup(Path state, Path target, Narrator narrator) {
        this.state = state.toAbsolutePath().normalize();
        this.target = target.toAbsolutePath().normalize();
        this.narrator = narrator;
    }

    /** Writes the backup and answers the folder as it now is. Refuses a target that exists. */
    BackupFolder take() throws IOException, SQLException {
        if (!Files.isDirectory(state.resolve("postgresql-data"))) {
            throw new BackupRefused(
                    "In " + state + " lies no embedded ledger. A gateway on an external PostgreSQL is backed up with"
                            + " that server's own tools; name another folder with --state.",
                    state + " 中没有内嵌账本。使用外部 PostgreSQL 的网关请用该数据库自带的工具备份；或以 --state 指定其他目录。");
        }
        if (Files.exists(target)) {
            throw new BackupRefused(
                    target + " exists already; a backup never overwrites.", target + " 已存在，备份从不覆盖已有内容。");
        }
        Path draft = target.resolveSibling(target.getFileName() + ".partial");
        // What an interrupted backup left behind was never one.
        FileSystemUtils.deleteRecursively(draft);
        OwnerFiles.createFolders(draft);
        try (Source source = Source.of(state)) {
            narrator.say(
                    source.folder() == null
                            ? "  The gateway is running and goes on writing."
                            : "  The gateway is stopped; its database is opened for the backup.",
                    source.folder() == null ? "  网关正在运行，写入不中断。" : "  网关已停止；为备份打开其数据库。");
            write(source.database(), draft);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        OwnerFiles.force(OwnerFiles.parent(target));
        return BackupFolder.open(target);
    }

    /** The database of a state folder: beside the gateway that runs it, or opened alone. */
    private record Source(@Nullable StateFolder folder, Database database) implements AutoCloseable {
        static Source of(Path state) {
            StateFolder folder;
            try {
                folder = StateFolder.open(state);
            } catch (IllegalStateException e) { // a gateway has it
                return new Source(null, Database.besideGateway(state));
            }
            try {
                return new Source(folder, Database.embedded(folder));
            } catch (RuntimeException e) {
                folder.close();
                throw e;
            }
        }

        @Override
        public void close() {
            database.close();
            if (folder != null) {
                folder.close();
            }
        }
    }

    private void write(Database database, Path draft) throws IOException, SQLException {
        Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        if (Files.exists(state.resolve(StateFiles.SIGNED_HEADS))) {
            copy(StateFiles.SIGNED_HEADS, draft);
        }
        List<Manifest.Schema> schemas = new ArrayList<>();
        StoredLedger.Newest newest;
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            newest = new StoredLedger(connection).newest(); // the snapshot is that of this first question
            schemas.addAll(writeTables(new TableRows(connection), draft));
            connection.rollback();
        }
        for (String path : StateFiles.in(state)) {
            if (!path.equals(StateFiles.SIGNED_HEADS)) {
                copy(path, draft);
            }
        }
        Genesis genesis = CanonicalJson.readCanonical(Files.readAllBytes(state.resolve("genesis.json")), Genesis.class);
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                begun,
                genesis.ledger(),
                newest.number(),
                newest.hash(),
                SignedHeads.newest(draft.resolve("state").resolve(StateFiles.SIGNED_HEADS)),
                schemas,
                tables,
                files);
        OwnerFiles.write(draft.resolve(Manifest.FILE), out -> out.write(CanonicalJson.bytes(manifest)));
        OwnerFiles.force(draft);
    }

    private List<Manifest.Schema> writeTables(TableRows rows, Path draft) throws SQLException, IOException {
        List<Manifest.Schema> schemas = rows.schemas();
        for (Manifest.Schema schema : schemas) {
            for (TableRows.Name name : rows.tables(schema.name())) {
                tables.add(writeTable(rows, name, draft));
            }
        }
        return schemas;
    }

    private Manifest.Table writeTable(TableRows rows, TableRows.Name name, Path draft)
            throws SQLException, IOException {
        List<String> columns = rows.columns(name);
        Manifest.Table planned = new Manifest.Table(name.schema(), name.table(), columns, 0, 0, Sha256.of());
        AtomicLong count = new AtomicLong();
        OwnerFiles.Written written = OwnerFiles.write(draft.resolve(planned.path()), out -> {
            GZIPOutputStream zipped = new GZIPOutputStream(out, 64 * 1024);
            try {
                count.set(rows.write(name, columns, zipped));
            } catch (SQLException e) {
                throw new IOException(e);
            }
            zipped.finish();
        });
        narrator.say(
                "  " + name.schema() + "." + name.table() + ": " + count + " rows",
                "  " + name.schema() + "." + name.table() + "：" + count + " 行");
        return new Manifest.Table(
                name.schema(), name.table(), columns, count.get(), written.sizeBytes(), written.sha256());
    }

    private void copy(String path, Path draft) {
        try {
            OwnerFiles.Written written =
                    OwnerFiles.copy(state.resolve(path), draft.resolve("state").resolve(path));
            files.add(new Manifest.StateFile(path, written.sizeBytes(), written.sha256()));
        } catch (IOException e) {
            throw new UncheckedIOException(state.resolve(path) + " cannot be copied", e);
        }
    }
}
