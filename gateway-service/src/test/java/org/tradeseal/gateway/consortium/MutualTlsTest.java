package org.tradeseal.gateway.consortium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.proto.consortium.v1.ConsortiumServiceGrpc;
import org.tradeseal.proto.consortium.v1.Nothing;
import org.tradeseal.proto.consortium.v1.PreviewAnswer;
import org.tradeseal.proto.consortium.v1.PreviewRequest;
import org.tradeseal.proto.consortium.v1.ReadAnswer;
import org.tradeseal.proto.consortium.v1.ReadRequest;

/** Who gets in at the consortium's door, and as whom. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutualTlsTest {
    @TempDir
    static Path folder;

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private OrganisationCa own;
    private OrganisationCa bankA;
    private OrganisationCa bankB;
    private ConsortiumServer server;

    /** Answers with the caller's name. */
    private static final class Echo extends ConsortiumServiceGrpc.ConsortiumServiceImplBase {
        @Override
        public void preview(PreviewRequest request, StreamObserver<PreviewAnswer> out) {
            out.onNext(PreviewAnswer.newBuilder()
                    .setPreview(ByteString.copyFromUtf8(CallingMember.current().value()))
                    .build());
            out.onCompleted();
        }

        @Override
        public void read(ReadRequest request, StreamObserver<ReadAnswer> out) {
            out.onNext(ReadAnswer.newBuilder()
                    .setNothing(Nothing.getDefaultInstance())
                    .build());
            out.onCompleted();
        }
    }

    @BeforeAll
    void listen() throws Exception {
        own = OrganisationCa.create(folder, "regulator");
        bankA = OrganisationCa.create(folder, "bank-a");
        bankB = OrganisationCa.create(folder, "bank-b");
        server = server(own.gateway(), 1000);
    }

    private ConsortiumServer server(OrganisationCa.Identity identity, int perSecond) {
        ConsortiumSettings settings = settings(
                identity, perSecond, List.of(other("BankAMSP", bankA.file()), other("BankBMSP", bankB.file())));
        ConsortiumServer started = new ConsortiumServer(settings, Members.of(settings), new Echo(), workers);
        started.start();
        return started;
    }

    private static ConsortiumSettings settings(
            OrganisationCa.Identity identity, int perSecond, List<ConsortiumSettings.OtherGateway> members) {
        return new ConsortiumSettings("0", identity.certificate(), identity.key(), members, perSecond, 16);
    }

    private static ConsortiumSettings.OtherGateway other(String msp, Path ca) {
        return new ConsortiumSettings.OtherGateway(msp, "127.0.0.1:1", ca);
    }

    @AfterAll
    void leave() {
        server.stop();
        workers.shutdownNow();
    }

    private String nameFor(OrganisationCa.Identity identity) throws Exception {
        return nameFor(
                GrpcSslContexts.forClient()
                        .keyManager(
                                identity.certificate().toFile(), identity.key().toFile()),
                server);
    }

    private String nameFor(SslContextBuilder client, ConsortiumServer at) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", at.port())
                .sslContext(client.trustManager(own.file().toFile()).build())
                .build();
        try {
            return ConsortiumServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .preview(PreviewRequest.getDefaultInstance())
                    .getPreview()
                    .toStringUtf8();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aCallerIsTheOrganisationWhoseAuthorityIssuedItsCertificate() throws Exception {
        assertThat(nameFor(bankA.gateway())).isEqualTo("BankAMSP");
        assertThat(nameFor(bankB.gateway())).isEqualTo("BankBMSP");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
        OrganisationCa stranger = OrganisationCa.create(folder, "stranger");
        assertRefused(stranger.gateway());
    }

    @Test
    void anAuthorityOfTheSameNameWithAnotherKeyIsUnknown() throws Exception {
        OrganisationCa forged = OrganisationCa.create(folder.resolve("forged"), "bank-a");
        assertRefused(forged.gateway());
    }

    @Test
    void expiredAndNotYetValidCertificatesAreRefused() throws Exception {
        assertRefused(bankA.issue("old", Duration.ofHours(-3), Duration.ofHours(-1)));
        assertRefused(bankA.issue("new", Duration.ofHours(1), Duration.ofHours(3)));
    }

    @Test
    void ownCertificatesAreNoMembers() throws Exception {
        assertRefused(own.gateway());
    }

    @Test
    void noCertificateIsRefused() {
        assertThatThrownBy(() -> nameFor(GrpcSslContexts.forClient(), server))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }

    @Test
    void olderVersionsOfTlsAreRefused() throws Exception {
        OrganisationCa.Identity identity = bankA.gateway();
        assertThatThrownBy(() -> nameFor(
                        GrpcSslContexts.forClient()
                                .keyManager(
                                        identity.certificate().toFile(),
                                        identity.key().toFile())
                                .protocols("TLSv1.2"),
                        server))
                .isInstanceOf(StatusRuntimeException.class);
    }

    private void assertRefused(OrganisationCa.Identity identity) {
        assertThatThrownBy(() -> nameFor(identity))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }

    @Test
    void aMemberThatComesTooOftenIsTurnedAwayAndNobodyElse() throws Exception {
        ConsortiumServer strict = server(own.gateway(), 2);
        try {
            OrganisationCa.Identity a = bankA.gateway();
            OrganisationCa.Identity b = bankB.gateway();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            nameFor(
                                    GrpcSslContexts.forClient()
                                            .keyManager(
                                                    a.certificate().toFile(),
                                                    a.key().toFile()),
                                    strict);
                        }
                    })
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
            assertThat(nameFor(
                            GrpcSslContexts.forClient()
                                    .keyManager(
                                            b.certificate().toFile(), b.key().toFile()),
                            strict))
                    .isEqualTo("BankBMSP");
        } finally {
            strict.stop();
        }
    }

    @Test
    void aGatewayWithAnotherOrganisationsCertificateIsNotCalled() throws Exception {
        OrganisationCa.Identity mine = bankA.gateway();
        // The address of bank B answers with a certificate of the regulator.
        ConsortiumSettings settings = settings(
                mine,
                10,
                List.of(new ConsortiumSettings.OtherGateway("BankBMSP", "127.0.0.1:" + server.port(), bankB.file())));
        try (Channels channels = new Channels(settings, Members.of(settings))) {
            assertThatThrownBy(() -> channels.blocking(
                                    Members.of(settings).all().get(0).msp(), Duration.ofSeconds(5))
                            .read(ReadRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);
        }
    }

    @Test
    void twoMembersOfOneAuthorityAreAConfigurationError() throws Exception {
        ConsortiumSettings settings =
                settings(own.gateway(), 10, List.of(other("BankAMSP", bankA.file()), other("BankBMSP", bankA.file())));
        assertThatThrownBy(() -> Members.of(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("BankAMSP")
                .hasMessageContaining("BankBMSP")
                .hasMessageContaining("同一 TLS CA");
    }

    @Test
    void aCertificateThatIsNoAuthorityIsAConfigurationError() throws Exception {
        Path notACa = bankA.gateway().certificate();
        ConsortiumSettings settings = settings(own.gateway(), 10, List.of(other("BankAMSP", notACa)));
        assertThatThrownBy(() -> Members.of(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(notACa.toString());
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws Exception {
        OrganisationCa.Identity identity = own.gateway();
        Files.setPosixFilePermissions(identity.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> server(identity, 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600");
    }
}
