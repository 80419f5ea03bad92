package org.tradeseal.gateway.log;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The log for everybody, after C2SP tlog-tiles: the newest head, tiles of hashes, bundles of leaves, and the trust file. */
@RestController
class LogController {
    private static final String TILES = "/log/tile/";
    // Indices come in groups of three digits, all but the last with an x: x001/x234/067.
    private static final Pattern TILE =
            Pattern.compile("(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
    private static final Duration FOREVER = Duration.ofDays(365);

    private final Heads heads;
    private final LogTree tree;
    private final KnownKeys keys;
    private final Ledger ledger;

    LogController(Heads heads, LogTree tree, KnownKeys keys, Ledger ledger) {
        this.heads = heads;
        this.tree = tree;
        this.keys = keys;
        this.ledger = ledger;
    }

    /** The newest signed head with the cosignatures that k asks for, if there is one; else the newest head. */
    @GetMapping("/log/checkpoint")
    ResponseEntity<byte[]> checkpoint() {
        Heads.Head head = heads.covering(-1, Duration.ZERO).orElseThrow(LogController::none);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
                .body(head.note().toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Whom a verifier may trust: organisations, keys, k. Get it from an organisation you trust, once. */
    @GetMapping(path = "/log/trust", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> trust() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"trust.json\"")
                .body(CanonicalJson.bytes(keys.trust()));
    }

    @GetMapping(TILES + "**")
    ResponseEntity<byte[]> tile(HttpServletRequest request) {
        Matcher parts = TILE.matcher(request.getRequestURI().substring(TILES.length()));
        if (!parts.matches()) {
            throw none();
        }
        long index = Long.parseLong(parts.group(2).replaceAll("[x/]", ""));
        boolean leaves = parts.group(1).equals("entries");
        int level = leaves ? 0 : Integer.parseInt(parts.group(1));
        int width = parts.group(3) == null ? LogTree.WIDTH : Integer.parseInt(parts.group(3));
        if (level > 7 || !exists(level, index, width) || !canonical(parts.group(2), index)) {
            throw none();
        }
        byte[] body = leaves ? bundle(index, width) : tree.tile(level, index, width);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(FOREVER).cachePublic().immutable())
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(body);
    }

    // Only what the newest head covers is served: nobody signed for more.
    private boolean exists(int level, long index, int width) {
        long needed = index * LogTree.WIDTH + width;
        return width <= LogTree.WIDTH
                && needed <= heads.newestSize() >> (8 * level)
                && needed <= tree.size() >> (8 * level); // shorter while the read model is rebuilt
    }

    private static boolean canonical(String path, long index) {
        StringBuilder text = new StringBuilder(String.format("%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            text.insert(0, String.format("x%03d/", rest % 1000));
        }
        return text.toString().equals(path);
    }

    // Each leaf after its length in two bytes.
    private byte[] bundle(long index, int width) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        List<byte[]> leaves = tree.leaves(ledger.digest(), index * LogTree.WIDTH, width);
        for (byte[] leaf : leaves) {
            bundle.write(leaf.length >> 8);
            bundle.write(leaf.length);
            bundle.writeBytes(leaf);
        }
        return bundle.toByteArray();
    }

    private static Refusal none() {
        return new Refusal(ErrorCode.NOT_FOUND, "The log has no such part.", "日志中没有这一部分。");
    }
}
