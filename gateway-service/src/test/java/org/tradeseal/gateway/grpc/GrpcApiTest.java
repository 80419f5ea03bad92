package org.tradeseal.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.LocalizedMessage;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.tradeseal.gateway.access.Tokens;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.proto.asset.v1.Asset;
import org.tradeseal.proto.asset.v1.AssetAnswer;
import org.tradeseal.proto.asset.v1.AssetClass;
import org.tradeseal.proto.asset.v1.AssetServiceGrpc;
import org.tradeseal.proto.asset.v1.DepositRequest;
import org.tradeseal.proto.asset.v1.Evidence;
import org.tradeseal.proto.asset.v1.RegisterRequest;
import org.tradeseal.proto.asset.v1.Registrant;
import org.tradeseal.proto.command.v1.CommandServiceGrpc;
import org.tradeseal.proto.command.v1.SubmitRequest;
import org.tradeseal.proto.invoice.v1.CheckRequest;
import org.tradeseal.proto.invoice.v1.InvoiceReport;
import org.tradeseal.proto.invoice.v1.InvoiceServiceGrpc;
import org.tradeseal.proto.participant.v1.AdmitOutcome;
import org.tradeseal.proto.participant.v1.AdmitRequest;
import org.tradeseal.proto.participant.v1.Custody;
import org.tradeseal.proto.participant.v1.Identifier;
import org.tradeseal.proto.participant.v1.Participant;
import org.tradeseal.proto.participant.v1.ParticipantAnswer;
import org.tradeseal.proto.participant.v1.ParticipantServiceGrpc;
import org.tradeseal.proto.participant.v1.Role;
import org.tradeseal.proto.participant.v1.SuspendRequest;
import org.tradeseal.proto.record.v1.Change;
import org.tradeseal.proto.record.v1.ChangesRequest;
import org.tradeseal.proto.record.v1.GetRequest;
import org.tradeseal.proto.record.v1.ListRequest;
import org.tradeseal.proto.record.v1.Name;
import org.tradeseal.proto.record.v1.Record;
import org.tradeseal.proto.record.v1.RecordServiceGrpc;
import org.tradeseal.proto.record.v1.WorkRequest;
import org.tradeseal.proto.record.v1.WriteOptions;
import org.tradeseal.proto.verification.v1.Verification;
import org.tradeseal.proto.verification.v1.VerificationServiceGrpc;
import org.tradeseal.proto.verification.v1.VerifyRequest;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import tools.jackson.databind.JsonNode;

/** The gRPC API of a running gateway on the embedded ledger, as a client meets it. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class GrpcApiTest {
    private static final int PORT = TestSocketUtils.findAvailableTcpPort();

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("spring.grpc.server.port", () -> PORT);
        registry.add("tradeseal.state-folder", () -> folder.resolve("state").toString());
    }

    @Autowired
    Tokens tokens;

    @Autowired
    Ledger ledger;

    @Autowired
    @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", PORT)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private RecordId founder(String name) {
        return Genesis.founderId(ledger.digest(), name);
    }

    private Channel as(String founder) {
        return as(founder(founder), "en");
    }

    private Channel as(RecordId participant, String language) {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + tokens.create(participant, false, "test").secret());
        headers.put(Metadata.Key.of("accept-language", Metadata.ASCII_STRING_MARSHALLER), language);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static AdmitRequest admission(String identifier, String idempotencyKey) {
        return AdmitRequest.newBuilder()
                .setOptions(WriteOptions.newBuilder().setIdempotencyKey(idempotencyKey))
                .setName(Name.newBuilder().setEn("Harbour Software"))
                .setOrganisation("OperatorMSP")
                .setCountry("CN")
                .addRoles(Role.Value.ENTERPRISE)
                .addIdentifiers(Identifier.newBuilder().setScheme("USCC").setValue(identifier))
                .setCustody(Custody.Value.HOST)
                .build();
    }

    private static <T extends Message> T detail(StatusRuntimeException e, Class<T> type)
            throws InvalidProtocolBufferException {
        for (Any any : Objects.requireNonNull(StatusProto.fromThrowable(e)).getDetailsList()) {
            if (any.is(type)) {
                return any.unpack(type);
            }
        }
        throw new AssertionError("no " + type + " in " + e.getTrailers());
    }

    private static StatusRuntimeException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(StatusRuntimeException.class, call));
    }

    @Test
    void nobodyGetsInWithoutAToken() throws Exception {
        StatusRuntimeException e =
                refused(() -> RecordServiceGrpc.newBlockingStub(channel).list(ListRequest.getDefaultInstance()));
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(detail(e, ErrorInfo.class))
                .satisfies(i -> assertThat(i.getReason()).isEqualTo("UNAUTHENTICATED"))
                .satisfies(i -> assertThat(i.getDomain()).isEqualTo("tradeseal"));
    }

    @Test
    void healthNeedsNoTokenAndReflectionShowsTheServicesOnThisMachine() throws Exception {
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        CompletableFuture<List<String>> listed = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> ask = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(collecting(answers -> listed.complete(answers.stream()
                        .map(ServerReflectionResponse::getListServicesResponse)
                        .flatMap(r -> r.getServiceList().stream())
                        .map(s -> s.getName())
                        .toList())));
        ask.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        ask.onCompleted();
        assertThat(listed.get(10, TimeUnit.SECONDS))
                .contains("tradeseal.asset.v1.AssetService", "tradeseal.financing.v1.FinancingService");
    }

    private static <T> StreamObserver<T> collecting(java.util.function.Consumer<List<T>> whenDone) {
        List<T> all = new ArrayList<>();
        return new StreamObserver<>() {
            @Override
            public void onNext(T value) {
                all.add(value);
            }

            @Override
            public void onError(Throwable t) {
                throw new AssertionError(t);
            }

            @Override
            public void onCompleted() {
                whenDone.accept(all);
            }
        };
    }

    @Test
    void aParticipantIsAdmittedReadListedAndFoundAgain() {
        ParticipantServiceGrpc.ParticipantServiceBlockingStub regulator =
                ParticipantServiceGrpc.newBlockingStub(as("regulator"));
        ParticipantAnswer admitted = regulator.admit(admission("GRPC-1", "admit-1"));
        assertThat(admitted.getRecord().getContent().getStatus()).isEqualTo(Participant.Status.Value.ACTIVE);
        assertThat(admitted.getRecord().getPosition().getBlock()).isPositive();
        assertThat(admitted.getIdempotencyKey()).isEqualTo("admit-1");
        ParticipantAnswer again = regulator.admit(admission("GRPC-1", "admit-1"));
        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getRecord().getId()).isEqualTo(admitted.getRecord().getId());
        RecordServiceGrpc.RecordServiceBlockingStub reader = RecordServiceGrpc.newBlockingStub(as("customs"));
        Record read = reader.get(GetRequest.newBuilder()
                .setId(admitted.getRecord().getId())
                .setMinBlock(admitted.getRecord().getPosition().getBlock())
                .build());
        assertThat(read.getContent().getFieldsOrThrow("organisation").getStringValue())
                .isEqualTo("OperatorMSP");
        assertThat(reader.list(ListRequest.newBuilder()
                                .setType("participant")
                                .setLimit(500)
                                .build())
                        .getItemsList())
                .extracting(Record::getId)
                .contains(admitted.getRecord().getId());
        assertThat(reader.work(WorkRequest.getDefaultInstance()).getItemsList()).isEmpty();
    }

    @Test
    void aRefusalNamesCodeFieldAndConflictInTheCallersLanguage() throws Exception {
        ParticipantAnswer first =
                ParticipantServiceGrpc.newBlockingStub(as("regulator")).admit(admission("GRPC-2", "admit-2"));
        ParticipantServiceGrpc.ParticipantServiceBlockingStub chinese =
                ParticipantServiceGrpc.newBlockingStub(as(founder("regulator"), "zh-CN,en;q=0.5"));
        StatusRuntimeException taken = refused(() -> chinese.admit(admission("GRPC-2", "admit-3")));
        assertThat(taken.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(detail(taken, ErrorInfo.class).getReason()).isEqualTo("IDENTIFIER_TAKEN");
        assertThat(detail(taken, ErrorInfo.class).getMetadataOrThrow("conflictsWith"))
                .isEqualTo(first.getRecord().getId());
        assertThat(detail(taken, LocalizedMessage.class).getMessage()).startsWith("标识 GRPC-2 已登记给");
        assertThat(detail(taken, BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("/identifiers");
        StatusRuntimeException role = refused(
                () -> ParticipantServiceGrpc.newBlockingStub(as("bank-a")).admit(admission("GRPC-4", "admit-4")));
        assertThat(role.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        StatusRuntimeException reused = refused(() -> chinese.admit(admission("GRPC-5", "admit-2")));
        assertThat(reused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        StatusRuntimeException missing = refused(() -> RecordServiceGrpc.newBlockingStub(as("bank-a"))
                .get(GetRequest.newBuilder()
                        .setId(founder("regulator").value().replace("PTC", "AST"))
                        .build()));
        assertThat(missing.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void privateContentGoesInAndOnlyItsCommitmentComesOut() {
        ParticipantAnswer owner =
                ParticipantServiceGrpc.newBlockingStub(as("regulator")).admit(admission("GRPC-6", "admit-6"));
        RecordId id = new RecordId(owner.getRecord().getId());
        AssetAnswer deposited = AssetServiceGrpc.newBlockingStub(as(id, "en"))
                .deposit(deposit(id).build());
        Asset asset = deposited.getRecord().getContent();
        assertThat(asset.getStatus()).isEqualTo(Asset.Status.Value.DEPOSITED);
        assertThat(asset.getPrivateContent().getFields().getCount()).isEqualTo(2);
        assertThat(deposited.toString()).doesNotContain("canary");
        StatusRuntimeException stale = refused(() -> AssetServiceGrpc.newBlockingStub(as("ip-centre"))
                .register(RegisterRequest.newBuilder()
                        .setOptions(WriteOptions.newBuilder().setExpectedVersion(7))
                        .setId(deposited.getRecord().getId())
                        .setReason("no")
                        .build()));
        assertThat(stale.getStatus().getCode()).isIn(Status.Code.ABORTED, Status.Code.FAILED_PRECONDITION);
    }

    private static DepositRequest.Builder deposit(RecordId owner) {
        return DepositRequest.newBuilder()
                .setAssetClass(AssetClass.Value.DATA_IP)
                .setTitle(Name.newBuilder().setZh("港口靠泊数据"))
                .setJurisdiction("CN")
                .addRegistrants(
                        Registrant.newBuilder().setParticipant(owner.value()).setShare("1"))
                .setEvidence(Evidence.newBuilder()
                        .setSource("receivers")
                        .setGeneration("hourly")
                        .setCustody("ours"))
                .setPrivate(Struct.newBuilder()
                        .putFields(
                                "note",
                                Value.newBuilder().setStringValue("canary").build())
                        .putFields(
                                "pages", Value.newBuilder().setNumberValue(60).build()));
    }

    @Test
    void aPreparedCommandIsSubmittedWithItsSignature() {
        // The gateway holds the regulator's key, but a prepared command can be signed elsewhere: here wrongly.
        ParticipantServiceGrpc.ParticipantServiceBlockingStub regulator =
                ParticipantServiceGrpc.newBlockingStub(as("regulator"));
        ParticipantAnswer prepared = regulator.admit(admission("GRPC-7", "admit-7").toBuilder()
                .setOptions(WriteOptions.newBuilder().setPrepare(true).setIdempotencyKey("admit-7"))
                .build());
        assertThat(prepared.hasRecord()).isFalse();
        assertThat(prepared.getPrepared().getCommand().getCommand()).isEqualTo("participant.admit");
        assertThat(prepared.getPrepared().getSignedBytes().toStringUtf8()).startsWith("tradeseal/command/1\n");
        StatusRuntimeException forged = refused(() -> CommandServiceGrpc.newBlockingStub(as("regulator"))
                .submit(SubmitRequest.newBuilder()
                        .setCommand(prepared.getPrepared().getCommand())
                        .setSignature(org.tradeseal.proto.command.v1.Signature.newBuilder()
                                .setKeyId(prepared.getPrepared().getCommand().getKeyId())
                                .setValue("A".repeat(86)))
                        .build()));
        assertThat(detailReason(forged)).isEqualTo("BAD_SIGNATURE");
    }

    private static String detailReason(StatusRuntimeException e) {
        try {
            return detail(e, ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void manyAreAnsweredInOrderAndABadOneSpoilsNoOther() throws Exception {
        CompletableFuture<List<AdmitOutcome>> done = new CompletableFuture<>();
        StreamObserver<AdmitRequest> many =
                ParticipantServiceGrpc.newStub(as("regulator")).admitMany(collecting(done::complete));
        int count = 150;
        for (int i = 0; i < count; i++) {
            AdmitRequest request = admission("MANY-" + i, "many-" + i);
            many.onNext(i == 70 ? request.toBuilder().setCountry("XX").build() : request);
        }
        many.onCompleted();
        List<AdmitOutcome> outcomes = done.get(60, TimeUnit.SECONDS);
        assertThat(outcomes).hasSize(count);
        for (int i = 0; i < count; i++) {
            if (i == 70) {
                assertThat(outcomes.get(i).getRefusal().getCode()).isEqualTo("MALFORMED");
                assertThat(outcomes.get(i).getRefusal().getField()).isEqualTo("/country");
            } else {
                assertThat(outcomes.get(i).getAnswer().getRecord().getContent().getIdentifiers(0))
                        .extracting(Identifier::getValue)
                        .isEqualTo("MANY-" + i);
            }
        }
    }

    @Test
    void changesStreamWhatHasHappenedAndWhatHappensNext() {
        try (Context.CancellableContext stop = Context.current().withCancellation()) {
            stop.run(() -> {
                Iterator<Change> changes = RecordServiceGrpc.newBlockingStub(as("customs"))
                        .withDeadlineAfter(60, TimeUnit.SECONDS)
                        .changes(ChangesRequest.getDefaultInstance());
                assertThat(changes.next().getRecord().getType()).isEqualTo("participant");
                ParticipantAnswer admitted =
                        ParticipantServiceGrpc.newBlockingStub(as("regulator")).admit(admission("GRPC-8", "admit-8"));
                long before = -1;
                boolean found = false;
                while (!found) {
                    Change change = changes.next();
                    assertThat(change.getIndex()).isGreaterThan(before);
                    before = change.getIndex();
                    found = change.getRecord()
                            .getId()
                            .equals(admitted.getRecord().getId());
                }
                assertThat(found).isTrue();
            });
        }
    }

    @Test
    void aDocumentIsCheckedAndAnUnknownOneIsUnknown() throws Exception {
        StatusRuntimeException noInvoice = refused(() -> InvoiceServiceGrpc.newBlockingStub(as("operator"))
                .check(CheckRequest.newBuilder()
                        .setDocument(com.google.protobuf.ByteString.copyFromUtf8("<order/>"))
                        .build()));
        assertThat(detailReason(noInvoice)).isEqualTo("DOCUMENT_SYNTAX_UNKNOWN");
        byte[] invoice;
        try (var in = Objects.requireNonNull(
                GrpcApiTest.class.getResourceAsStream("/einvoice/pint-payable-amount-wrong.xml"))) {
            invoice = in.readAllBytes();
        }
        InvoiceReport report = InvoiceServiceGrpc.newBlockingStub(as("operator"))
                .check(CheckRequest.newBuilder()
                        .setDocument(com.google.protobuf.ByteString.copyFrom(invoice))
                        .build());
        assertThat(report.getValid()).isFalse();
        assertThat(report.getFindingsList())
                .isNotEmpty()
                .allSatisfy(f -> assertThat(f.getRemedy()).isNotBlank());
        Verification unknown = VerificationServiceGrpc.newBlockingStub(as("customs"))
                .verify(VerifyRequest.newBuilder()
                        .setDocument(com.google.protobuf.ByteString.copyFrom(invoice))
                        .build());
        assertThat(unknown.getFinding()).isEqualTo(Verification.Finding.Value.UNKNOWN);
        assertThat(unknown.hasRecord()).isFalse();
    }

    @Test
    void aSuspendedParticipantWritesNothing() {
        ParticipantServiceGrpc.ParticipantServiceBlockingStub regulator =
                ParticipantServiceGrpc.newBlockingStub(as("regulator"));
        ParticipantAnswer owner = regulator.admit(admission("GRPC-9", "admit-9"));
        RecordId id = new RecordId(owner.getRecord().getId());
        Channel theirs = as(id, "en");
        assertThat(regulator
                        .suspend(SuspendRequest.newBuilder()
                                .setId(id.value())
                                .setReason("inspection")
                                .build())
                        .getRecord()
                        .getVersion())
                .isEqualTo(2);
        StatusRuntimeException e = refused(() ->
                AssetServiceGrpc.newBlockingStub(theirs).deposit(deposit(id).build()));
        assertThat(detailReason(e)).isEqualTo("PARTICIPANT_SUSPENDED");
    }

    @Test
    void everyAddressOfTheRestApiIsDescribed() throws Exception {
        JsonNode paths = CanonicalJson.tree(get("/openapi.json")).path("paths");
        Set<String> missing = new TreeSet<>();
        mappings.getHandlerMethods().forEach((info, method) -> {
            for (String pattern : info.getPatternValues()) {
                if (pattern.startsWith("/v1/")) {
                    info.getMethodsCondition()
                            .getMethods()
                            .forEach(verb -> expanded(pattern).stream()
                                    .filter(path ->
                                            !paths.path(path).has(verb.name().toLowerCase(java.util.Locale.ROOT)))
                                    .forEach(path -> missing.add(verb + " " + path)));
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    @Autowired
    org.springframework.core.env.Environment environment;

    private byte[] get(String path) throws Exception {
        java.net.URI uri =
                java.net.URI.create("http://127.0.0.1:" + environment.getProperty("local.server.port") + path);
        return java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(uri).build(),
                        java.net.http.HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    /** {@code /v1/{things:a|b}/{id:[A-Z]{3}-.*}} is {@code /v1/a/{id}} and {@code /v1/b/{id}}. */
    private static List<String> expanded(String pattern) {
        String plain = pattern.replace("{id:[A-Z]{3}-.*}", "{id}");
        java.util.regex.Matcher alternatives =
                java.util.regex.Pattern.compile("\\{things:([^}]*)}").matcher(plain);
        if (!alternatives.find()) {
            return List.of(plain);
        }
        return Arrays.stream(alternatives.group(1).split("\\|", -1))
                .map(a -> plain.replace(alternatives.group(), a))
                .toList();
    }
}
