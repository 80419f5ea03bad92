package org.tradeseal.gateway.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * What is known of an import so far, a JSON line each: an interrupted import goes on from here. It only saves time and keeps
 * the report whole; that nothing is recorded twice follows from keys that derive from the content and the client's secret. In memory a line takes
 * some bytes, whatever it holds.
 */
final class ImportJournal implements AutoCloseable {
    static final String FORMAT = "tradeseal/import-journal/1";

    private final FileChannel file;
    private final BitSet current = new BitSet();
    private long[] offsets = new long[1024];
    private long[] keys = new long[1024];
    private final BitSet done = new BitSet();
    private final BitSet existed = new BitSet();
    private int last;
    private long newestDone;
    private boolean resumed;

    /** Whose import this is, and under which secret its keys were made. */
    record Header(String format, Sha256 ledger, String participant, Sha256 keys) {}

    private ImportJournal(FileChannel file) {
        this.file = file;
    }

    /** Opens the journal, or begins one. Refuses one with another header, and one that is in use. */
    static ImportJournal open(Path path, Header header) throws IOException {
        if (!Files.exists(path)) {
            OwnerFiles.create(path);
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        ImportJournal journal = new ImportJournal(file);
        try {
            if (!isLocked(file)) {
                throw new Refusal(
                        ErrorCode.UNAVAILABLE,
                        "Another import writes " + path + "; wait until it ends.",
                        "另一个导入正在写入 " + path + "，请等待其结束。");
            }
            journal.read(path, header);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        return journal;
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock(); // held until the channel is closed
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void read(Path path, Header expected) throws IOException {
        long end = 0;
        // Not closed: that would close the channel, and with it the lock.
        InputStream in = new BufferedInputStream(Channels.newInputStream(file), 64 * 1024);
        byte[] line = readLine(in);
        while (line != null) {
            if (end == 0) {
                requireOurs(path, line, expected);
                resumed = true;
            } else {
                keep(CanonicalJson.read(line, ImportOutcome.class), end);
            }
            end += line.length + 1;
            line = readLine(in);
        }
        file.truncate(end); // a line that a kill cut short
        file.position(end);
        if (end == 0) {
            append(CanonicalJson.bytes(expected));
        }
    }

    private static void requireOurs(Path path, byte[] line, Header expected) {
        Header found;
        try {
            found = CanonicalJson.read(line, Header.class);
        } catch (Refusal e) {
            found = null;
        }
        if (!expected.equals(found)) {
            throw new Refusal(
                    ErrorCode.WRONG_LEDGER,
                    path + " is the journal of an import by another participant, into another ledger, or with another"
                            + " import.secret than this client's. Run it as before, or name another report with"
                            + " --report.",
                    path + " 是其他参与方、其他账本的导入日志，或使用的 import.secret 与本客户端不同。请按原方式运行，或用 --report 指定另一报告。");
        }
    }

    private static byte @Nullable [] readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toByteArray();
            }
            line.write(b);
        }
        return null;
    }

    private long append(byte[] json) throws IOException {
        long at = file.position();
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        return at;
    }

    private void keep(ImportOutcome outcome, long offset) {
        int line = outcome.line();
        if (line >= offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(line + 1, 2 * offsets.length));
            keys = Arrays.copyOf(keys, offsets.length);
        }
        offsets[line] = offset;
        keys[line] = hash(outcome.key());
        done.set(line, outcome.status().isDone());
        newestDone = outcome.status().isDone() ? offset : newestDone;
        existed.set(line, outcome.status() == ImportOutcome.Status.EXISTS);
        last = Math.max(last, line);
    }

    private static long hash(String key) {
        return ByteBuffer.wrap(Sha256.of(key.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .bytes())
                .getLong();
    }

    /** Whether an earlier run left something here. */
    boolean isResumed() {
        return resumed;
    }

    /**
     * How this line with this content ended, if it is recorded as far as is known here. The line is part of this run's
     * report.
     */
    ImportOutcome.@Nullable Status doneAs(int line, String key) {
        current.set(line);
        if (!done.get(line) || keys[line] != hash(key)) {
            return null;
        }
        return existed.get(line) ? ImportOutcome.Status.EXISTS : ImportOutcome.Status.RECORDED;
    }

    /** The id of the record that was recorded last, as far as is known here; empty if none was. */
    String newestRecord() throws IOException {
        return newestDone == 0
                ? ""
                : CanonicalJson.read(lineAt(newestDone), ImportOutcome.class).id();
    }

    /** Takes no line for recorded any more: each is sent again under its key. */
    void distrust() {
        done.clear();
    }

    /** Writes down what became of a line. */
    void write(ImportOutcome outcome) throws IOException {
        current.set(outcome.line());
        keep(outcome, append(CanonicalJson.bytes(outcome)));
    }

    /** Makes sure that what was written survives a power failure. */
    void force() throws IOException {
        file.force(false);
    }

    /** Takes outcomes in the order of their lines. */
    interface Outcomes {
        void outcome(ImportOutcome outcome) throws IOException;
    }

    /** The newest outcome of every line of this run. */
    void forEach(Outcomes outcomes) throws IOException {
        for (int line = current.nextSetBit(0); line >= 0 && line <= last; line = current.nextSetBit(line + 1)) {
            if (offsets[line] > 0) {
                outcomes.outcome(CanonicalJson.read(lineAt(offsets[line]), ImportOutcome.class));
            }
        }
    }

    private byte[] lineAt(long offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        while (true) {
            int read = file.read(bytes, offset + bytes.position());
            for (int i = 0; i < bytes.position(); i++) {
                if (bytes.get(i) == '\n') {
                    return Arrays.copyOf(bytes.array(), i);
                }
            }
            if (read < 0) {
                throw new IOException("the journal breaks off");
            }
            if (!bytes.hasRemaining()) {
                bytes = ByteBuffer.allocate(2 * bytes.capacity()).put(bytes.flip());
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
