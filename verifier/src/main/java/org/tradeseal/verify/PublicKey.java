package org.tradeseal.verify;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.custom.gm.SM2P256V1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;

/**
 * A participant's public key: an id chosen by its owner, the algorithm, and the SubjectPublicKeyInfo (RFC 5280) in
 * base64. Signatures are 64 bytes: r and s for P-256 (FIPS 186-5, s in the lower half) and SM2 (GB/T 32918.2 with the
 * default user id), RFC 8032 for Ed25519.
 */
public record PublicKey(String keyId, Algorithm algorithm, String spki) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final byte[] SM2_DEFAULT_ID =
            "1234567812345678".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final int MAX_PARSED = 4096;
    private static final ConcurrentMap<String, AsymmetricKeyParameter> PARSED = new ConcurrentHashMap<>();

    /** The signature algorithms of participants. */
    public enum Algorithm {
        P256("3059301306072a8648ce3d020106082a8648ce3d03010703420004"),
        ED25519("302a300506032b6570032100"),
        SM2("3059301306072a8648ce3d020106082a811ccf5501822d03420004");

        private final String derHead;

        Algorithm(String derHead) {
            this.derHead = derHead;
        }
    }

    public PublicKey {
        Required.field(keyId, "/keyId");
        Required.field(algorithm, "/algorithm");
        Required.field(spki, "/spki");
        if (!ID.matcher(keyId).matches()) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "A key id is 1 to 64 letters, digits, dots, underscores or hyphens.",
                            "密钥编号为 1 至 64 个字母、数字、点、下划线或连字符。")
                    .at("/keyId");
        }
        parsed(algorithm, spki);
    }

    /** Whether the signature (base64url) covers the message. Never throws for a bad signature. */
    public boolean verifies(byte[] message, String signature) {
        byte[] raw;
        try {
            raw = Base64.getUrlDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
        // One signature has one form: padding and stray bits would make another text of the same bytes.
        if (raw.length != 64
                || !Base64.getUrlEncoder().withoutPadding().encodeToString(raw).equals(signature)) {
            return false;
        }
        AsymmetricKeyParameter key = parsed(algorithm, spki);
        try {
            return switch (algorithm) {
                case P256 -> verifiesP256((ECPublicKeyParameters) key, message, raw);
                case ED25519 -> Ed25519Raw.verifies(((Ed25519PublicKeyParameters) key).getEncoded(), message, raw);
                case SM2 -> verifiesSm2((ECPublicKeyParameters) key, message, raw);
            };
        } catch (RuntimeException e) {
            return false; // BC reports some malformed points and scalars by exception
        }
    }

    private static boolean verifiesP256(ECPublicKeyParameters key, byte[] message, byte[] raw) {
        BigInteger r = new BigInteger(1, Arrays.copyOfRange(raw, 0, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(raw, 32, 64));
        if (s.compareTo(key.getParameters().getN().shiftRight(1)) > 0) {
            return false;
        }
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, key);
        return signer.verifySignature(Sha256.digest(message), r, s);
    }

    private static boolean verifiesSm2(ECPublicKeyParameters key, byte[] message, byte[] raw) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        signer.init(false, new ParametersWithID(key, SM2_DEFAULT_ID));
        signer.update(message, 0, message.length);
        return signer.verifySignature(raw);
    }

    // Reading a key checks its point and costs about as much as a verification.
    private static AsymmetricKeyParameter parsed(Algorithm algorithm, String spki) {
        String name = algorithm + ":" + spki;
        AsymmetricKeyParameter known = PARSED.get(name);
        if (known != null) {
            return known;
        }
        AsymmetricKeyParameter key = parse(algorithm, spki);
        if (PARSED.size() >= MAX_PARSED) {
            PARSED.clear();
        }
        PARSED.put(name, key);
        return key;
    }

    // One key has one form, in DER and in base64: a fixed head names the algorithm and the curve, and a point follows,
    // uncompressed on the EC curves.
    private static AsymmetricKeyParameter parse(Algorithm algorithm, String spki) {
        try {
            byte[] der = Base64Text.bytes(spki);
            byte[] head = HexFormat.of().parseHex(algorithm.derHead);
            int length = algorithm == Algorithm.ED25519 ? Ed25519Raw.KEY_LENGTH : 64;
            if (der.length == head.length + length && Arrays.equals(head, Arrays.copyOf(der, head.length))) {
                return point(algorithm, der, head.length);
            }
        } catch (RuntimeException e) {
            // answered below, like a key of another algorithm
        }
        throw new Refusal(
                        ErrorCode.MALFORMED,
                        "The public key is not a DER SubjectPublicKeyInfo of algorithm " + algorithm + ".",
                        "公钥不是算法 " + algorithm + " 的 DER SubjectPublicKeyInfo。")
                .at("/spki");
    }

    private static AsymmetricKeyParameter point(Algorithm algorithm, byte[] der, int start) {
        if (algorithm == Algorithm.ED25519) {
            if (!Ed25519Raw.isKey(Arrays.copyOfRange(der, start, der.length))) {
                throw new IllegalArgumentException("not a point of the prime-order group");
            }
            return new Ed25519PublicKeyParameters(der, start);
        }
        ECDomainParameters domain = algorithm == Algorithm.P256 ? P256.DOMAIN : Sm2.DOMAIN;
        byte[] uncompressed = Arrays.copyOfRange(der, start - 1, der.length);
        return new ECPublicKeyParameters(domain.getCurve().decodePoint(uncompressed), domain);
    }

    private static ECDomainParameters domain(ECCurve curve, String generator) {
        ECPoint g = curve.decodePoint(HexFormat.of().parseHex(generator));
        return new ECDomainParameters(curve, g, curve.getOrder(), curve.getCofactor());
    }

    // Each curve is made when the first key needs it: its tables take time that a verifier's start does not have.

    /** FIPS 186-5, SEC 2 section 2.4.2. */
    private static final class P256 {
        static final ECDomainParameters DOMAIN = domain(
                new SecP256R1Curve(),
                "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                        + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
    }

    /** GB/T 32918.5. */
    private static final class Sm2 {
        static final ECDomainParameters DOMAIN = domain(
                new SM2P256V1Curve(),
                "0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
                        + "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0");
    }
}
