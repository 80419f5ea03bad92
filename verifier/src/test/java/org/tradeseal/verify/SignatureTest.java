package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final String ED25519_SPKI = "302a300506032b6570032100";
    private static final BigInteger P256_N =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger SM2_N =
            new BigInteger("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123", 16);

    private static SigningKey key(PublicKey.Algorithm algorithm) {
        return SigningKey.generate("k", algorithm, new SecureRandom());
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String text(byte[] signature) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static byte[] raw(String signature) {
        return Base64.getUrlDecoder().decode(signature);
    }

    private static String text(BigInteger r, BigInteger s) {
        byte[] raw = new byte[64];
        byte[] first = org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, r);
        byte[] second = org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, s);
        System.arraycopy(first, 0, raw, 0, 32);
        System.arraycopy(second, 0, raw, 32, 32);
        return text(raw);
    }

    private static PublicKey ed25519(byte[] point) {
        byte[] prefix = hex(ED25519_SPKI);
        byte[] der = Arrays.copyOf(prefix, 44);
        System.arraycopy(point, 0, der, 12, 32);
        return new PublicKey(
                "k", PublicKey.Algorithm.ED25519, Base64.getEncoder().encodeToString(der));
    }

    private static void assertMalformedKey(PublicKey.Algorithm algorithm, String spki) {
        assertThatThrownBy(() -> new PublicKey("k", algorithm, spki))
                .as("%s %s", algorithm, spki)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.MALFORMED));
    }

    @ParameterizedTest
    @EnumSource
    void whatAKeySignsItsPublicKeyVerifies(PublicKey.Algorithm algorithm) {
        for (int i = 0; i < 20; i++) {
            SigningKey key = key(algorithm);
            byte[] message = ("message " + i).getBytes(StandardCharsets.US_ASCII);
            String signature = key.sign(message);
            assertThat(key.publicKey().verifies(message, signature)).isTrue();
            assertThat(key.publicKey().verifies(MESSAGE, signature)).isFalse();
            assertThat(key(algorithm).publicKey().verifies(message, signature)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeySurvivesPemAndJson(PublicKey.Algorithm algorithm) {
        SigningKey key = key(algorithm);
        SigningKey again = SigningKey.fromPem("k", key.toPem());
        assertThat(again.publicKey()).isEqualTo(key.publicKey());
        assertThat(key.publicKey().verifies(MESSAGE, again.sign(MESSAGE))).isTrue();
        byte[] json = CanonicalJson.bytes(key.publicKey());
        assertThat(CanonicalJson.readCanonical(json, PublicKey.class)).isEqualTo(key.publicKey());
    }

    @ParameterizedTest
    @EnumSource
    void everyChangedBitOfASignatureIsFound(PublicKey.Algorithm algorithm) {
        SigningKey key = key(algorithm);
        byte[] signature = raw(key.sign(MESSAGE));
        for (int bit = 0; bit < 512; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(key.publicKey().verifies(MESSAGE, text(changed)))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureHasOneTextForm(PublicKey.Algorithm algorithm) {
        SigningKey key = key(algorithm);
        String signature = key.sign(MESSAGE);
        char last = signature.charAt(85);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char strayBits = alphabet.charAt(alphabet.indexOf(last) + 1);
        assertThat(signature).hasSize(86);
        for (String other : List.of(
                signature + "==",
                signature + "=",
                signature + "A",
                signature.substring(0, 85) + strayBits,
                signature.substring(0, 85),
                signature.substring(0, 84),
                " " + signature,
                signature + "\n",
                "",
                "=",
                "not base64 at all!",
                Base64.getEncoder().encodeToString(raw(signature)),
                HexFormat.of().formatHex(raw(signature)))) {
            assertThat(key.publicKey().verifies(MESSAGE, other)).as(other).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void trivialSignaturesAreRefused(PublicKey.Algorithm algorithm) {
        PublicKey key = key(algorithm).publicKey();
        BigInteger n = algorithm == PublicKey.Algorithm.SM2 ? SM2_N : P256_N;
        List<BigInteger> scalars = List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                n.shiftRight(1),
                n.subtract(BigInteger.ONE),
                n,
                n.add(BigInteger.ONE),
                BigInteger.TWO.pow(256).subtract(BigInteger.ONE));
        for (BigInteger r : scalars) {
            for (BigInteger s : scalars) {
                assertThat(key.verifies(MESSAGE, text(r, s))).as("%x %x", r, s).isFalse();
            }
        }
        assertThat(key.verifies(MESSAGE, text(new byte[63]))).isFalse();
        assertThat(key.verifies(MESSAGE, text(new byte[65]))).isFalse();
    }

    @Test
    void aHighSIsRefused() {
        SigningKey key = key(PublicKey.Algorithm.P256);
        byte[] signature = raw(key.sign(MESSAGE));
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        assertThat(s).isLessThanOrEqualTo(P256_N.shiftRight(1));
        assertThat(key.publicKey().verifies(MESSAGE, text(r, s))).isTrue();
        assertThat(key.publicKey().verifies(MESSAGE, text(r, P256_N.subtract(s))))
                .isFalse();
        assertThat(key.publicKey().verifies(MESSAGE, text(r.add(P256_N).mod(BigInteger.TWO.pow(256)), s)))
                .isFalse();
    }

    // RFC 6979 appendix A.2.5, "sample" with SHA-256; its s is in the upper half.
    @Test
    void signsP256AsRfc6979WithLowS() throws Exception {
        BigInteger d = new BigInteger("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", 16);
        BigInteger r = new BigInteger("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716", 16);
        BigInteger s = new BigInteger("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8", 16);
        org.bouncycastle.asn1.ASN1ObjectIdentifier oid =
                new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.840.10045.3.1.7");
        ECPrivateKeyParameters secret = new ECPrivateKeyParameters(
                d, new ECNamedDomainParameters(oid, org.bouncycastle.asn1.x9.ECNamedCurveTable.getByOID(oid)));
        SigningKey key = SigningKey.fromPem(
                "k", pem(PrivateKeyInfoFactory.createPrivateKeyInfo(secret).getEncoded()));

        String signature = key.sign("sample".getBytes(StandardCharsets.US_ASCII));

        assertThat(signature).isEqualTo(text(r, P256_N.subtract(s)));
    }

    // RFC 8032 section 7.1, test 2.
    @Test
    void signsEd25519AsRfc8032() throws Exception {
        byte[] seed = hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        SigningKey key = SigningKey.fromPem(
                "k",
                pem(PrivateKeyInfoFactory.createPrivateKeyInfo(new Ed25519PrivateKeyParameters(seed, 0))
                        .getEncoded()));
        assertThat(key.publicKey())
                .isEqualTo(ed25519(hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")));
        assertThat(HexFormat.of().formatHex(raw(key.sign(new byte[] {0x72}))))
                .isEqualTo("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    @Test
    void anEd25519ScalarPlusTheOrderIsRefused() {
        SigningKey key = key(PublicKey.Algorithm.ED25519);
        byte[] signature = raw(key.sign(MESSAGE));
        BigInteger s = Edwards.fromLittleEndian(Arrays.copyOfRange(signature, 32, 64));
        byte[] other = signature.clone();
        System.arraycopy(Edwards.littleEndian(s.add(Edwards.ORDER)), 0, other, 32, 32);
        assertThat(key.publicKey().verifies(MESSAGE, text(signature))).isTrue();
        assertThat(key.publicKey().verifies(MESSAGE, text(other))).isFalse();
    }

    /** The eight points whose order divides 8, also in the encodings that are not reduced. */
    private static List<byte[]> smallOrderEncodings() {
        Edwards.Point eighth = eighth();
        List<byte[]> encodings = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            encodings.add(eighth.times(BigInteger.valueOf(i)).encoded());
        }
        for (String unreduced : List.of("ed", "ee")) { // y = p and y = p + 1
            encodings.add(hex(unreduced + "ff".repeat(30) + "7f"));
            encodings.add(hex(unreduced + "ff".repeat(30) + "ff"));
        }
        encodings.add(hex("01" + "00".repeat(30) + "80")); // x = 0 with its sign set
        encodings.add(hex("ec" + "ff".repeat(30) + "ff"));
        return encodings;
    }

    private static Edwards.Point eighth() {
        for (long y = 3; ; y++) {
            Edwards.Point point = Edwards.point(BigInteger.valueOf(y), false).times(Edwards.ORDER);
            if (!point.times(BigInteger.valueOf(4)).equals(Edwards.base().times(BigInteger.ZERO))
                    && point.times(BigInteger.valueOf(8)).equals(Edwards.base().times(BigInteger.ZERO))) {
                return point;
            }
        }
    }

    @Test
    void anEd25519KeyOfSmallOrMixedOrderIsRefused() {
        for (byte[] encoding : smallOrderEncodings()) {
            assertThatThrownBy(() -> ed25519(encoding))
                    .as(HexFormat.of().formatHex(encoding))
                    .isInstanceOf(Refusal.class);
        }
        Edwards.Point honest = Edwards.base().times(BigInteger.valueOf(12345));
        assertThat(ed25519(honest.encoded())).isNotNull();
        assertThatThrownBy(() -> ed25519(honest.plus(eighth()).encoded())).isInstanceOf(Refusal.class);
    }

    // Its owner can build such a signature; verifiers with and without the cofactor would disagree about it.
    @Test
    void anEd25519SignatureWithATorsionPartInRIsRefused() {
        BigInteger a = new BigInteger("1234567890123456789012345678901234567890");
        byte[] point = Edwards.base().times(a).encoded();
        PublicKey key = ed25519(point);
        for (int torsion = 0; torsion < 8; torsion++) {
            for (int nonce = 0; nonce < 4; nonce++) {
                BigInteger r = BigInteger.valueOf(1000L * nonce);
                byte[] encoded = Edwards.base()
                        .times(r)
                        .plus(eighth().times(BigInteger.valueOf(torsion)))
                        .encoded();
                BigInteger s = Edwards.challenge(encoded, point, MESSAGE)
                        .multiply(a)
                        .add(r)
                        .mod(Edwards.ORDER);
                byte[] signature = Arrays.copyOf(encoded, 64);
                System.arraycopy(Edwards.littleEndian(s), 0, signature, 32, 32);
                assertThat(key.verifies(MESSAGE, text(signature)))
                        .as("torsion %d, r %s", torsion, r)
                        .isEqualTo(torsion == 0 && nonce > 0);
            }
        }
    }

    @Test
    void aKeyOfAnotherAlgorithmOrCurveIsRefused() throws Exception {
        for (PublicKey.Algorithm made : PublicKey.Algorithm.values()) {
            String spki = key(made).publicKey().spki();
            for (PublicKey.Algorithm claimed : PublicKey.Algorithm.values()) {
                if (made != claimed) {
                    assertMalformedKey(claimed, spki);
                }
            }
        }
        for (String curve : List.of("secp384r1", "secp521r1")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            String spki = Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
            assertMalformedKey(PublicKey.Algorithm.P256, spki);
        }
        for (String algorithm : List.of("RSA", "Ed448", "X25519", "DSA")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            String spki = Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
            assertMalformedKey(PublicKey.Algorithm.P256, spki);
            assertMalformedKey(PublicKey.Algorithm.ED25519, spki);
        }
    }

    @Test
    void aKeyHasOneForm() throws Exception {
        for (PublicKey.Algorithm algorithm : PublicKey.Algorithm.values()) {
            String spki = key(algorithm).publicKey().spki();
            byte[] der = Base64.getDecoder().decode(spki);
            byte[] longer = Arrays.copyOf(der, der.length + 1);
            assertMalformedKey(algorithm, Base64.getEncoder().encodeToString(longer));
            assertMalformedKey(algorithm, Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length - 1)));
            assertMalformedKey(algorithm, spki.replace("=", "") + (spki.endsWith("=") ? "" : "="));
            assertMalformedKey(algorithm, spki + "\n");
            assertMalformedKey(algorithm, " " + spki);
            assertMalformedKey(algorithm, "");
            // A length in two bytes where DER wants one: BER, not DER.
            byte[] ber = new byte[der.length + 1];
            ber[0] = 0x30;
            ber[1] = (byte) 0x81;
            System.arraycopy(der, 1, ber, 2, der.length - 1);
            assertMalformedKey(algorithm, Base64.getEncoder().encodeToString(ber));
        }
    }

    @Test
    void strayBitsInTheBase64OfAKeyAreRefused() {
        String spki = key(PublicKey.Algorithm.ED25519).publicKey().spki(); // 44 bytes end in one '='
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int at = spki.length() - 2;
        char stray = alphabet.charAt(alphabet.indexOf(spki.charAt(at)) + 1);
        assertThat(spki).endsWith("=");
        assertMalformedKey(PublicKey.Algorithm.ED25519, spki.substring(0, at) + stray + "=");
    }

    @Test
    void compressedInfiniteAndForeignPointsAreRefused() throws Exception {
        for (PublicKey.Algorithm algorithm : List.of(PublicKey.Algorithm.P256, PublicKey.Algorithm.SM2)) {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(
                    Base64.getDecoder().decode(key(algorithm).publicKey().spki()));
            byte[] point = info.getPublicKeyData().getOctets();
            byte[] compressed = Arrays.copyOf(point, 33);
            compressed[0] = (byte) (2 + (point[64] & 1));
            byte[] hybrid = point.clone();
            hybrid[0] = (byte) (6 + (point[64] & 1));
            byte[] off = point.clone();
            off[64] ^= 1;
            byte[] unreduced = point.clone();
            Arrays.fill(unreduced, 1, 33, (byte) 0xff);
            for (byte[] wrong :
                    List.of(compressed, hybrid, off, unreduced, new byte[] {0}, new byte[65], new byte[0])) {
                String spki = Base64.getEncoder()
                        .encodeToString(new SubjectPublicKeyInfo(info.getAlgorithm(), wrong).getEncoded("DER"));
                assertMalformedKey(algorithm, spki);
            }
        }
    }

    @Test
    void aCurveSpelledOutInsteadOfNamedIsRefused() throws Exception {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(Base64.getDecoder()
                .decode(key(PublicKey.Algorithm.P256).publicKey().spki()));
        org.bouncycastle.asn1.x509.AlgorithmIdentifier explicit = new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                info.getAlgorithm().getAlgorithm(), org.bouncycastle.asn1.x9.ECNamedCurveTable.getByName("P-256"));
        String spki = Base64.getEncoder()
                .encodeToString(new SubjectPublicKeyInfo(
                                explicit, info.getPublicKeyData().getOctets())
                        .getEncoded("DER"));
        assertMalformedKey(PublicKey.Algorithm.P256, spki);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "a b", "a/b", "a\n", "é"})
    void refusesOtherKeyIds(String keyId) {
        String spki = key(PublicKey.Algorithm.P256).publicKey().spki();
        assertThatThrownBy(() -> new PublicKey(keyId, PublicKey.Algorithm.P256, spki))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new PublicKey("a".repeat(65), PublicKey.Algorithm.P256, spki))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aPrivateKeyOfAnotherKindIsRefused() throws Exception {
        for (String algorithm : List.of("RSA", "Ed448")) {
            byte[] der = KeyPairGenerator.getInstance(algorithm)
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            assertThatThrownBy(() -> SigningKey.fromPem("k", pem(der))).isInstanceOf(IllegalArgumentException.class);
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
        assertThatThrownBy(() -> SigningKey.fromPem("k", pem(der))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> SigningKey.fromPem("k", "no pem")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyKeysOneAfterTheOtherAreVerifiedRight() {
        SigningKey first = key(PublicKey.Algorithm.ED25519);
        String signature = first.sign(MESSAGE);
        for (int i = 1; i <= 5000; i++) {
            PublicKey other =
                    ed25519(Edwards.base().times(BigInteger.valueOf(i)).encoded());
            assertThat(i % 500 == 0 && other.verifies(MESSAGE, signature)).isFalse();
        }
        assertThat(first.publicKey().verifies(MESSAGE, signature)).isTrue();
    }
}
