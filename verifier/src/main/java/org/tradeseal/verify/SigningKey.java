package org.tradeseal.verify;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** A participant's private key; it signs commands in the forms that {@link PublicKey} verifies. */
public final class SigningKey {
    private static final byte[] SM2_DEFAULT_ID =
            "1234567812345678".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final PublicKey publicKey;
    private final AsymmetricKeyParameter key;

    private SigningKey(PublicKey publicKey, AsymmetricKeyParameter key) {
        this.publicKey = publicKey;
        this.key = key;
    }

    /** Makes a new key pair. */
    public static SigningKey generate(String keyId, PublicKey.Algorithm algorithm, SecureRandom random) {
        return switch (algorithm) {
            case P256 -> of(keyId, algorithm, generateEc("1.2.840.10045.3.1.7", random));
            case SM2 -> of(keyId, algorithm, generateEc("1.2.156.10197.1.301", random));
            case ED25519 -> of(keyId, algorithm, new Ed25519PrivateKeyParameters(random));
        };
    }

    private static AsymmetricKeyParameter generateEc(String curve, SecureRandom random) {
        ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(curve);
        X9ECParameters parameters = org.bouncycastle.crypto.ec.CustomNamedCurves.getByOID(oid);
        if (parameters == null) {
            parameters = ECNamedCurveTable.getByOID(oid);
        }
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(new ECNamedDomainParameters(oid, parameters), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return pair.getPrivate();
    }

    private static SigningKey of(String keyId, PublicKey.Algorithm algorithm, AsymmetricKeyParameter key) {
        try {
            AsymmetricKeyParameter open = key instanceof Ed25519PrivateKeyParameters ed
                    ? ed.generatePublicKey()
                    : openKey((ECPrivateKeyParameters) key);
            byte[] spki =
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open).getEncoded("DER");
            return new SigningKey(
                    new PublicKey(keyId, algorithm, Base64.getEncoder().encodeToString(spki)), key);
        } catch (IOException e) {
            throw new IllegalArgumentException("the key cannot be encoded", e);
        }
    }

    private static ECPublicKeyParameters openKey(ECPrivateKeyParameters key) {
        return new ECPublicKeyParameters(
                key.getParameters().getG().multiply(key.getD()).normalize(), key.getParameters());
    }

    /** Reads an unencrypted PKCS#8 PEM ({@code BEGIN PRIVATE KEY}, RFC 7468). */
    public static SigningKey fromPem(String keyId, String pem) {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals("PRIVATE KEY")) {
                throw new IllegalArgumentException("no PKCS#8 private key (BEGIN PRIVATE KEY) in the PEM");
            }
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(object.getContent());
            if (key instanceof Ed25519PrivateKeyParameters) {
                return of(keyId, PublicKey.Algorithm.ED25519, key);
            }
            if (key instanceof ECPrivateKeyParameters ec
                    && ec.getParameters() instanceof ECNamedDomainParameters named) {
                boolean sm2 = named.getName().getId().equals("1.2.156.10197.1.301");
                return of(keyId, sm2 ? PublicKey.Algorithm.SM2 : PublicKey.Algorithm.P256, key);
            }
            throw new IllegalArgumentException("the key is neither P-256, SM2 nor Ed25519");
        } catch (IOException e) {
            throw new IllegalArgumentException("the PEM cannot be read", e);
        }
    }

    /** The key as PKCS#8 PEM. */
    public String toPem() {
        try {
            byte[] der = PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded("DER");
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (IOException e) {
            throw new IllegalArgumentException("the key cannot be encoded", e);
        }
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** Signs a command: 64 bytes in base64url without padding. */
    public SignedCommand sign(Command command) {
        return new SignedCommand(command, sign(command.signedBytes()));
    }

    /** Signs a message: 64 bytes in base64url without padding. */
    public String sign(byte[] message) {
        byte[] raw = switch (publicKey.algorithm()) {
            case P256 -> signP256(message);
            case ED25519 -> signEd25519(message);
            case SM2 -> signSm2(message);
        };
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    private byte[] signP256(byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest())); // RFC 6979
        signer.init(true, key);
        BigInteger[] rs = signer.generateSignature(Sha256.digest(message));
        BigInteger n = ((ECPrivateKeyParameters) key).getParameters().getN();
        BigInteger low = rs[1].min(n.subtract(rs[1]));
        byte[] raw = new byte[64];
        putUnsigned(rs[0], raw, 0);
        putUnsigned(low, raw, 32);
        return raw;
    }

    private static void putUnsigned(BigInteger value, byte[] target, int offset) {
        byte[] bytes = org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, value);
        System.arraycopy(bytes, 0, target, offset, 32);
    }

    private byte[] signEd25519(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    private byte[] signSm2(byte[] message) {
        try {
            SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
            signer.init(true, new ParametersWithID(new ParametersWithRandom(key, new SecureRandom()), SM2_DEFAULT_ID));
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (org.bouncycastle.crypto.CryptoException e) {
            throw new IllegalStateException("SM2 signing failed", e);
        }
    }
}
