package org.tradeseal.gateway.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.verify.Sha256;

/**
 * What this organisation has signed, in a file outside the database ({@code log/signed-heads}): a line {@code size root} for
 * every head, own or cosigned, on disk before the signature leaves the process. A database that was set back to an earlier
 * day contradicts it. A line {@code accepted size root} says that a person took the log as it was then for the one that goes
 * on, though a longer one had been signed; nothing is ever removed.
 */
final class HeadJournal implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("(accepted )?([0-9]{1,18}) ([0-9a-f]{64})");

    private final FileChannel file;
    private @Nullable Head newest;

    /** A size of the log and the root over so many leaves. */
    record Head(long size, Sha256 root) {}

    HeadJournal(Path path) {
        try {
            if (!Files.exists(path)) {
                OwnerFiles.create(path);
                forceFolder(path);
            }
            read(path);
            file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the signed heads cannot be kept in " + path, e);
        }
    }

    private static void forceFolder(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    // A line that a crash cut short was never signed: the signature is made after its line is on disk.
    private void read(Path path) throws IOException {
        String text = Files.readString(path, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        if (end < text.length()) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(end);
                channel.force(true);
            }
        }
        text.substring(0, end).lines().forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalStateException(path + " is damaged: " + line + " / " + path + " 已损坏");
            }
            Head head = new Head(Long.parseLong(parts.group(2)), new Sha256(parts.group(3)));
            if (parts.group(1) == null) {
                keep(head);
            } else {
                newest = head;
            }
        });
    }

    private void keep(Head head) {
        if (newest == null || head.size() > newest.size()) {
            newest = head;
        }
    }

    /** The longest log that was signed for, since people last accepted one. */
    synchronized Optional<Head> newest() {
        return Optional.ofNullable(newest);
    }

    /** Writes a head down for good; only then may it be signed. */
    synchronized void write(Head head) {
        if (head.equals(newest)) {
            return; // it stands there already
        }
        append(head.size() + " " + head.root() + "\n");
        keep(head);
    }

    /** Writes down that the log goes on from this head, whatever was signed before. */
    synchronized void accept(Head head) {
        append("accepted " + head.size() + " " + head.root() + "\n");
        newest = head;
    }

    private void append(String text) {
        try {
            ByteBuffer line = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("the head cannot be written down, so it is not signed", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the signed heads cannot be closed", e);
        }
    }
}
