package org.tradeseal.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

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
        P256,
        ED25519,
        SM2
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

    private static AsymmetricKeyParameter parse(Algorithm algorithm, String spki) {
        try {
            byte[] der = Base64.getDecoder().decode(spki);
            AsymmetricKeyParameter key = PublicKeyFactory.createKey(der);
            byte[] again =
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded("DER");
            // One key has one form, in DER and in base64.
            boolean oneForm = Arrays.equals(der, again)
                    && Base64.getEncoder().encodeToString(der).equals(spki);
            if (oneForm && matches(algorithm, key)) {
                return key;
            }
        } catch (IOException | RuntimeException e) {
            // answered below, like a key of another algorithm
        }
        throw new Refusal(
                        ErrorCode.MALFORMED,
                        "The public key is not a DER SubjectPublicKeyInfo of algorithm " + algorithm + ".",
                        "公钥不是算法 " + algorithm + " 的 DER SubjectPublicKeyInfo。")
                .at("/spki");
    }

    private static boolean matches(Algorithm algorithm, AsymmetricKeyParameter key) {
        return switch (algorithm) {
            case P256 -> key instanceof ECPublicKeyParameters ec && onCurve(ec, "1.2.840.10045.3.1.7");
            case SM2 -> key instanceof ECPublicKeyParameters ec && onCurve(ec, "1.2.156.10197.1.301");
            case ED25519 -> key instanceof Ed25519PublicKeyParameters ed && Ed25519Raw.isKey(ed.getEncoded());
        };
    }

    private static boolean onCurve(ECPublicKeyParameters key, String oid) {
        return key.getParameters() instanceof org.bouncycastle.crypto.params.ECNamedDomainParameters named
                && named.getName().getId().equals(oid);
    }
}
