package org.tradeseal.gateway.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Leaf;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/**
 * The RFC 9162 tree over the log's leaves, kept in tiles of 256 hashes (C2SP tlog-tiles): a hash of level {@code n} is the
 * root of 256^n leaves. Leaves are only appended, in the database transaction of the records they stand for; a proof reads
 * a few tiles, however long the log is.
 */
@Component
public class LogTree {
    /** Hashes in a full tile. */
    static final int WIDTH = 256;

    private static final int HEIGHT = 8;
    private static final int HASH = 32;
    private static final int TILES_IN_MEMORY = 2048; // 16 MiB
    private static final byte[] NODE = {1};

    private final JdbcTemplate jdbc;
    private final Cache<Position, byte[]> full = Caffeine.newBuilder()
            .maximumSize(TILES_IN_MEMORY)
            .executor(Runnable::run)
            .build();

    public LogTree(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Position(int level, long tile) {}

    /** A leaf with its hash. */
    public record Hashed(Leaf leaf, Sha256 hash) {
        public static Hashed of(Leaf leaf) {
            return new Hashed(leaf, leaf.hash());
        }
    }

    /** How many leaves are committed. */
    public long size() {
        Long size = jdbc.queryForObject("select next_leaf from readmodel.checkpoint", Long.class);
        return size == null ? 0 : size;
    }

    /** Appends leaves; the first has this index, which is the number of leaves so far. Part of the caller's transaction. */
    public void append(long from, List<Hashed> leaves) {
        if (leaves.isEmpty()) {
            return;
        }
        List<Object[]> rows = new ArrayList<>(leaves.size());
        List<byte[]> hashes = new ArrayList<>(leaves.size());
        for (Hashed hashed : leaves) {
            Leaf leaf = hashed.leaf();
            rows.add(new Object[] {
                from + rows.size(),
                leaf.id().value(),
                leaf.version(),
                leaf.commitment().hex()
            });
            hashes.add(hashed.hash().bytes());
        }
        jdbc.batchUpdate("insert into readmodel.leaf (leaf_index, id, version, commitment) values (?, ?, ?, ?)", rows);
        append(0, from, hashes);
    }

    private void append(int level, long from, List<byte[]> hashes) {
        List<byte[]> above = new ArrayList<>();
        long firstAbove = from / WIDTH;
        int done = 0;
        while (done < hashes.size()) {
            long tile = (from + done) / WIDTH;
            int known = (int) ((from + done) % WIDTH);
            int more = Math.min(WIDTH - known, hashes.size() - done);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream((known + more) * HASH);
            bytes.writeBytes(known == 0 ? new byte[0] : Arrays.copyOf(stored(level, tile), known * HASH));
            hashes.subList(done, done + more).forEach(bytes::writeBytes);
            jdbc.update(
                    "insert into readmodel.tile (level, tile, hashes) values (?, ?, ?)"
                            + " on conflict (level, tile) do update set hashes = excluded.hashes",
                    level,
                    tile,
                    bytes.toByteArray());
            if (known + more == WIDTH) {
                above.add(root(bytes.toByteArray(), 0, WIDTH));
            }
            done += more;
        }
        if (!above.isEmpty()) {
            append(level + 1, firstAbove, above);
        }
    }

    private byte[] stored(int level, long tile) {
        List<byte[]> rows = jdbc.query(
                "select hashes from readmodel.tile where level = ? and tile = ?",
                (row, n) -> row.getBytes("hashes"),
                level,
                tile);
        if (rows.isEmpty()) {
            throw new IllegalStateException(
                    "the log has no tile " + level + "/" + tile + "; start with scripts/start --rebuild");
        }
        return rows.get(0);
    }

    /** Forgets what is in memory, because the read model starts anew. */
    public void clear() {
        full.invalidateAll();
    }

    /** This many hashes of a tile, one after the other. Throws IllegalArgumentException if there are fewer. */
    byte[] tile(int level, long tile, int width) {
        Position position = new Position(level, tile);
        byte[] hashes = full.getIfPresent(position);
        if (hashes == null) {
            hashes = stored(level, tile);
            if (hashes.length == WIDTH * HASH) {
                full.put(position, hashes);
            }
        }
        if (hashes.length < width * HASH) {
            throw new IllegalArgumentException("tile " + level + "/" + tile + " has fewer than " + width + " hashes");
        }
        return hashes.length == width * HASH ? hashes : Arrays.copyOf(hashes, width * HASH);
    }

    /** The bytes of this many leaves from an index on. */
    List<byte[]> leaves(Sha256 ledger, long from, int count) {
        return jdbc.query(
                "select id, version, commitment from readmodel.leaf where leaf_index >= ? and leaf_index < ?"
                        + " order by leaf_index",
                (row, n) -> CanonicalJson.bytes(new Leaf(
                        ledger,
                        new RecordId(row.getString("id")),
                        row.getInt("version"),
                        new Sha256(row.getString("commitment")))),
                from,
                from + count);
    }

    /** The latest version of a record among the first leaves; 0 if it is not among them. */
    int newestVersion(RecordId id, long size) {
        Integer version = jdbc.queryForObject(
                "select coalesce(max(version), 0) from readmodel.leaf where id = ? and leaf_index < ?",
                Integer.class,
                id.value(),
                size);
        return version == null ? 0 : version;
    }

    /** The root over the first leaves. */
    public Sha256 root(long size) {
        return size == 0 ? Sha256.of() : Sha256.fromBytes(hash(0, size));
    }

    /** The path from the leaf at this index to the root over the first leaves, lowest first (RFC 9162 section 2.1.3.1). */
    public List<Sha256> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("leaf " + index + " of " + size);
        }
        List<Sha256> path = new ArrayList<>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long split = begin + split(end - begin);
            if (index < split) {
                path.add(Sha256.fromBytes(hash(split, end)));
                end = split;
            } else {
                path.add(Sha256.fromBytes(hash(begin, split)));
                begin = split;
            }
        }
        java.util.Collections.reverse(path);
        return List.copyOf(path);
    }

    /** The proof that the tree of {@code second} leaves appends to that of {@code first} (RFC 9162 section 2.1.4.1). */
    public List<Sha256> consistency(long first, long second) {
        if (first < 0 || first > second) {
            throw new IndexOutOfBoundsException("from " + first + " to " + second);
        }
        List<Sha256> proof = new ArrayList<>();
        if (first > 0) {
            addSubproof(first, 0, second, true, proof);
        }
        return List.copyOf(proof);
    }

    private void addSubproof(long first, long begin, long end, boolean known, List<Sha256> proof) {
        if (first == end) {
            if (!known) {
                proof.add(Sha256.fromBytes(hash(begin, end)));
            }
            return;
        }
        long split = begin + split(end - begin);
        if (first <= split) {
            addSubproof(first, begin, split, known, proof);
            proof.add(Sha256.fromBytes(hash(split, end)));
        } else {
            addSubproof(first, split, end, false, proof);
            proof.add(Sha256.fromBytes(hash(begin, split)));
        }
    }

    // The root over the leaves from begin to end; begin is a multiple of the largest power of two that fits.
    private byte[] hash(long begin, long end) {
        long count = end - begin;
        if (Long.bitCount(count) == 1) {
            return node(Long.numberOfTrailingZeros(count), begin / count);
        }
        long split = begin + split(count);
        return Sha256.digest(NODE, hash(begin, split), hash(split, end));
    }

    private byte[] node(int height, long index) {
        int level = height / HEIGHT;
        int width = 1 << (height % HEIGHT);
        long first = index * width;
        int offset = (int) (first % WIDTH);
        return root(tile(level, first / WIDTH, offset + width), offset, width);
    }

    private static byte[] root(byte[] hashes, int offset, int width) {
        byte[][] row = new byte[width][];
        for (int i = 0; i < width; i++) {
            row[i] = Arrays.copyOfRange(hashes, (offset + i) * HASH, (offset + i + 1) * HASH);
        }
        for (int left = width; left > 1; left /= 2) {
            for (int i = 0; i < left / 2; i++) {
                row[i] = Sha256.digest(NODE, row[2 * i], row[2 * i + 1]);
            }
        }
        return row[0];
    }

    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
