package org.tradeseal.gateway.ledger.fabric;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.Signer;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Sha256;

/** As whom this gateway speaks to the peers: a certificate of its organisation and the key to it. */
record ClientIdentity(X509Identity identity, Signer signer) {

    // Signing with Bouncy Castle's key objects takes a sixth of the JDK provider's time (docs/performance.md).
    private static final Provider PROVIDER = new BouncyCastleProvider();

    /** Reads and checks the files. Throws IllegalStateException, in both languages, for what is wrong with them. */
    static ClientIdentity load(MspId msp, Path certificateFile, Path keyFile) {
        X509Certificate certificate = certificate(certificateFile);
        PrivateKey key = key(keyFile);
        Signer signer = Signers.newPrivateKeySigner(key);
        requirePair(certificate, signer, certificateFile, keyFile);
        return new ClientIdentity(new X509Identity(msp.value(), certificate), signer);
    }

    private static X509Certificate certificate(Path file) {
        X509Certificate certificate;
        try (Reader reader = Files.newBufferedReader(file)) {
            certificate = Identities.readX509Certificate(reader);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (CertificateException e) {
            throw refused(file + " holds no X.509 certificate in PEM", file + " 不是 PEM 格式的 X.509 证书", e);
        }
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            String end = certificate.getNotAfter().toInstant().toString();
            throw refused("the certificate " + file + " expired at " + end, "证书 " + file + " 已于 " + end + " 过期", e);
        } catch (CertificateNotYetValidException e) {
            String begin = certificate.getNotBefore().toInstant().toString();
            throw refused(
                    "the certificate " + file + " is not valid before " + begin,
                    "证书 " + file + " 自 " + begin + " 起生效",
                    e);
        }
        if (!(certificate.getPublicKey() instanceof ECPublicKey)) {
            throw refused(
                    "the certificate " + file + " is not for an elliptic-curve key",
                    "证书 " + file + " 不是椭圆曲线密钥的证书",
                    null);
        }
        return certificate;
    }

    private static PrivateKey key(Path file) {
        try {
            if (OwnerFiles.isOpenToOthers(file)) {
                throw refused(
                        "the key file " + file + " is open to others; run: chmod 600 " + file,
                        "密钥文件 " + file + " 对他人可见，请执行：chmod 600 " + file,
                        null);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            PrivateKey read = Identities.readPrivateKey(reader);
            return KeyFactory.getInstance("EC", PROVIDER).generatePrivate(new PKCS8EncodedKeySpec(read.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw notAKey(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static IllegalStateException notAKey(Path file, Exception e) {
        return refused(
                file + " holds no elliptic-curve private key in PEM (PKCS#8 or SEC1)",
                file + " 不是 PEM 格式（PKCS#8 或 SEC1）的椭圆曲线私钥",
                e);
    }

    private static void requirePair(X509Certificate certificate, Signer signer, Path certificateFile, Path keyFile) {
        byte[] digest = Sha256.digest(new byte[] {1});
        boolean pair;
        try {
            PublicKey open = KeyFactory.getInstance("EC", PROVIDER)
                    .generatePublic(
                            new X509EncodedKeySpec(certificate.getPublicKey().getEncoded()));
            Signature verifier = Signature.getInstance("NONEwithECDSA", PROVIDER);
            verifier.initVerify(open);
            verifier.update(digest);
            pair = verifier.verify(signer.sign(digest));
        } catch (GeneralSecurityException e) {
            throw refused("the key " + keyFile + " cannot sign", "密钥 " + keyFile + " 无法签名", e);
        }
        if (!pair) {
            throw refused(
                    "the key " + keyFile + " does not belong to the certificate " + certificateFile,
                    "密钥 " + keyFile + " 与证书 " + certificateFile + " 不匹配",
                    null);
        }
    }

    private static IllegalStateException unreadable(Path file, IOException e) {
        return refused(file + " cannot be read: " + e, "无法读取 " + file + "：" + e, e);
    }

    private static IllegalStateException refused(String en, String zh, @Nullable Exception e) {
        IllegalStateException refused = FabricSettings.refused(en, zh);
        if (e != null) {
            refused.initCause(e);
        }
        return refused;
    }
}
