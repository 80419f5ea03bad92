package org.tradeseal.verify;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * How many receipts one core checks in a second: parsed receipts under a head that is known, beside the same hashes without
 * anything around them. A log of 2^20 leaves, so that every path has 20 hashes. Run its main method; no test.
 */
public final class ReceiptBench {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int LEVELS = 20;
    private static final int RECEIPTS = 2000;

    private final List<byte[][]> levels = new ArrayList<>();

    private ReceiptBench(List<Sha256> leaves) throws Exception {
        byte[][] level = new byte[1 << LEVELS][];
        byte[] filler = TestLedger.seed("filler").bytes();
        for (int i = 0; i < level.length; i++) {
            level[i] = i < leaves.size() ? leaves.get(i).bytes() : filler;
        }
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        while (level.length > 1) {
            levels.add(level);
            byte[][] above = new byte[level.length / 2][];
            for (int i = 0; i < above.length; i++) {
                sha256.update((byte) 1);
                sha256.update(level[2 * i]);
                above[i] = sha256.digest(level[2 * i + 1]);
            }
            level = above;
        }
        levels.add(level);
    }

    private byte[] root() {
        return levels.get(LEVELS)[0];
    }

    private List<Sha256> path(int index) {
        List<Sha256> path = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            path.add(Sha256.fromBytes(levels.get(level)[(index >> level) ^ 1]));
        }
        return path;
    }

    /** Prints the rates, or with an argument the same for that many seconds a measurement. */
    public static void main(String[] arguments) throws Exception {
        double seconds = arguments.length == 0 ? 3 : Double.parseDouble(arguments[0]);
        Story story = new Story("bench");
        TestLedger ledger = story.ledger;
        for (int i = 0; i < RECEIPTS; i++) {
            ledger.create(
                    "asset.file",
                    "AST",
                    "asset",
                    story.enterprise,
                    "bench-" + i,
                    ledger.command(story.filed).command().body(),
                    (tools.jackson.databind.node.ObjectNode)
                            ledger.stored(story.filed).record().content());
        }
        ReceiptBench tree = new ReceiptBench(ledger.leafHashes());
        String head = ledger.head(
                        new Checkpoint(Checkpoint.origin(ledger.ledger()), 1 << LEVELS, Sha256.fromBytes(tree.root())),
                        TestLedger.ORGANISATIONS.toArray(String[]::new))
                .toString();
        List<byte[]> files = new ArrayList<>();
        for (int i = ledger.size() - RECEIPTS; i < ledger.size(); i++) {
            files.add(ledger.receipt(i, head, n -> Merkle.toText(tree.path(n))).bytes());
        }
        Verifier verifier = new Verifier(ledger.trust(2));
        List<ParsedReceipt> parsed = files.stream().map(ParsedReceipt::read).toList();
        List<int[]> lengths = files.stream().map(ReceiptBench::hashed).toList();
        byte[] input = new byte[1 << 16];
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] out = new byte[32];

        IntConsumer check = i -> require(verifier.isLogged(parsed.get(i)));
        IntConsumer raw = i -> hash(sha256, input, lengths.get(i), out);
        IntConsumer parse = i -> require(ParsedReceipt.read(files.get(i)).version() == 1);
        IntConsumer whole = i ->
                require(verifier.verify(files.get(i), null, TestLedger.TIME).verdict() == Verdict.VALID);
        for (int round = 0; round < 3; round++) { // warm
            rate(check, seconds / 3);
            rate(raw, seconds / 3);
        }
        double[] checks = new double[5];
        double[] raws = new double[5];
        for (int round = 0; round < 5; round++) { // in turns, so that a busy machine slows both
            checks[round] = rate(check, seconds);
            raws[round] = rate(raw, seconds);
        }
        Arrays.sort(checks);
        Arrays.sort(raws);
        rate(parse, seconds);
        rate(whole, seconds);
        System.out.printf("receipt: %d bytes, %d hashes%n", files.get(0).length, lengths.get(0).length);
        for (int index = 0; index < ledger.size() - RECEIPTS; index++) {
            var receipt = (tools.jackson.databind.node.ObjectNode)
                    CanonicalJson.tree(ledger.receipt(index, head, n -> Merkle.toText(tree.path(n)))
                            .bytes());
            System.out.printf(
                    "%s: %d bytes;", ledger.command(index).command().command(), CanonicalJson.bytes(receipt).length);
            receipt.properties()
                    .forEach(p -> System.out.printf(" %s %d", p.getKey(), CanonicalJson.bytes(p.getValue()).length));
            System.out.println();
        }
        System.out.printf("parsed receipts under a known head: %,.0f/s%n", checks[2]);
        System.out.printf("the same hashes alone:              %,.0f/s%n", raws[2]);
        System.out.printf("ratio:                              %.2f%n", checks[2] / raws[2]);
        System.out.printf("parsing alone:                      %,.0f/s%n", rate(parse, seconds));
        System.out.printf("everything from bytes, P-256 too:   %,.0f/s%n", rate(whole, seconds));
    }

    /** The lengths of what is hashed for one receipt: command, record and leaf of record and actor, and the path. */
    private static int[] hashed(byte[] receipt) {
        ParsedReceipt parsed = ParsedReceipt.read(receipt);
        List<Integer> lengths = new ArrayList<>(List.of(parsed.signedCommand().length));
        for (LoggedRecord record : List.of(parsed.record(), parsed.actor())) {
            lengths.add(record.record().bytes().length + 32 + 19);
            lengths.add(247);
        }
        lengths.addAll(java.util.Collections.nCopies(LEVELS, 65));
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void hash(MessageDigest sha256, byte[] input, int[] lengths, byte[] out) {
        try {
            for (int length : lengths) {
                sha256.update(input, 0, length);
                sha256.digest(out, 0, out.length);
            }
        } catch (java.security.DigestException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a receipt of the benchmark is not valid");
        }
    }

    private static double rate(IntConsumer work, double seconds) {
        long used = CPU.getCurrentThreadCpuTime(); // a core's time: what else the machine does hardly counts
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long done = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < RECEIPTS; i += 1) {
                work.accept(i);
            }
            done += RECEIPTS;
        }
        return done * 1e9 / (CPU.getCurrentThreadCpuTime() - used);
    }
}
