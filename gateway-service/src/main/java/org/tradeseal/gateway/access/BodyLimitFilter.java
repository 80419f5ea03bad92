package org.tradeseal.gateway.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * Stops reading a body at the limit, whatever its Content-Length says, and sets the memory aside that it takes. Streams of
 * many lines are limited by line ({@link Admission.Room}).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class BodyLimitFilter extends OncePerRequestFilter {
    /** JSON is held as bytes, as text, as what it says, and on its way to the ledger. */
    private static final int JSON = 4;

    /** A document is held as bytes, as the tree that its rules look at, and in base64 as a payload. */
    private static final int DOCUMENT = 8;

    /** A value of JSON takes so many times its text, up to what the most values of one request take. */
    private static final int JSON_TREE = 12;

    private static final long JSON_TREE_MAX_BYTES = 16L * 1024 * 1024;

    private final long maxBytes;
    private final long maxMultipartBytes;
    private final Admission admission;

    BodyLimitFilter(
            @Value("${tradeseal.limits.body-bytes:16777216}") long maxBytes,
            @Value("${spring.servlet.multipart.max-request-size:22MB}") DataSize maxMultipart,
            Admission admission) {
        this.maxBytes = maxBytes;
        this.maxMultipartBytes = maxMultipart.toBytes();
        this.admission = admission;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return AccessFilter.callerOf(request) == null || isOfType(request, "application/x-ndjson");
    }

    private static boolean isOfType(HttpServletRequest request, String type) {
        return String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT).startsWith(type);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = Objects.requireNonNull(AccessFilter.callerOf(request));
        try (Admission.Room room = admission.bodyRoom(caller)) {
            if (!isOfType(request, "multipart/")) {
                chain.doFilter(new Limited(request, maxBytes, room), response);
            } else if (reserved(request, response, room)) {
                chain.doFilter(request, response);
            }
        }
    }

    // The container reads the parts by itself, onto the disk; they come to memory one request at a time.
    private boolean reserved(HttpServletRequest request, HttpServletResponse response, Admission.Room room)
            throws IOException {
        long length = request.getContentLengthLong();
        try {
            if (length > maxMultipartBytes) {
                throw tooLarge(maxMultipartBytes);
            }
            room.grow(DOCUMENT * (length < 0 ? maxMultipartBytes : length));
            return true;
        } catch (Refusal refusal) {
            AccessFilter.refuse(refusal, request, response);
            return false;
        }
    }

    static Refusal tooLarge(long maxBytes) {
        return new Refusal(
                ErrorCode.TOO_LARGE,
                "The body exceeds " + maxBytes / 1024 + " KiB.",
                "请求体超过 " + maxBytes / 1024 + " KiB。");
    }

    /** A request whose body ends in a refusal at the limit. */
    private static final class Limited extends HttpServletRequestWrapper {
        private final long maxBytes;
        private final Admission.Room room;
        private final boolean json;
        private @Nullable LimitedStream stream;

        Limited(HttpServletRequest request, long maxBytes, Admission.Room room) {
            super(request);
            this.maxBytes = maxBytes;
            this.room = room;
            this.json = isOfType(request, "application/json");
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (getContentLengthLong() > maxBytes) {
                throw tooLarge(maxBytes);
            }
            if (stream == null) {
                long length = Math.max(0, getContentLengthLong());
                room.grow(memory(0, length));
                stream = new LimitedStream(super.getInputStream(), this, length);
            }
            return stream;
        }

        private long memory(long from, long to) {
            return memory(to) - memory(from);
        }

        private long memory(long length) {
            return json ? JSON * length + Math.min(JSON_TREE * length, JSON_TREE_MAX_BYTES) : DOCUMENT * length;
        }
    }

    /** Counts what is read; what came without its length takes memory as it comes. */
    private static final class LimitedStream extends ServletInputStream {
        private final ServletInputStream in;
        private final Limited request;
        private long setAside;
        private long read;

        LimitedStream(ServletInputStream in, Limited request, long announced) {
            this.in = in;
            this.request = request;
            this.setAside = announced;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int bytes) {
            read += bytes;
            if (read > request.maxBytes) {
                throw tooLarge(request.maxBytes);
            }
            if (read > setAside) {
                long next = read + 64 * 1024;
                request.room.grow(request.memory(setAside, next));
                setAside = next;
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
