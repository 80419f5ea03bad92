package org.tradeseal.gateway.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes made of others by a few changes; equal seeds make equal bytes. */
final class Changes {
    private static final List<String> WORDS = List.of(
            "1e999999999",
            "-1",
            "NaN",
            "9223372036854775808",
            "\u0000",
            "\ud83d\ude00",
            "\u202e",
            "<!DOCTYPE a [<!ENTITY b \"c\">]>",
            "&b;",
            "&#0;",
            "&#xD800;",
            "]]>",
            "<!--",
            "<?x?>",
            "../../a",
            "0000-00-00",
            "2025-02-30",
            "{",
            "[",
            "\"",
            "\\ud800",
            "null",
            "true",
            "xmlns=\"\"",
            " encoding=\"UTF-16\"",
            "\ufeff");

    private final Random random;

    Changes(long seed) {
        this.random = new Random(seed);
    }

    byte[] of(byte[] seed) {
        byte[] bytes = seed;
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int to = bytes.length == 0 ? 0 : at + random.nextInt(Math.min(64, bytes.length - at) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> with(bytes, at, to, new byte[] {(byte) random.nextInt(256)});
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> with(bytes, at, to, new byte[0]);
            case 3 -> with(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 4 ->
                with(bytes, at, to, WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8));
            default -> flipped(bytes, at);
        };
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] with(byte[] bytes, int from, int to, byte[] between) {
        byte[] all = new byte[from + between.length + bytes.length - to];
        System.arraycopy(bytes, 0, all, 0, from);
        System.arraycopy(between, 0, all, from, between.length);
        System.arraycopy(bytes, to, all, from + between.length, bytes.length - to);
        return all;
    }
}
