package org.tradeseal.gateway.commands;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.access.Admission;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The lines of a request in NDJSON, one after the other, each with memory set aside for it. */
final class NdjsonReader {
    private static final int FIRST_BYTES = 2 * 1024;

    private static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    /** A line is held as bytes, as text, as what it says, and on its way to the ledger. */
    private static final int COPIES = 8;

    /** A stream waits so long for the memory of its next line: others, and its own earlier ones, end meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InputStream in;
    private final Admission admission;
    private final Caller caller;
    private final byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    NdjsonReader(InputStream in, Admission admission, Caller caller) {
        this.in = in;
        this.admission = admission;
        this.caller = caller;
    }

    /** A line with the memory set aside for it, or why it was not read. */
    record Line(Bytes bytes, Admission.Room room, @Nullable Refusal refusal) {
        boolean isBlank() {
            return refusal == null && new String(bytes.toArray(), StandardCharsets.UTF_8).isBlank();
        }
    }

    /** The next line, or null at the end. A line over a limit is cut there and read to its end, so that the next is found. */
    @Nullable Line next() throws IOException {
        if (start == end && !fill()) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        Admission.Room room = admission.room(caller);
        long setAside = FIRST_BYTES;
        Refusal refusal = grown(room, setAside);
        boolean isWhole = false;
        while (!isWhole && (start < end || fill())) {
            int stop = start;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            int length = stop - start;
            while (refusal == null && line.size() + length > setAside) {
                refusal = grown(room, setAside);
                setAside *= 2;
            }
            if (refusal == null && line.size() + length > MAX_LINE_BYTES) {
                refusal = new Refusal(ErrorCode.TOO_LARGE, "The line exceeds 16 MiB.", "该行超过 16 MiB。");
            }
            if (refusal == null) {
                line.write(buffer, start, length);
            } else if (line.size() > 0) {
                line = new ByteArrayOutputStream();
                room.close();
            }
            isWhole = stop < end;
            start = isWhole ? stop + 1 : stop;
        }
        return new Line(Bytes.of(line.toByteArray()), room, refusal);
    }

    private boolean fill() throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private static @Nullable Refusal grown(Admission.Room room, long bytes) {
        try {
            room.grow(COPIES * bytes, PATIENCE);
            return null;
        } catch (Refusal full) {
            return full;
        }
    }
}
