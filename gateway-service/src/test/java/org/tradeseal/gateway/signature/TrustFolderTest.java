package org.tradeseal.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.europa.esig.dss.enumerations.Context;
import eu.europa.esig.dss.enumerations.Level;
import eu.europa.esig.dss.enumerations.SubContext;
import eu.europa.esig.dss.model.policy.ValidationPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TrustFolderTest {
    private static final TestAuthority FIRST = TestAuthority.root("First");
    private static final TestAuthority SECOND = TestAuthority.root("Second");

    @TempDir
    private Path folder;

    @Test
    void withoutAFolderNobodyIsTrusted() {
        SignatureValidation validation =
                new SignatureValidation(TrustSettings.ofFolder(folder.resolve("does-not-exist")));

        assertThat(validation.trust().anchors()).isEmpty();
        assertThat(check(validation, FIRST).reason()).isEqualTo(VerdictReason.ISSUER_NOT_TRUSTED);
    }

    @Test
    void anchorsComeAndGoWithTheirFiles() throws IOException {
        SignatureValidation validation = new SignatureValidation(TrustSettings.ofFolder(folder));
        assertThat(check(validation, FIRST).accepted()).isFalse();

        FIRST.trustIn(folder);
        assertThat(check(validation, FIRST).accepted()).isTrue();

        Files.delete(folder.resolve("CN_First.crt"));
        assertThat(check(validation, FIRST).accepted()).isFalse();
    }

    @Test
    void oneFileMayHoldSeveralCertificatesAndALongComment() throws IOException {
        String file = "Our partners\n" + pem(FIRST) + "\nand another\n" + pem(SECOND);
        Files.writeString(folder.resolve("partners.pem"), file);
        SignatureValidation validation = new SignatureValidation(TrustSettings.ofFolder(folder));

        assertThat(validation.trust().anchors()).hasSize(2);
        assertThat(check(validation, SECOND).accepted()).isTrue();
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "call the bank");
        Files.write(folder.resolve("half.crt"), java.util.Arrays.copyOf(FIRST.encoded(), 100));
        Files.writeString(folder.resolve("empty.pem"), "");
        Files.writeString(folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA");
        FIRST.trustIn(folder);

        TrustReport report = new SignatureValidation(TrustSettings.ofFolder(folder)).trust();

        assertThat(report.anchors()).hasSize(1);
        assertThat(report.unused())
                .extracting(TrustReport.Unused::file)
                .containsExactlyInAnyOrder("notes.txt", "half.crt", "empty.pem", "broken.pem");
        assertThat(report.unused())
                .allMatch(unused -> unused.cause() == TrustReport.Cause.UNREADABLE)
                .allMatch(unused -> !unused.cause().chinese().isBlank());
    }

    @Test
    void withPinsOnlyThePinnedAnchorsAreUsed() throws IOException {
        FIRST.trustIn(folder);
        SECOND.trustIn(folder);
        String pin = Digests.sha256Hex(FIRST.encoded()).toUpperCase(java.util.Locale.ROOT);
        SignatureValidation validation =
                new SignatureValidation(new TrustSettings(folder, List.of(pin), 1_000_000, 1_000_000));

        assertThat(check(validation, FIRST).accepted()).isTrue();
        assertThat(check(validation, SECOND).accepted()).isFalse();
        assertThat(validation.trust().unused())
                .extracting(TrustReport.Unused::cause)
                .containsExactly(TrustReport.Cause.NOT_PINNED);
    }

    @Test
    void aPinThatIsNoDigestIsRefusedAtStart() {
        assertThatThrownBy(() -> new TrustSettings(folder, List.of("abc"), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tradeseal.trust.pins");
    }

    @Test
    void settingsHaveDefaults() {
        TrustSettings settings = new Binder(
                        new MapConfigurationPropertySource(java.util.Map.of("tradeseal.trust.folder", folder)))
                .bindOrCreate("tradeseal.trust", Bindable.of(TrustSettings.class));

        assertThat(settings).isEqualTo(TrustSettings.ofFolder(folder));
    }

    @Test
    void springProvidesTheValidation() {
        new ApplicationContextRunner()
                .withUserConfiguration(SignatureConfiguration.class, SignatureValidation.class)
                .withPropertyValues("tradeseal.trust.folder=" + folder)
                .run(context -> {
                    SignatureValidation validation = context.getBean(SignatureValidation.class);
                    validation.warmUp();
                    assertThat(validation.trust().anchors()).isEmpty();
                });
    }

    @Test
    void thePolicyFailsWhereTheLibrarysDefaultOnlyWarns() {
        for (ValidationRules rules : List.of(ValidationRules.shipped(), ValidationRules.strict())) {
            ValidationPolicy policy = rules.policy();
            for (Context context :
                    List.of(Context.SIGNATURE, Context.COUNTER_SIGNATURE, Context.TIMESTAMP, Context.REVOCATION)) {
                for (SubContext part : SubContext.values()) {
                    assertThat(policy.getCertificateNameConstraintsConstraint(context, part)
                                    .getLevel())
                            .isEqualTo(Level.FAIL);
                    assertThat(policy.getCertificatePolicyTreeConstraint(context, part)
                                    .getLevel())
                            .isEqualTo(Level.FAIL);
                    assertThat(policy.getRevocationDataAvailableConstraint(context, part)
                                    .getLevel())
                            .isEqualTo(Level.FAIL);
                }
            }
        }
    }

    @Test
    void theStrictPolicyExemptsNobodyFromRevocation() {
        for (Context context : List.of(Context.SIGNATURE, Context.COUNTER_SIGNATURE, Context.TIMESTAMP)) {
            assertThat(ValidationRules.shipped()
                            .policy()
                            .getRevocationDataSkipConstraint(context, SubContext.SIGNING_CERT))
                    .isNotNull();
            assertThat(ValidationRules.strict()
                            .policy()
                            .getRevocationDataSkipConstraint(context, SubContext.SIGNING_CERT))
                    .isNull();
        }
        assertThat(ValidationRules.strict()
                        .policy()
                        .getRevocationDataSkipConstraint(Context.REVOCATION, SubContext.SIGNING_CERT))
                .isNotNull();
        assertThat(ValidationRules.strict().digest())
                .isNotEqualTo(ValidationRules.shipped().digest());
    }

    private static String pem(TestAuthority authority) {
        String body = Base64.getMimeEncoder(64, "\r\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(authority.encoded());
        return "-----BEGIN CERTIFICATE-----\r\n" + body + "\r\n-----END CERTIFICATE-----\r\n";
    }

    private static SignatureVerdict check(SignatureValidation validation, TestAuthority authority) {
        return validation.check(SignedForm.UBL, Optional.of(authority.signer().signDetached(SignedForm.UBL)));
    }
}
