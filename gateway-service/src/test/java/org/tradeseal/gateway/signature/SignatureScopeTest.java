package org.tradeseal.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;

import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.reference.CanonicalizationTransform;
import eu.europa.esig.dss.xades.reference.DSSReference;
import eu.europa.esig.dss.xades.reference.DSSTransform;
import eu.europa.esig.dss.xades.reference.XPath2FilterEnvelopedSignatureTransform;
import eu.europa.esig.dss.xades.reference.XPathTransform;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A valid signature is worth nothing unless it is over the document at hand. */
class SignatureScopeTest {
    private static final TestAuthority AUTHORITY = TestAuthority.root("Authority");
    private static final SampleSigner SIGNER = AUTHORITY.signer();

    @TempDir
    private Path folder;

    private SignatureValidation validation;

    @BeforeEach
    void trustTheAuthority() throws IOException {
        AUTHORITY.trustIn(folder);
        validation = new SignatureValidation(TrustSettings.ofFolder(folder));
    }

    @Test
    void aSignedDocumentWrappedInAnotherIsNotAccepted() {
        String genuine = signElement("<Invoice Id=\"inv\"><Amount>100.00</Amount></Invoice>", "#inv", filters());
        assertThat(check(genuine).reason()).isEqualTo(VerdictReason.ACCEPTED);

        assertPartial(check("<Invoice><Amount>900.00</Amount><Hidden>" + genuine + "</Hidden></Invoice>"));
    }

    @Test
    void aSignatureMovedIntoAForgedDocumentThatCarriesTheOriginalIsNotAccepted() {
        String genuine = signElement("<Invoice Id=\"inv\"><Amount>100.00</Amount></Invoice>", "#inv", filters());
        int at = genuine.indexOf("<ds:Signature ");
        String signature = genuine.substring(at, genuine.lastIndexOf("</Invoice>"));
        String object =
                "<ds:Object xmlns:ds=\"" + XmlGate.DSIG + "\">" + genuine.replace(signature, "") + "</ds:Object>";
        String moved = signature.replace("</ds:Signature>", object + "</ds:Signature>");

        SignatureVerdict verdict = check("<Invoice><Amount>900.00</Amount>" + moved + "</Invoice>");

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.documents()).isEmpty();
    }

    @Test
    void aSecondElementWithTheSignedIdIsNotAccepted() {
        String genuine = signElement("<Invoice Id=\"inv\"><Amount>100.00</Amount></Invoice>", "#inv", filters());

        SignatureVerdict verdict =
                check("<Batch><Invoice Id=\"inv\"><Amount>900.00</Amount></Invoice>" + genuine + "</Batch>");

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.documents()).isEmpty();
    }

    @Test
    void aSignatureOverAPartIsNotAccepted() {
        String partly =
                signElement("<Invoice><Part Id=\"p\">signed</Part><Amount>100.00</Amount></Invoice>", "#p", filters());

        assertPartial(check(partly));
        assertPartial(check(partly.replace("100.00", "900.00")));
    }

    @Test
    void aFilterThatLeavesAPartUnsignedIsNotAccepted() {
        String partly = signElement(
                "<Invoice><Amount>100.00</Amount></Invoice>",
                "",
                List.of(
                        new XPath2FilterEnvelopedSignatureTransform(),
                        new XPathTransform("not(ancestor-or-self::Amount)"),
                        new CanonicalizationTransform(CanonicalizationMethod.EXCLUSIVE)));

        assertPartial(check(partly));
        assertPartial(check(partly.replace("100.00", "900.00")));
    }

    @Test
    void aFreeFilterExpressionIsRefusedBeforeItRuns() {
        String partly = signElement(
                "<Invoice><Amount>100.00</Amount></Invoice>",
                "",
                List.of(
                        new XPath2FilterEnvelopedSignatureTransform(),
                        new XPathTransform("count(//node()[count(//node()) > 0]) > 0"),
                        new CanonicalizationTransform(CanonicalizationMethod.EXCLUSIVE)));

        SignatureVerdict verdict = check(partly);

        assertThat(verdict.reason()).isEqualTo(VerdictReason.TRANSFORM_REFUSED);
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
    }

    @Test
    void aDetachedSignatureOverAnotherDocumentFails() {
        byte[] signature = SIGNER.signDetached(SignedForm.CII);

        SignatureVerdict verdict = validation.check(SignedForm.UBL, Optional.of(signature));

        assertThat(verdict.indication()).isEqualTo(Indication.TOTAL_FAILED);
        assertThat(verdict.reason()).isEqualTo(VerdictReason.DOCUMENT_CHANGED);
    }

    @Test
    void aValidlySignedOtherFilePresentedAsTheSignatureIsNotAccepted() {
        assertPartial(validation.check(SignedForm.UBL, Optional.of(SIGNER.signEnveloped(SignedForm.CII))));
        assertPartial(
                validation.check(SignedForm.UBL, Optional.of(SIGNER.signContainer(SignedForm.CII, "invoice.xml"))));
        assertThat(validation
                        .check(SignedForm.UBL, Optional.of(SIGNER.signEnveloping(SignedForm.CII)))
                        .accepted())
                .isFalse();
    }

    @Test
    void aContainerPresentedAsTheSignatureOfItsOwnContentIsAccepted() {
        SignatureVerdict verdict =
                validation.check(SignedForm.UBL, Optional.of(SIGNER.signContainer(SignedForm.UBL, "invoice.xml")));

        assertThat(verdict.reason()).isEqualTo(VerdictReason.ACCEPTED);
        assertThat(verdict.document().orElseThrow().bytes()).isEqualTo(SignedForm.UBL);
    }

    @Test
    void aFileAddedToAContainerIsNotAccepted() {
        for (ASiCContainerType type : List.of(ASiCContainerType.ASiC_E, ASiCContainerType.ASiC_S)) {
            for (byte[] container : List.of(
                    SIGNER.signContainerWithXades(SignedForm.UBL, "invoice.xml", type),
                    SIGNER.signContainerWithCades(SignedForm.UBL, "invoice.xml", type))) {
                byte[] added =
                        Zip.of(container).replace("second.xml", SignedForm.CII).bytes();

                SignatureVerdict verdict = validation.check(added, Optional.empty());

                assertThat(verdict.accepted()).isFalse();
                assertThat(verdict.documents()).isEmpty();
            }
        }
    }

    @Test
    void aCommentMayChangeButNothingElse() {
        String signed = new String(SIGNER.signEnveloped(SignedForm.CII), StandardCharsets.UTF_8);

        assertThat(check(signed.replace("<ID>", "<!-- note --><ID>")).accepted())
                .isTrue();
        assertThat(check(signed.replace("<ID>", "<ID unsigned=\"x\">")).accepted())
                .isFalse();
        assertThat(check(signed.replace("<ID>", "<Extra/><ID>")).accepted()).isFalse();
    }

    @Test
    void withTwoGenuineSignaturesBothAreReported() {
        byte[] twice = AUTHORITY.signer().signEnveloped(SIGNER.signEnveloped(SignedForm.CII));

        SignatureVerdict verdict = validation.check(twice, Optional.empty());

        assertThat(verdict.reason()).isEqualTo(VerdictReason.ACCEPTED);
        assertThat(verdict.signatures()).hasSize(2).allMatch(SignatureFinding::accepted);
        assertThat(verdict.document()).isPresent();
    }

    @Test
    void theWeakestOfTwoSignaturesSpeaksForTheDocument() {
        byte[] twice = TestAuthority.root("Stranger").signer().signEnveloped(SIGNER.signEnveloped(SignedForm.CII));

        SignatureVerdict verdict = validation.check(twice, Optional.empty());

        assertThat(verdict.signatures()).hasSize(2);
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
        assertThat(verdict.reason()).isEqualTo(VerdictReason.ISSUER_NOT_TRUSTED);
    }

    @Test
    void everySignerOfACmsIsJudged() {
        byte[] once = SIGNER.signEnveloping(SignedForm.UBL);
        SignatureVerdict both = validation.check(AUTHORITY.signer().signEnveloping(once), Optional.empty());
        byte[] withStranger = TestAuthority.root("Stranger").signer().signEnveloping(once);
        SignatureVerdict mixed = validation.check(withStranger, Optional.empty());

        assertThat(both.signatures()).hasSize(2);
        assertThat(both.reason()).isEqualTo(VerdictReason.ACCEPTED);
        assertThat(both.document().orElseThrow().bytes()).isEqualTo(SignedForm.UBL);
        assertThat(mixed.signatures()).hasSize(2);
        assertThat(mixed.reason()).isEqualTo(VerdictReason.ISSUER_NOT_TRUSTED);
    }

    @Test
    void aPageThatIsNoXmlMayHaveACmsSignature() {
        byte[] page = SignedForm.utf8("<!DOCTYPE html><html><body>Terms<br></body></html>");

        SignatureVerdict verdict = validation.check(page, Optional.of(SIGNER.signDetached(page)));

        assertThat(verdict.reason()).isEqualTo(VerdictReason.ACCEPTED);
    }

    private static List<DSSTransform> filters() {
        return List.of(
                new XPath2FilterEnvelopedSignatureTransform(),
                new CanonicalizationTransform(CanonicalizationMethod.EXCLUSIVE));
    }

    private static String signElement(String xml, String uri, List<DSSTransform> transforms) {
        XAdESSignatureParameters parameters = new XAdESSignatureParameters();
        parameters.setSignaturePackaging(SignaturePackaging.ENVELOPED);
        parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
        DSSReference reference = new DSSReference();
        reference.setId("r-1");
        reference.setUri(uri);
        reference.setContents(new InMemoryDocument(SignedForm.utf8(xml)));
        reference.setDigestMethodAlgorithm(DigestAlgorithm.SHA256);
        reference.setTransforms(transforms);
        parameters.setReferences(List.of(reference));
        byte[] signed = SIGNER.sign(
                new XAdESService(new CommonCertificateVerifier(true)), parameters, SignedForm.utf8(xml), null);
        return new String(signed, StandardCharsets.UTF_8).replaceFirst("<\\?xml[^>]*\\?>", "");
    }

    private SignatureVerdict check(String xml) {
        return validation.check(SignedForm.utf8(xml), Optional.empty());
    }

    private static void assertPartial(SignatureVerdict verdict) {
        assertThat(verdict.reason()).isEqualTo(VerdictReason.SCOPE_PARTIAL);
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
        assertThat(verdict.scope()).isEqualTo(SignatureScope.PARTIAL);
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.documents()).isEmpty();
    }
}
