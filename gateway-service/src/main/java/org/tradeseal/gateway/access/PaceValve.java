package org.tradeseal.gateway.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * Holds every body to a least speed, below all that reads it, so that slow clients cannot keep the gateway's threads. What
 * is left of a body after a refusal is read under the same rule, so that the client gets to read its answer.
 */
final class PaceValve extends ValveBase {
    private static final long REST_NANOS = 20_000_000_000L;

    private final long graceNanos;
    private final long bytesPerSecond;
    private final long restBytes;

    PaceValve(long graceMillis, long bytesPerSecond, long restBytes) {
        super(true);
        this.graceNanos = graceMillis * 1_000_000;
        this.bytesPerSecond = bytesPerSecond;
        this.restBytes = restBytes;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request coyote = request.getCoyoteRequest();
        InputBuffer below = coyote.getInputBuffer() instanceof Paced left ? left.below : coyote.getInputBuffer();
        Paced paced = new Paced(below);
        // Lines of bulk creation come as slowly as their client likes; their streams are counted instead.
        boolean lines = String.valueOf(request.getContentType()).startsWith("application/x-ndjson");
        if (!lines) {
            coyote.setInputBuffer(paced);
        }
        getNext().invoke(request, response);
        if (request.isAsync() || lines) {
            return;
        }
        coyote.setInputBuffer(below);
        if (response.getStatus() >= 400 && !rest(request, response, paced)) {
            coyote.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    // Whether the rest of the body came soon.
    private boolean rest(Request request, Response response, Paced paced) {
        if (paced.isTooSlow) {
            return false;
        }
        try {
            response.finishResponse();
            if (request.getContentLengthLong() > restBytes) {
                return false;
            }
            long end = System.nanoTime() + REST_NANOS;
            Discarded chunk = new Discarded();
            long left = restBytes;
            while (left > 0 && System.nanoTime() < end) {
                int count = paced.below.doRead(chunk);
                if (count < 0) {
                    return true;
                }
                left -= count;
            }
            return false;
        } catch (IOException | RuntimeException gone) {
            return false;
        }
    }

    /** Where bytes go that nobody wants. */
    private static final class Discarded implements ApplicationBufferHandler {
        private java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(java.nio.ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public java.nio.ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {}
    }

    /** Compares what has come with the time it took. */
    private final class Paced implements InputBuffer {
        private final InputBuffer below;
        private long begun;
        private long read;
        private boolean isTooSlow;

        Paced(InputBuffer below) {
            this.below = below;
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            if (begun == 0) {
                begun = System.nanoTime();
            }
            int count = below.doRead(handler);
            read += Math.max(0, count);
            long allowed = graceNanos + read * 1_000_000_000L / bytesPerSecond;
            if (count >= 0 && System.nanoTime() - begun > allowed) {
                isTooSlow = true;
                throw new Refusal(
                        ErrorCode.TOO_SLOW,
                        "The body came more slowly than " + bytesPerSecond + " bytes a second.",
                        "请求体的到达速度低于每秒 " + bytesPerSecond + " 字节。");
            }
            return count;
        }

        @Override
        public int available() {
            return below.available();
        }
    }
}
