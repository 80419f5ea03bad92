package org.tradeseal.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signature values that some libraries wrongly accept. */
class SignatureEncodingTest {
    private static final TestAuthority AUTHORITY = TestAuthority.root("Authority");
    private static final SampleSigner SIGNER = AUTHORITY.signer();
    private static final BigInteger ORDER =
            SECNamedCurves.getByName("secp256r1").getN();

    @TempDir
    private Path folder;

    private SignatureValidation validation;

    @BeforeEach
    void trustTheAuthority() throws IOException {
        AUTHORITY.trustIn(folder);
        validation = new SignatureValidation(TrustSettings.ofFolder(folder));
    }

    @Test
    void theUnchangedValuePasses() {
        assertThat(cades(value -> value).accepted()).isTrue();
        assertThat(xades(value -> value).accepted()).isTrue();
    }

    @Test
    void theTwinOfAValueIsTheSameSignature() {
        // X9.62 allows s and n - s alike, and EN 319 102-1 asks for no low s: the document stays the same one.
        assertThat(cades(value -> der(r(value), ORDER.subtract(s(value)))).accepted())
                .isTrue();
    }

    @Test
    void zerosDoNotVerify() {
        assertForged(cades(value -> der(BigInteger.ZERO, BigInteger.ZERO)));
        assertForged(cades(value -> der(ORDER, ORDER)));
        assertForged(xades(value -> new byte[64]));
    }

    @Test
    void valuesOutsideTheRangeDoNotVerify() {
        assertForged(cades(value -> der(r(value), s(value).add(ORDER))));
        assertForged(cades(value -> der(r(value), s(value).negate())));
    }

    @Test
    void encodingsThatAreNotDerDoNotVerify() {
        assertForged(cades(SignatureEncodingTest::withLongLength));
        assertForged(cades(value -> append(value, (byte) 0)));
    }

    @Test
    void xmlValuesOfAnotherLengthDoNotVerify() {
        assertForged(xades(value -> append(value, (byte) 0)));
        assertForged(xades(value -> new byte[0]));
    }

    private SignatureVerdict cades(UnaryOperator<byte[]> change) {
        byte[] signature = withValue(SIGNER.signDetached(SignedForm.UBL), change);
        return validation.check(SignedForm.UBL, Optional.of(signature));
    }

    private SignatureVerdict xades(UnaryOperator<byte[]> change) {
        String signed = new String(SIGNER.signEnveloped(SignedForm.CII), StandardCharsets.UTF_8);
        Matcher value = Pattern.compile("(<ds:SignatureValue[^>]*>)([^<]*)").matcher(signed);
        String changed = value.replaceFirst(found -> found.group(1)
                + Base64.getEncoder()
                        .encodeToString(change.apply(Base64.getMimeDecoder().decode(found.group(2)))));
        return validation.check(SignedForm.utf8(changed), Optional.empty());
    }

    private static byte[] withValue(byte[] cms, UnaryOperator<byte[]> change) {
        ContentInfo info = ContentInfo.getInstance(cms);
        SignedData data = SignedData.getInstance(info.getContent());
        SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        byte[] value = change.apply(signer.getEncryptedDigest().getOctets());
        SignerInfo changed = new SignerInfo(
                signer.getSID(),
                signer.getDigestAlgorithm(),
                signer.getAuthenticatedAttributes(),
                signer.getDigestEncryptionAlgorithm(),
                new DEROctetString(value),
                signer.getUnauthenticatedAttributes());
        SignedData rebuilt = new SignedData(
                data.getDigestAlgorithms(),
                data.getEncapContentInfo(),
                data.getCertificates(),
                data.getCRLs(),
                new DERSet(changed));
        return encoded(new ContentInfo(info.getContentType(), rebuilt));
    }

    private static BigInteger r(byte[] value) {
        return integer(value, 0);
    }

    private static BigInteger s(byte[] value) {
        return integer(value, 1);
    }

    private static BigInteger integer(byte[] value, int index) {
        return ASN1Integer.getInstance(ASN1Sequence.getInstance(value).getObjectAt(index))
                .getValue();
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        ASN1EncodableVector pair = new ASN1EncodableVector();
        pair.add(new ASN1Integer(r));
        pair.add(new ASN1Integer(s));
        return encoded(new DERSequence(pair));
    }

    private static byte[] encoded(org.bouncycastle.asn1.ASN1Object object) {
        try {
            return object.getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** 30 81 46 ... where DER wants 30 46 ... */
    private static byte[] withLongLength(byte[] der) {
        byte[] longer = new byte[der.length + 1];
        longer[0] = der[0];
        longer[1] = (byte) 0x81;
        System.arraycopy(der, 1, longer, 2, der.length - 1);
        return longer;
    }

    private static byte[] append(byte[] bytes, byte last) {
        byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = last;
        return longer;
    }

    private static void assertForged(SignatureVerdict verdict) {
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.indication()).isNotEqualTo(Indication.TOTAL_PASSED);
        assertThat(verdict.documents()).isEmpty();
    }
}
