package org.tradeseal.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;

import eu.europa.esig.dss.xml.utils.DomUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class SampleSignerTest {
    @TempDir
    private Path folder;

    private Path keys;
    private SampleSigner signer;
    private SignatureValidation validation;

    @BeforeEach
    void makeASignerAndTrustIt() throws IOException {
        keys = folder.resolve("keys");
        signer = SampleSigner.create(keys, "Muster & Söhne 有限公司", "NTRCN-91310000MA1FL0000X");
        Path trust = Files.createDirectory(folder.resolve("trust"));
        Files.copy(keys.resolve(SampleKeyFiles.AUTHORITY_CERTIFICATE), trust.resolve("sample.pem"));
        validation = new SignatureValidation(TrustSettings.ofFolder(trust));
    }

    @Test
    void itsSignaturesAreAcceptedOnceItsAuthorityIsTrusted() {
        SignatureVerdict verdict = validation.check(SignedForm.UBL, Optional.of(signer.signDetached(SignedForm.UBL)));

        assertThat(verdict.reason()).isEqualTo(VerdictReason.ACCEPTED);
        assertThat(verdict.certificate().organizationName()).isEqualTo("Muster & Söhne 有限公司");
        assertThat(verdict.certificate().organizationIdentifier()).isEqualTo("NTRCN-91310000MA1FL0000X");
    }

    @Test
    void aReopenedSignerSignsWithTheSameSeal() throws IOException {
        SampleSigner reopened = SampleSigner.open(keys);

        assertThat(reopened.certificate()).isEqualTo(signer.certificate());
        assertThat(validation
                        .check(reopened.signContainer(SignedForm.UBL, "invoice.xml"), Optional.empty())
                        .accepted())
                .isTrue();
    }

    @Test
    void onlyTheOwnerReadsTheKeys() throws IOException {
        assertThat(permissions(keys)).isEqualTo("rwx------");
        assertThat(permissions(keys.resolve(SampleKeyFiles.SEAL_STORE))).isEqualTo("rw-------");
        assertThat(permissions(keys.resolve(SampleKeyFiles.SEAL_PASSWORD))).isEqualTo("rw-------");
        assertThat(permissions(keys.resolve(SampleKeyFiles.AUTHORITY_KEY))).isEqualTo("rw-------");
    }

    @Test
    void makingItAgainReplacesTheKeys() throws IOException {
        SampleSigner again = SampleSigner.create(keys, "Muster", "NTRCN-2");

        assertThat(SampleSigner.open(keys).certificate()).isEqualTo(again.certificate());
        assertThat(permissions(keys.resolve(SampleKeyFiles.SEAL_STORE))).isEqualTo("rw-------");
    }

    @Test
    void inUblTheSignatureFollowsItsId() {
        // SignatureInformation is a sequence of cbc:ID, ReferencedSignatureID, ds:Signature (UBL 2.1, clause 5.3).
        Element root = DomUtils.buildDOM(signer.signEnveloped(SignedForm.UBL)).getDocumentElement();
        assertThat(root.getFirstChild().getLocalName()).isEqualTo("UBLExtensions");
        Node signature = root.getElementsByTagNameNS(XmlGate.DSIG, "Signature").item(0);

        assertThat(signature.getParentNode().getLocalName()).isEqualTo("SignatureInformation");
        assertThat(signature.getPreviousSibling().getLocalName()).isEqualTo("ID");
        assertThat(root.getLastChild().getLocalName()).isNotEqualTo("Signature");
    }

    @Test
    void anExtensionThatIsAlreadyThereStaysAndIsSigned() {
        byte[] extended = SignedForm.utf8("""
                <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
                         xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">
                  <ext:UBLExtensions>
                    <ext:UBLExtension><ext:ExtensionContent><Own>1</Own></ext:ExtensionContent></ext:UBLExtension>
                  </ext:UBLExtensions>
                </Invoice>
                """);
        byte[] signed = signer.signEnveloped(extended);

        assertThat(validation.check(signed, Optional.empty()).reason()).isEqualTo(VerdictReason.ACCEPTED);
        byte[] changed = new String(signed, java.nio.charset.StandardCharsets.UTF_8)
                .replace("<Own>1<", "<Own>2<")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(validation.check(changed, Optional.empty()).accepted()).isFalse();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
