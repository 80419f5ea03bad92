package org.tradeseal.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;

import eu.europa.esig.dss.enumerations.ASiCContainerType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostileInputTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "plain text", "<a/>", "<not-closed", "PK\u0003\u0004", "0", "0\u0080", "%PDF-1.7"})
    void whatCarriesNoSignatureIsNeverAccepted(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);

        assertRefused(validation.check(bytes, Optional.empty()));
        assertRefused(validation.check(SignedForm.UBL, Optional.of(bytes)));
    }

    @Test
    void anUnsignedDocumentIsSaidToBeUnsigned() {
        assertThat(validation.check(SignedForm.UBL, Optional.empty()).reason()).isEqualTo(VerdictReason.NO_SIGNATURE);
        byte[] bare = Zip.of(SIGNER.signContainer(SignedForm.UBL, "invoice.xml"))
                .remove("META-INF/")
                .bytes();
        assertThat(validation.check(bare, Optional.empty()).reason()).isEqualTo(VerdictReason.NO_SIGNATURE);
    }

    @Test
    void aDocumentTypeIsRefusedAndNoFileIsRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "canary");
        String signed = new String(SIGNER.signEnveloped(SignedForm.CII), StandardCharsets.UTF_8)
                .replaceFirst("<\\?xml[^>]*\\?>", "");
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>";

        SignatureVerdict verdict =
                validation.check(SignedForm.utf8(entity + signed.replace("100.00", "&e;")), Optional.empty());

        assertThat(verdict.reason()).isEqualTo(VerdictReason.XML_REFUSED);
        assertThat(verdict.indication()).isEqualTo(Indication.TOTAL_FAILED);
        assertThat(verdict.toString()).doesNotContain("canary");
    }

    @Test
    void entitiesThatMultiplyAreRefusedAtOnce() {
        String bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><a>&b;</a>";

        assertThat(validation.check(SignedForm.utf8(bomb), Optional.empty()).reason())
                .isEqualTo(VerdictReason.XML_REFUSED);
        byte[] signature = SIGNER.signXmlDetached(SignedForm.utf8(bomb), "bomb.xml");
        assertThat(validation
                        .check(SignedForm.utf8(bomb), Optional.of(signature))
                        .reason())
                .isEqualTo(VerdictReason.XML_REFUSED);
    }

    @Test
    void xmlThatIsTooDeepIsRefused() {
        byte[] deep = SignedForm.utf8("<a>".repeat(200_000) + "</a>".repeat(200_000));

        assertThat(validation.check(deep, Optional.empty()).reason()).isEqualTo(VerdictReason.XML_REFUSED);
    }

    @Test
    void hundredsOfSignaturesAreRefused() {
        String one = "<ds:Signature xmlns:ds=\"" + XmlGate.DSIG + "\"/>";

        assertThat(validation
                        .check(SignedForm.utf8("<a>" + one.repeat(500) + "</a>"), Optional.empty())
                        .accepted())
                .isFalse();
    }

    @Test
    void anEmptySignatureElementIsNotAccepted() {
        assertRefused(validation.check(
                SignedForm.utf8("<a><ds:Signature xmlns:ds=\"" + XmlGate.DSIG + "\"/></a>"), Optional.empty()));
    }

    @Test
    void aBareXmlSignatureWithoutSignedPropertiesIsNotAccepted() {
        String signed = new String(SIGNER.signEnveloped(SignedForm.CII), StandardCharsets.UTF_8);
        String bare = signed.replaceAll("(?s)<ds:Object>.*</ds:Object>", "");

        assertRefused(validation.check(SignedForm.utf8(bare), Optional.empty()));
    }

    @Test
    void tooLargeIsRefusedUnread() {
        SignatureValidation small = new SignatureValidation(new TrustSettings(folder, List.of(), 1000, 1000));

        assertThat(small.check(new byte[1001], Optional.empty()).reason()).isEqualTo(VerdictReason.TOO_LARGE);
        assertThat(small.check(new byte[10], Optional.of(new byte[1001])).reason())
                .isEqualTo(VerdictReason.TOO_LARGE);
    }

    @Test
    void aZipBombIsRefusedEarly() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/signatures.xml"));
            byte[] zeros = new byte[1 << 20];
            for (int megabyte = 0; megabyte < 500; megabyte++) {
                zip.write(zeros);
            }
        }
        long start = System.nanoTime();

        SignatureVerdict verdict = validation.check(out.toByteArray(), Optional.empty());

        assertThat(verdict.reason()).isEqualTo(VerdictReason.CONTAINER_REFUSED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aContainerOfManyNestedOrUnsafeFilesIsRefused() {
        byte[] genuine = SIGNER.signContainer(SignedForm.UBL, "invoice.xml");
        Zip many = Zip.of(genuine);
        for (int file = 0; file < 200; file++) {
            many.replace("file" + file, new byte[0]);
        }

        assertContainerRefused(many.bytes());
        assertContainerRefused(Zip.of(genuine).replace("inner.zip", genuine).bytes());
        assertContainerRefused(
                Zip.of(genuine).replace("../outside", new byte[1]).bytes());
        assertContainerRefused(Arrays.copyOf(genuine, genuine.length / 2));
    }

    @Test
    void aContainerWithTwoFilesOfOneNameIsRefused() {
        byte[] genuine = Zip.of(SIGNER.signContainerWithXades(SignedForm.UBL, "invoice.xml", ASiCContainerType.ASiC_E))
                .replace("invoice.xm2", SignedForm.CII)
                .bytes();
        String renamed = new String(genuine, StandardCharsets.ISO_8859_1).replace("invoice.xm2", "invoice.xml");

        assertContainerRefused(renamed.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @EnumSource
    void noDamageMakesASignatureThrowOrPassForOtherContent(SignedForm form) {
        SignedForm.Signed signed = form.sign(SIGNER);
        byte[] carrier = signed.signature().orElse(signed.document());
        Random random = new Random(7); // seeded: a failure can be replayed
        for (int round = 0; round < 40; round++) {
            byte[] damaged = carrier.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            SignatureVerdict verdict = signed.signature().isPresent()
                    ? validation.check(signed.document(), Optional.of(damaged))
                    : validation.check(damaged, Optional.empty());
            // A flip in a comment, a file date or an unsigned field changes nothing that was signed.
            if (verdict.accepted()) {
                byte[] content = verdict.document().orElseThrow().bytes();
                assertThat(Arrays.equals(content, form.original())
                                || XmlContent.sameBesidesSignatures(form.original(), content))
                        .isTrue();
            }
        }
    }

    private void assertContainerRefused(byte[] container) {
        SignatureVerdict verdict = validation.check(container, Optional.empty());
        assertThat(verdict.reason()).isEqualTo(VerdictReason.CONTAINER_REFUSED);
        assertThat(verdict.indication()).isEqualTo(Indication.TOTAL_FAILED);
    }

    private static void assertRefused(SignatureVerdict verdict) {
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.indication()).isNotEqualTo(Indication.TOTAL_PASSED);
        assertThat(verdict.documents()).isEmpty();
    }
}
