package org.tradeseal.ledger.formats;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** SM3 (GB/T 32905) and the verification of SM2 signatures (GB/T 32918.2), written plainly. */
final class SecondSm2 {
    private static final BigInteger P = hex("fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff");
    private static final BigInteger A = P.subtract(BigInteger.valueOf(3));
    private static final BigInteger B = hex("28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93");
    private static final BigInteger N = hex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123");
    private static final Point G = new Point(
            hex("32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"),
            hex("bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"));

    private record Point(BigInteger x, BigInteger y) {}

    private SecondSm2() {}

    private static BigInteger hex(String hex) {
        return new BigInteger(hex, 16);
    }

    static boolean verifies(byte[] spki, byte[] message, byte[] signature) {
        byte[] key = Arrays.copyOfRange(spki, spki.length - 64, spki.length); // x and y end an uncompressed key
        Point point = new Point(
                new BigInteger(1, Arrays.copyOf(key, 32)), new BigInteger(1, Arrays.copyOfRange(key, 32, 64)));
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        BigInteger t = r.add(s).mod(N);
        boolean inRange = r.signum() > 0 && s.signum() > 0 && r.compareTo(N) < 0 && s.compareTo(N) < 0;
        if (!inRange || t.signum() == 0) {
            return false;
        }
        byte[] user = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
        byte[] z = sm3(ByteBuffer.allocate(2 + user.length + 6 * 32)
                .putShort((short) (user.length * 8))
                .put(user)
                .put(bytes(A))
                .put(bytes(B))
                .put(bytes(G.x))
                .put(bytes(G.y))
                .put(key)
                .array());
        BigInteger e = new BigInteger(
                1,
                sm3(ByteBuffer.allocate(32 + message.length).put(z).put(message).array()));
        Point sum = plus(times(G, s), times(point, t));
        return sum != null && e.add(sum.x).mod(N).equals(r);
    }

    private static byte[] bytes(BigInteger value) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[31 - i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static Point times(Point point, BigInteger scalar) {
        Point sum = null; // the point at infinity
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = plus(sum, sum);
            sum = scalar.testBit(bit) ? plus(sum, point) : sum;
        }
        return sum;
    }

    private static Point plus(Point a, Point b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        if (a.x.equals(b.x) && !a.y.equals(b.y)) {
            return null;
        }
        BigInteger slope = a.equals(b)
                ? a.x.pow(2)
                        .multiply(BigInteger.valueOf(3))
                        .add(A)
                        .multiply(a.y.shiftLeft(1).modInverse(P))
                : b.y.subtract(a.y).multiply(b.x.subtract(a.x).modInverse(P));
        BigInteger x = slope.pow(2).subtract(a.x).subtract(b.x).mod(P);
        return new Point(x, slope.multiply(a.x.subtract(x)).subtract(a.y).mod(P));
    }

    static byte[] sm3(byte[] message) {
        int[] v = {0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e};
        int blocks = (message.length + 9 + 63) / 64;
        ByteBuffer padded = ByteBuffer.allocate(blocks * 64);
        padded.put(message).put((byte) 0x80).putLong(blocks * 64 - 8, message.length * 8L);
        padded.rewind();
        for (int block = 0; block < blocks; block++) {
            compress(v, padded);
        }
        ByteBuffer digest = ByteBuffer.allocate(32);
        Arrays.stream(v).forEach(digest::putInt);
        return digest.array();
    }

    private static void compress(int[] v, ByteBuffer block) {
        int[] w = new int[68];
        for (int j = 0; j < 16; j++) {
            w[j] = block.getInt();
        }
        for (int j = 16; j < 68; j++) {
            int x = w[j - 16] ^ w[j - 9] ^ Integer.rotateLeft(w[j - 3], 15);
            int p1 = x ^ Integer.rotateLeft(x, 15) ^ Integer.rotateLeft(x, 23);
            w[j] = p1 ^ Integer.rotateLeft(w[j - 13], 7) ^ w[j - 6];
        }
        int[] s = v.clone();
        for (int j = 0; j < 64; j++) {
            boolean early = j < 16;
            int constant = early ? 0x79cc4519 : 0x7a879d8a;
            int rotated = Integer.rotateLeft(s[0], 12);
            int ss1 = Integer.rotateLeft(rotated + s[4] + Integer.rotateLeft(constant, j % 32), 7);
            int ff = early ? s[0] ^ s[1] ^ s[2] : (s[0] & s[1]) | (s[0] & s[2]) | (s[1] & s[2]);
            int gg = early ? s[4] ^ s[5] ^ s[6] : (s[4] & s[5]) | (~s[4] & s[6]);
            int tt1 = ff + s[3] + (ss1 ^ rotated) + (w[j] ^ w[j + 4]);
            int tt2 = gg + s[7] + ss1 + w[j];
            int p0 = tt2 ^ Integer.rotateLeft(tt2, 9) ^ Integer.rotateLeft(tt2, 17);
            s = new int[] {tt1, s[0], Integer.rotateLeft(s[1], 9), s[2], p0, s[4], Integer.rotateLeft(s[5], 19), s[6]};
        }
        for (int i = 0; i < 8; i++) {
            v[i] ^= s[i];
        }
    }
}
