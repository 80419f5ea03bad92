package org.tradeseal.gateway.consortium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.proto.consortium.v1.ConsortiumServiceGrpc;
import org.tradeseal.proto.consortium.v1.Done;
import org.tradeseal.proto.consortium.v1.SubmitAnswer;
import org.tradeseal.proto.consortium.v1.SubmitRequest;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;

/** How a signed command finds a registrar, whatever the registrars' gateways answer. */
class SubmissionTest {
    private static final MspId REGULATOR = new MspId("RegulatorMSP");
    private static final MspId CUSTOMS = new MspId("CustomsMSP");
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});
    private static final RecordId RECORD = RecordId.derive(LEDGER, "FIN", "bank", "key");

    @TempDir
    Path folder;

    private final Workers workers = new Workers();
    private final List<ConsortiumServer> servers = new ArrayList<>();
    private final SignedCommand command = new SignedCommand(
            new Command(
                    Command.FORMAT,
                    LEDGER,
                    "financing.reserve",
                    RecordId.derive(LEDGER, "PTC", "bank", "key"),
                    "key-1",
                    "once",
                    Instant.parse("2030-01-01T00:00:00Z"),
                    List.of(),
                    CanonicalJson.jsonMapper().createObjectNode(),
                    null),
            "x".repeat(86));

    private OrganisationCa bank;
    private Channels channels;
    private Registrar regulator;
    private Registrar customs;

    /** A registrar's gateway that answers as it is told. */
    private static final class Registrar extends ConsortiumServiceGrpc.ConsortiumServiceImplBase {
        private final List<ByteString> heard = new CopyOnWriteArrayList<>();
        private Consumer<StreamObserver<SubmitAnswer>> answer = out -> {};

        @Override
        public void submit(SubmitRequest request, StreamObserver<SubmitAnswer> out) {
            heard.add(request.getSignedCommand());
            answer.accept(out);
        }

        void does(boolean replayed) {
            answer = out -> {
                out.onNext(SubmitAnswer.newBuilder()
                        .setDone(Done.newBuilder()
                                .setId(RECORD.value())
                                .setVersion(1)
                                .setTransactionId("tx")
                                .setBlock(replayed ? -1 : 7)
                                .setReplayed(replayed))
                        .build());
                out.onCompleted();
            };
        }

        void refuses(Refusal refusal) {
            answer = out -> {
                out.onNext(SubmitAnswer.newBuilder()
                        .setRefusal(RefusalBytes.of(refusal))
                        .build());
                out.onCompleted();
            };
        }

        void breaksOff() {
            answer = out -> out.onError(Status.UNAVAILABLE.asRuntimeException());
        }
    }

    @BeforeEach
    void meet() throws Exception {
        bank = OrganisationCa.create(folder, "bank");
        regulator = new Registrar();
        customs = new Registrar();
        OrganisationCa regulatorCa = OrganisationCa.create(folder, "regulator");
        OrganisationCa customsCa = OrganisationCa.create(folder, "customs");
        OrganisationCa.Identity identity = bank.gateway();
        ConsortiumSettings settings = new ConsortiumSettings(
                "0",
                identity.certificate(),
                identity.key(),
                List.of(
                        new ConsortiumSettings.OtherGateway(
                                REGULATOR.value(), "127.0.0.1:" + listen(regulatorCa, regulator), regulatorCa.file()),
                        new ConsortiumSettings.OtherGateway(
                                CUSTOMS.value(), "127.0.0.1:" + listen(customsCa, customs), customsCa.file())),
                100,
                100);
        channels = new Channels(settings, Members.of(settings));
    }

    private int listen(OrganisationCa ca, Registrar registrar) throws Exception {
        OrganisationCa.Identity identity = ca.gateway();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ConsortiumSettings settings = new ConsortiumSettings(
                String.valueOf(port),
                identity.certificate(),
                identity.key(),
                List.of(new ConsortiumSettings.OtherGateway("BankMSP", "127.0.0.1:1", bank.file())),
                100,
                100);
        ConsortiumServer server = new ConsortiumServer(settings, Members.of(settings), registrar, workers.answering());
        server.start();
        servers.add(server);
        return server.port();
    }

    @AfterEach
    void leave() {
        channels.close();
        servers.forEach(ConsortiumServer::stop);
        workers.close();
    }

    private LedgerClient.Done submit(Duration deadline) throws Exception {
        try {
            return new Submission(channels, List.of(REGULATOR, CUSTOMS), command, workers.calling(), deadline)
                    .begin()
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private void assertSameBytes() {
        ByteString bytes = ByteString.copyFrom(CanonicalJson.bytes(command));
        assertThat(regulator.heard).allMatch(bytes::equals);
        assertThat(customs.heard).allMatch(bytes::equals);
    }

    @Test
    void theFirstRegistrarGetsEverybodysCommands() throws Exception {
        regulator.does(false);

        assertThat(submit(Duration.ofSeconds(10))).isEqualTo(new LedgerClient.Done(RECORD, 1, "tx", 7, false));
        assertThat(customs.heard).isEmpty();
        assertSameBytes();
    }

    @Test
    void theNextRegistrarIsAskedWhenTheFirstIsAway() throws Exception {
        servers.get(0).stop();
        customs.does(false);

        assertThat(submit(Duration.ofSeconds(10)).replayed()).isFalse();
    }

    @Test
    void theNextRegistrarIsAskedWhenTheFirstCannot() throws Exception {
        regulator.refuses(new Refusal(ErrorCode.UNAVAILABLE, "The queue is full.", "队列已满。"));
        customs.does(false);

        assertThat(submit(Duration.ofSeconds(10)).id()).isEqualTo(RECORD);
    }

    @Test
    void aRegistrarThatIsBackIsUsedAtOnce() throws Exception {
        servers.forEach(ConsortiumServer::stop);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> submit(Duration.ofSeconds(10)))
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
        regulator.does(false);
        servers.get(0).start();

        assertThat(submit(Duration.ofSeconds(10)).id()).isEqualTo(RECORD);
    }

    @Test
    void anUnknownOutcomeIsRepeatedUntilItIsKnown() throws Exception {
        regulator.breaksOff();
        customs.does(true);

        assertThat(submit(Duration.ofSeconds(10)).replayed()).isTrue();
        assertThat(regulator.heard).hasSize(1);
        assertThat(customs.heard).hasSize(1);
        assertSameBytes();
    }

    @Test
    void anOutcomeThatStaysUnknownIsToldSo() {
        regulator.breaksOff();
        customs.refuses(new Refusal(ErrorCode.OUTCOME_UNKNOWN, "Perhaps.", "或许。"));

        assertThatThrownBy(() -> submit(Duration.ofSeconds(2)))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN));
        assertThat(regulator.heard).hasSizeGreaterThan(1);
        assertSameBytes();
    }

    @Test
    void whatARegistrarAnsweredNothingToIsUnknownAndNotUnavailable() {
        // Both hear the command and say nothing.
        assertThatThrownBy(() -> submit(Duration.ofSeconds(2)))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN));
        assertThat(regulator.heard).hasSize(1);
    }

    @Test
    void aRefusalIsFinalAndArrivesWordForWord() {
        Refusal stated = new Refusal(ErrorCode.OVER_FINANCING, "At most 5.00 EUR remain.", "剩余可融资额为 5.00 EUR。")
                .at("/body/amount")
                .conflictsWith(List.of(RECORD))
                .with("remaining", List.of("5.00", "EUR"));
        regulator.refuses(stated);

        assertThatThrownBy(() -> submit(Duration.ofSeconds(10))).isInstanceOfSatisfying(Refusal.class, r -> {
            assertThat(r.stated()).isEqualTo(stated.stated());
            assertThat(CanonicalJson.bytes(r.attachments())).isEqualTo(CanonicalJson.bytes(stated.attachments()));
        });
        assertThat(customs.heard).isEmpty();
    }

    @Test
    void aCodeOfALaterVersionIsUnavailable() {
        assertThat(RefusalBytes.read(ByteString.copyFromUtf8("{\"code\":\"OF_TOMORROW\"}"))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(RefusalBytes.read(ByteString.EMPTY).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
