package org.tradeseal.gateway.backup;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Sha256;

/**
 * What a backup holds ({@code manifest.json}, canonical JSON): of which ledger, up to which block, and every file of it with
 * its digest. {@code signedHead} is the longest head of the log that had been signed when the backup began.
 */
record Manifest(
        String format,
        Instant createdAt,
        Sha256 ledger,
        long newestBlock,
        Sha256 newestBlockHash,
        @Nullable SignedHead signedHead,
        List<Schema> schemas,
        List<Table> tables,
        List<StateFile> files) {
    static final String FORMAT = "tradeseal/backup/1";
    static final String FILE = "manifest.json";

    Manifest {
        if (!format.equals(FORMAT)) {
            throw new BackupRefused(
                    "This is no backup of the format " + FORMAT + ", but " + format + ".",
                    "这不是 " + FORMAT + " 格式的备份，而是 " + format + "。");
        }
        schemas = List.copyOf(schemas);
        tables = List.copyOf(tables);
        files = List.copyOf(files);
    }

    /** A head by size and root. */
    record SignedHead(long size, Sha256 root) {}

    /** A database schema and the version of its tables. */
    record Schema(String name, String version) {
        Schema {
            requireName(name);
            if (!version.matches("[0-9][0-9._]{0,20}")) {
                throw unreadable("/schemas/version");
            }
        }
    }

    /** The rows of a table: PostgreSQL's COPY text format, gzip. The digest is that of the file. */
    record Table(String schema, String name, List<String> columns, long rows, long sizeBytes, Sha256 sha256) {
        Table {
            requireName(schema);
            requireName(name);
            columns = List.copyOf(columns);
            columns.forEach(Manifest::requireName);
        }

        String path() {
            return "tables/" + schema + "." + name + ".copy.gz";
        }
    }

    /** A file of the state folder, by its path there. */
    record StateFile(String path, long sizeBytes, Sha256 sha256) {
        private static final Pattern STEP = Pattern.compile("[\\p{L}\\p{N}_@+=, -][\\p{L}\\p{N}_.@+=, -]{0,200}");

        StateFile {
            for (String step : path.split("/", -1)) {
                if (!STEP.matcher(step).matches()) {
                    throw unreadable("/files/path " + path);
                }
            }
        }

        String backupPath() {
            return "state/" + path;
        }
    }

    private static void requireName(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw unreadable(name);
        }
    }

    private static BackupRefused unreadable(String what) {
        return new BackupRefused("The manifest is not to be trusted: " + what + ".", "清单不可信：" + what + "。");
    }
}
