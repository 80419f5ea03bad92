package org.tradeseal.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a log's files in a folder, as {@code /log} serves them (C2SP tlog-tiles): {@code checkpoint} and
 * {@code tile/<level>/<index>}. Partial tiles are found under their own name or in a wider one. Nothing is believed: what is
 * computed from tiles is compared with the head's root.
 */
public final class LogTiles {
    private static final int WIDTH = 256;
    private static final int HASH = 32;
    private static final int HEIGHT = 8;
    private static final long MAX_CHECKPOINT = 64L * 1024;

    private final Path folder;
    private final Note note;
    private final Checkpoint head;
    private final Map<String, byte[]> read = new HashMap<>();

    private LogTiles(Path folder, Note note) {
        this.folder = folder;
        this.note = note;
        this.head = Checkpoint.parse(note.text());
    }

    /** Opens the folder that holds {@code checkpoint}. Throws {@link Refusal} if that is not a signed head. */
    public static LogTiles open(Path folder) throws IOException {
        Path file = folder.resolve("checkpoint");
        if (Files.size(file) > MAX_CHECKPOINT) {
            throw new Refusal(ErrorCode.MALFORMED, "The checkpoint is too large.", "checkpoint 文件过大。");
        }
        return new LogTiles(folder, Note.parse(Files.readString(file, StandardCharsets.UTF_8)));
    }

    /** The head with its signatures. */
    public Note note() {
        return note;
    }

    /** The head. */
    public Checkpoint head() {
        return head;
    }

    /** Tiles that a computation needs and the folder does not have, as the last parts of their addresses. */
    public static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        private final transient List<String> tiles;

        private Missing(List<String> tiles) {
            super("missing: " + tiles);
            this.tiles = tiles;
        }

        /** Such as {@code tile/0/x001/067}. */
        public List<String> tiles() {
            return tiles;
        }
    }

    /** The root over the first leaves. */
    public Sha256 root(long size) throws IOException, Missing {
        requireTiles(size, List.of());
        return size == 0 ? Sha256.of() : hash(0, size);
    }

    /** Refuses what a computation over these leaves needs and is not there, all of it at once. */
    void requireTiles(long size, List<Long> leaves) throws IOException, Missing {
        TreeSet<String> missing = new TreeSet<>();
        for (long leaf : leaves) {
            for (int level = 0; size >> (HEIGHT * level) > 0; level++) {
                long tile = (leaf >> (HEIGHT * level)) / WIDTH;
                seek(level, tile, size, missing);
            }
        }
        for (int level = 0; size >> (HEIGHT * level) > 0; level++) {
            long hashes = size >> (HEIGHT * level);
            if (hashes % WIDTH != 0) {
                seek(level, hashes / WIDTH, size, missing);
            }
        }
        if (!missing.isEmpty()) {
            throw new Missing(List.copyOf(missing));
        }
    }

    private void seek(int level, long tile, long size, Set<String> missing) throws IOException {
        long width = Math.min(WIDTH, (size >> (HEIGHT * level)) - tile * WIDTH);
        if (width > 0 && find(level, tile, (int) width) == null) {
            missing.add(name(level, tile, (int) Math.min(WIDTH, (head.size() >> (HEIGHT * level)) - tile * WIDTH)));
        }
    }

    /** The inclusion path of a leaf in the tree of the head (RFC 9162 section 2.1.3.1). */
    public List<Sha256> inclusion(long index) throws IOException, Missing {
        if (index < 0 || index >= head.size()) {
            throw new IndexOutOfBoundsException("leaf " + index + " of " + head.size());
        }
        requireTiles(head.size(), List.of(index));
        List<Sha256> path = new ArrayList<>();
        long begin = 0;
        long end = head.size();
        while (end - begin > 1) {
            long split = begin + Long.highestOneBit(end - begin - 1);
            if (index < split) {
                path.add(hash(split, end));
                end = split;
            } else {
                path.add(hash(begin, split));
                begin = split;
            }
        }
        Collections.reverse(path);
        return List.copyOf(path);
    }

    // The root over the leaves from begin to end; begin is a multiple of the largest power of two that fits.
    private Sha256 hash(long begin, long end) throws IOException, Missing {
        long count = end - begin;
        if (Long.bitCount(count) == 1) {
            return node(Long.numberOfTrailingZeros(count), begin / count);
        }
        long split = begin + Long.highestOneBit(count - 1);
        return Merkle.nodeHash(hash(begin, split), hash(split, end));
    }

    private Sha256 node(int height, long index) throws IOException, Missing {
        int level = height / HEIGHT;
        int width = 1 << (height % HEIGHT);
        long first = index * width;
        int offset = (int) (first % WIDTH);
        byte[] tile = find(level, first / WIDTH, offset + width);
        if (tile == null) {
            throw new Missing(List.of(name(level, first / WIDTH, offset + width)));
        }
        List<Sha256> hashes = new ArrayList<>();
        for (int i = offset; i < offset + width; i++) {
            hashes.add(Sha256.fromBytes(Arrays.copyOfRange(tile, i * HASH, (i + 1) * HASH)));
        }
        return Merkle.root(hashes);
    }

    /** A tile of at least this many hashes, or null. */
    private byte @Nullable [] find(int level, long tile, int width) throws IOException {
        String whole = name(level, tile, WIDTH);
        byte[] known = read.get(whole);
        if (known != null && known.length >= width * HASH) {
            return known;
        }
        for (int wide = WIDTH; wide >= width; wide--) {
            Path file = folder.resolve(name(level, tile, wide));
            if (Files.isRegularFile(file) && Files.size(file) == (long) wide * HASH) {
                byte[] bytes = Files.readAllBytes(file);
                read.put(whole, bytes);
                return bytes;
            }
        }
        return null;
    }

    private static String name(int level, long tile, int width) {
        StringBuilder index = new StringBuilder(String.format("%03d", tile % 1000));
        for (long rest = tile / 1000; rest > 0; rest /= 1000) {
            index.insert(0, String.format("x%03d/", rest % 1000));
        }
        return "tile/" + level + "/" + index + (width == WIDTH ? "" : ".p/" + width);
    }
}
