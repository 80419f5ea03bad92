package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.gateway.story.GatewayStory.eventually;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.tradeseal.gateway.consortium.OrganisationCa;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.gateway.ledger.OneOrganisation;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.gateway.ledger.embedded.EmbeddedLedger;
import org.tradeseal.gateway.ledger.embedded.TestServer;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.proto.consortium.v1.ConsortiumServiceGrpc;
import org.tradeseal.proto.consortium.v1.PreviewRequest;
import org.tradeseal.proto.consortium.v1.ReadAnswer;
import org.tradeseal.proto.consortium.v1.ReadRequest;
import org.tradeseal.proto.consortium.v1.SubmitRequest;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The regulator's, the operator's and a bank's gateway, each with its own view of one ledger, over real mutual TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class ConsortiumStoryTest {
    private static final List<String> ORGANISATIONS =
            List.of("RegulatorMSP", "CustomsMSP", "OperatorMSP", "BankAMSP", "BankBMSP");

    @TempDir
    static Path folder;

    private final TestConsortium consortium = TestConsortium.create();
    private final Map<String, OrganisationCa> authorities = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private Database database;
    private StateFolder ledgerFolder;
    private EmbeddedLedger shared;
    private OrganisationGateway regulatorGateway;
    private OrganisationGateway operatorGateway;
    private OrganisationGateway bankGateway;
    private Api regulator;
    private Api bank;
    private Api seller;
    private Api buyer;
    private Api custodial;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private ManagedChannel bankBsChannel;
    private ManagedChannel banksChannel;
    private SigningKey sellersKey;
    private int invoices;

    @BeforeAll
    void found() throws Exception {
        database = TestServer.newDatabase().connect();
        ledgerFolder = StateFolder.open(folder.resolve("ledger"));
        shared = EmbeddedLedger.open(database, ledgerFolder, consortium);
        for (String organisation : ORGANISATIONS) {
            authorities.put(organisation, OrganisationCa.create(folder.resolve("ca"), organisation));
            ports.put(organisation, freePort());
        }
        regulatorGateway = gateway("RegulatorMSP");
        operatorGateway = gateway("OperatorMSP");
        bankGateway = gateway("BankAMSP");
        regulatorGateway.start();
        operatorGateway.start();
        bankGateway.start();
        regulatorGateway.holdsKey(consortium.id("regulator"), consortium.key("regulator"));
        operatorGateway.holdsKey(consortium.id("operator"), consortium.key("operator"));
        bankGateway.holdsKey(consortium.id("bank-a"), consortium.key("bank-a"));
        regulator = regulatorGateway.operator(consortium.id("regulator").value());
        bank = bankGateway.operator(consortium.id("bank-a").value());
        seller = enterprise("杭州砺华软件有限公司", World.SELLER_NUMBER, true);
        buyer = enterprise("鱼尾狮物流科技", World.BUYER_NUMBER, false);
        custodial = buyer;
        bankBsChannel = channel("BankBMSP");
        banksChannel = channel("BankAMSP");
    }

    // Gateways are started again on their ports: they must not be among those that the system gives to outgoing calls.
    private static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one may be free
            }
        }
        throw new IllegalStateException("no free port");
    }

    private OrganisationGateway gateway(String own) throws Exception {
        OrganisationGateway gateway = new OrganisationGateway(
                new OneOrganisation(shared, new MspId(own)), folder.resolve(own), ports.get(own), authorities.get(own));
        int index = 0;
        for (String other : ORGANISATIONS) {
            if (!other.equals(own)) {
                gateway.knows(index++, other, ports.get(other), authorities.get(other));
            }
        }
        return gateway;
    }

    private Api enterprise(String name, String number, boolean withKey) throws Exception {
        SigningKey key = SigningKey.generate("key-1", PublicKey.Algorithm.P256, new SecureRandom());
        String id = regulator
                .post(
                        "/v1/participants",
                        World.admission(
                                name,
                                number,
                                number,
                                withKey ? List.of(key.publicKey()) : List.of(),
                                withKey ? "SELF" : "HOST"))
                .is(201)
                .id();
        if (withKey) {
            sellersKey = key;
            operatorGateway.holdsKey(new RecordId(id), key);
        }
        return operatorGateway.caller(
                operatorGateway.operator(consortium.id("operator").value()), id);
    }

    /** How another organisation's gateway calls the regulator's. */
    private ManagedChannel channel(String organisation) throws Exception {
        OrganisationCa.Identity identity = authorities.get(organisation).gateway();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", ports.get("RegulatorMSP"))
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(
                                identity.certificate().toFile(), identity.key().toFile())
                        .trustManager(authorities.get("RegulatorMSP").file().toFile())
                        .build())
                .build();
        channels.add(channel);
        return channel;
    }

    private static ConsortiumServiceGrpc.ConsortiumServiceBlockingStub call(ManagedChannel channel) {
        return ConsortiumServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    @AfterAll
    void leave() {
        channels.forEach(ManagedChannel::shutdownNow);
        for (OrganisationGateway gateway : List.of(bankGateway, operatorGateway, regulatorGateway)) {
            gateway.stop();
        }
        shared.close();
        database.close();
        ledgerFolder.close();
    }

    private String issued() {
        byte[] xml = World.bytes(World.invoice("CONS-" + ++invoices));
        List<Api.Part> parts = new ArrayList<>();
        parts.add(Api.Part.file("document", xml));
        parts.add(Api.Part.file("signature", GatewayStory.SIGNER.signDetached(xml)));
        parts.add(Api.Part.value("recipients", bank.participant()));
        return seller.multipart("/v1/invoices", parts).is(201).id();
    }

    private String accepted() {
        String invoice = issued();
        buyer.post("/v1/invoices/" + invoice + "/accept", Map.of()).is(200);
        return invoice;
    }

    private Map<String, Object> mandate(String invoice) {
        return Map.of(
                "invoice",
                invoice,
                "bank",
                bank.participant(),
                "ceiling",
                World.sgd("125000.00"),
                "expires",
                "2030-01-01T00:00:00Z");
    }

    private Api.Answer reserve(String invoice, String mandate, String amount, String... headers) {
        return bank.post(
                "/v1/financings/reserve",
                Map.of("invoice", invoice, "mandate", mandate, "amount", World.sgd(amount), "days", 5),
                headers);
    }

    private void delivered(String invoice) {
        eventually("delivery of " + invoice, () -> deliveredTo(invoice).contains("BankAMSP"));
    }

    private List<String> deliveredTo(String invoice) {
        List<String> organisations = new ArrayList<>();
        seller.get("/v1/invoices/" + invoice)
                .is(200)
                .json()
                .at("/content/privateContent/delivered")
                .forEach(d -> organisations.add(d.asString("")));
        return organisations;
    }

    private static List<JsonNode> changes(Api caller) {
        List<JsonNode> items = new ArrayList<>();
        caller.get("/v1/changes?limit=500").is(200).json().path("items").forEach(items::add);
        return items;
    }

    private static boolean lists(Api caller, String record) {
        return World.all(caller, "/v1/records?limit=100").stream()
                .anyMatch(r -> r.path("id").asString("").equals(record));
    }

    private long height() {
        return shared.height();
    }

    private void settled(Api caller) {
        caller.get("/v1/records?limit=1&minBlock=" + (height() - 1)).is(200);
    }

    @Test
    void aBanksFinancingIsSubmittedByARegistrarAndShownToItsParties(CapturedOutput log) {
        String invoice = accepted();
        delivered(invoice);
        String mandate =
                seller.post("/v1/financings/mandate", mandate(invoice)).is(201).id();

        Api.Answer reserved = reserve(invoice, mandate, "4321.09").is(201);
        String financing = reserved.id();
        Api.Answer financed = bank.post(
                        "/v1/financings/" + financing + "/finance", Map.of("amount", World.sgd("4321.09")))
                .is(200);

        assertThat(financed.json().at("/content/status").asString("")).isEqualTo("FINANCED");
        long block = financed.json().at("/position/block").asLong();
        assertThat(shared.blocks(block, 1).get(0).transactions())
                .filteredOn(t -> t.function() == Invocation.Function.SUBMIT_PRIVATE)
                .extracting(Block.Tx::submitter)
                .containsExactly(new MspId("RegulatorMSP"));
        JsonNode list = bank.get("/v1/financings?minBlock=" + block).is(200).json();
        assertThat(list.path("items").get(0).path("id").asString("")).isEqualTo(financing);
        assertThat(bank.get("/v1/financings/" + financing + "/history")
                        .is(200)
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(2);
        assertThat(bank.get("/v1/financings/" + financing)
                        .is(200)
                        .json()
                        .at("/position/leafIndex")
                        .isNumber())
                .isTrue();
        settled(seller);
        assertThat(lists(seller, mandate)).isTrue();
        assertThat(lists(buyer, financing)).isFalse();
        buyer.get("/v1/financings/" + financing).refuses(404, "NOT_FOUND");
        assertThat(operatorGateway
                        .jdbc()
                        .queryForObject(
                                "select answer from readmodel.hidden_leaf where id = ? and version = 2",
                                String.class,
                                financing))
                .isIn("SHOWN", "NOT_OURS");
        assertThat(log.getAll()).doesNotContain("4321.09", financing, mandate);
    }

    @Test
    void refusalsArriveWordForWord() {
        String invoice = accepted();
        delivered(invoice);
        String mandate =
                seller.post("/v1/financings/mandate", mandate(invoice)).is(201).id();

        Api.Answer refused = reserve(invoice, mandate, "125000.01").isProblem(409);
        assertThat(refused.code()).isIn("OVER_FINANCING", "MANDATE_REQUIRED");
        assertThat(refused.text()).contains("125000.00");
        Api.Answer chinese = reserve(invoice, mandate, "125000.01", "Accept-Language", "zh");
        assertThat(chinese.json().path("detail").asString(""))
                .contains("125000.00")
                .containsPattern("[\u4e00-\u9fff]");
        Api.Answer foreign = bank.post("/v1/financings/mandate", mandate(invoice));
        assertThat(foreign.isProblem().status()).isIn(403, 404, 409);
    }

    @Test
    void aCustodialParticipantIsToldThatItHasToSign() {
        String invoice = accepted();
        Api.Answer refused = custodial.post("/v1/financings/mandate", mandate(invoice), "Accept-Language", "zh");
        refused.refuses(403, "SIGNATURE_REQUIRED");
        assertThat(refused.json().path("detail").asString("")).contains("登记机构", "Prefer: prepare");
    }

    @Test
    void anotherOrganisationReadsAndPreviewsNothing() throws Exception {
        String invoice = accepted();
        delivered(invoice);
        String mandate =
                seller.post("/v1/financings/mandate", mandate(invoice)).is(201).id();
        String financing = reserve(invoice, mandate, "10.00").is(201).id();
        long block = height() - 1;
        ReadRequest newest = ReadRequest.newBuilder().setId(financing).build();
        ReadRequest first = newest.toBuilder().setVersion(1).setBlock(block).build();
        String nothing =
                RecordId.derive(shared.digest(), "FIN", "nobody", "nothing").value();

        assertThat(call(bankBsChannel).read(newest))
                .isEqualTo(call(bankBsChannel)
                        .read(newest.toBuilder().setId(nothing).build()));
        assertThat(call(bankBsChannel).read(newest).getOutcomeCase()).isEqualTo(ReadAnswer.OutcomeCase.NOTHING);
        assertThat(call(bankBsChannel).read(first).getOutcomeCase()).isEqualTo(ReadAnswer.OutcomeCase.NOTHING);
        assertThat(call(bankBsChannel)
                        .read(first.toBuilder().setId(nothing).build())
                        .getOutcomeCase())
                .isEqualTo(ReadAnswer.OutcomeCase.NOTHING);
        StoredRecord shown =
                CanonicalJson.read(call(banksChannel).read(first).getRecord().toByteArray(), StoredRecord.class);
        assertThat(shown.record().id().value()).isEqualTo(financing);
        assertThat(shown.commitment().hex())
                .isEqualTo(bankGateway
                        .jdbc()
                        .queryForObject(
                                "select commitment from readmodel.hidden_leaf where id = ? and version = 1",
                                String.class,
                                financing));

        Command draft = new Command(
                Command.FORMAT,
                shared.digest(),
                "financing.release",
                new RecordId(bank.participant()),
                "bank-a-1",
                "stolen",
                Instant.parse("2030-01-01T00:00:00Z"),
                List.of(),
                (ObjectNode) CanonicalJson.toTree(Map.of("id", financing)),
                null);
        assertThat(refusal(call(bankBsChannel)
                                .preview(PreviewRequest.newBuilder()
                                        .setCommand(ByteString.copyFrom(draft.bytes()))
                                        .build())
                                .getRefusal())
                        .code()
                        .name())
                .isEqualTo("NOT_YOUR_ROLE");
    }

    private static Refusal refusal(ByteString json) {
        return CanonicalJson.read(json.toByteArray(), Refusal.Stated.class).toRefusal();
    }

    @Test
    void unsignedAndOpenCommandsAreNotCarriedOutForOthers() {
        SignedCommand unsigned = new SignedCommand(command("financing.mandate"), null);
        SignedCommand open = new SignedCommand(command("asset.withdraw"), "x".repeat(86));

        assertThat(submitted(unsigned).code().name()).isEqualTo("SIGNATURE_REQUIRED");
        assertThat(submitted(unsigned).detail().zh()).contains("签名");
        assertThat(submitted(open).code().name()).isEqualTo("MUST_BE_PRIVATE");
    }

    private Refusal submitted(SignedCommand command) {
        return refusal(call(banksChannel)
                .submit(SubmitRequest.newBuilder()
                        .setSignedCommand(ByteString.copyFrom(CanonicalJson.bytes(command)))
                        .build())
                .getRefusal());
    }

    private Command command(String name) {
        return new Command(
                Command.FORMAT,
                shared.digest(),
                name,
                new RecordId(bank.participant()),
                null,
                "key",
                Instant.parse("2030-01-01T00:00:00Z"),
                List.of(),
                CanonicalJson.jsonMapper().createObjectNode(),
                null);
    }

    @Test
    void everyGatewayShowsTheSameFeedPositionsEachLimitedToWhatItMaySee() {
        String invoice = accepted();
        delivered(invoice);
        String mandate =
                seller.post("/v1/financings/mandate", mandate(invoice)).is(201).id();
        String financing = reserve(invoice, mandate, "77.00").is(201).id();
        List.of(regulator, bank, seller).forEach(this::settled);

        Map<Long, JsonNode> all = new LinkedHashMap<>();
        changes(regulator).forEach(c -> all.put(c.path("index").asLong(), c));
        for (Api caller : List.of(bank, seller)) {
            List<JsonNode> seen = changes(caller);
            assertThat(seen)
                    .isSortedAccordingTo(
                            Comparator.comparingLong(c -> c.path("index").asLong()));
            assertThat(seen)
                    .isNotEmpty()
                    .allSatisfy(
                            c -> assertThat(c).isEqualTo(all.get(c.path("index").asLong())));
        }
        assertThat(changes(bank)).anyMatch(c -> c.at("/record/id").asString("").equals(financing));
        assertThat(changes(seller))
                .anyMatch(c -> c.at("/record/id").asString("").equals(mandate));
        assertThat(changes(bank)).noneMatch(c -> c.at("/record/id").asString("").startsWith("REG-"));
    }

    @Test
    void theFeedWaitsForHiddenRecordsAndPassesNone() {
        String invoice = accepted();
        delivered(invoice);
        settled(bank);
        Command prepared = preparedMandate(invoice);
        regulatorGateway.closeDoor();
        String mandate;
        String later;
        try {
            seller.post("/v1/financings/mandate", mandate(invoice)).refuses(503, "UNAVAILABLE");
            mandate = regulatorGateway
                    .bean(LedgerClient.class)
                    .submit(new MspId("RegulatorMSP"), sellersKey.sign(prepared))
                    .id()
                    .value();
            later = issued();
            eventually("the bank follows", () -> knows(bankGateway, later));

            assertThat(lists(bank, later)).isTrue();
            assertThat(changes(bank)).noneMatch(c -> isAbout(c, later)).noneMatch(c -> isAbout(c, mandate));
        } finally {
            regulatorGateway.openDoor();
        }

        eventually("the feed goes on", () -> changes(bank).stream().anyMatch(c -> isAbout(c, later)));
        List<JsonNode> feed = changes(bank);
        assertThat(feed)
                .isSortedAccordingTo(
                        Comparator.comparingLong(c -> c.path("index").asLong()));
        assertThat(feed).anyMatch(c -> isAbout(c, mandate));
    }

    private static boolean isAbout(JsonNode change, String record) {
        return change.at("/record/id").asString("").equals(record);
    }

    private static boolean knows(OrganisationGateway gateway, String record) {
        return gateway.jdbc()
                        .queryForObject("select count(*) from readmodel.record where id = ?", Integer.class, record)
                == 1;
    }

    @Test
    void aFeedThatHasWaitedForTooLongGoesOn() throws Exception {
        String invoice = accepted();
        delivered(invoice);
        settled(bank);
        bankGateway.stop();
        bankGateway.start("--tradeseal.read-model.hidden-patience-seconds=1");
        bank = bankGateway.operator(consortium.id("bank-a").value());
        Command prepared = preparedMandate(invoice);
        regulatorGateway.closeDoor();
        String mandate;
        try {
            mandate = regulatorGateway
                    .bean(LedgerClient.class)
                    .submit(new MspId("RegulatorMSP"), sellersKey.sign(prepared))
                    .id()
                    .value();
            String later = issued();

            eventually("the feed goes on", () -> changes(bank).stream().anyMatch(c -> isAbout(c, later)));
            assertThat(lists(bank, mandate)).isFalse();
        } finally {
            regulatorGateway.openDoor();
        }

        eventually("the record comes in late", () -> lists(bank, mandate));
    }

    private Command preparedMandate(String invoice) {
        return CanonicalJson.read(
                seller.post("/v1/financings/mandate", mandate(invoice), "Prefer", "prepare")
                        .is(200)
                        .json()
                        .path("command"),
                Command.class);
    }

    @Test
    void aRegistrarWhosePeerLacksValuesAsksAnotherAndStandsInForIt() throws Exception {
        String invoice = accepted();
        delivered(invoice);
        String mandate =
                seller.post("/v1/financings/mandate", mandate(invoice)).is(201).id();
        OrganisationGateway customsGateway = gateway("CustomsMSP");
        customsGateway.ledger.readsBlocksAs(ConsortiumStoryTest::withoutValues);
        customsGateway.start();
        try {
            eventually("customs knows the mandate", () -> knows(customsGateway, mandate));
            settled(regulator);
            assertThat(rows(customsGateway)).isEqualTo(rows(regulatorGateway));

            regulatorGateway.closeDoor();
            Api.Answer reserved = reserve(invoice, mandate, "12.00").is(201);
            long block = reserved.json().at("/position/block").asLong();
            assertThat(shared.blocks(block, 1).get(0).transactions())
                    .filteredOn(t -> t.function() == Invocation.Function.SUBMIT_PRIVATE)
                    .extracting(Block.Tx::submitter)
                    .containsExactly(new MspId("CustomsMSP"));
        } finally {
            customsGateway.stop();
            regulatorGateway.openDoor();
        }
    }

    private static Block withoutValues(Block block) {
        return new Block(
                block.number(),
                block.previousHash(),
                block.hash(),
                block.transactions().stream()
                        .map(tx -> new Block.Tx(
                                tx.id(),
                                tx.submitter(),
                                tx.timestamp(),
                                tx.validation(),
                                tx.function(),
                                tx.argument(),
                                tx.writes(),
                                List.of(),
                                tx.collections(),
                                tx.endorsers(),
                                tx.event()))
                        .toList());
    }

    private static List<String> rows(OrganisationGateway gateway) {
        return gateway.jdbc()
                .queryForList(
                        "select leaf_index || id || version || leaf || salt || block || record from"
                                + " readmodel.record_version order by leaf_index",
                        String.class);
    }

    @Test
    void aPayloadWaitsForItsRecipientAndIsDeliveredOnce() throws Exception {
        bankGateway.stop();
        String invoice = issued();
        eventually("delivery at home", () -> deliveredTo(invoice).contains("OperatorMSP"));
        assertThat(deliveredTo(invoice)).doesNotContain("BankAMSP");

        bankGateway.start();
        bank = bankGateway.operator(consortium.id("bank-a").value());

        delivered(invoice);
        eventually(
                "the intent is done",
                () -> operatorGateway
                                .jdbc()
                                .queryForObject(
                                        "select count(*) from gateway.intent where record_id = ? and delivered_at is null",
                                        Integer.class,
                                        invoice)
                        == 0);
        bank.get("/v1/invoices/" + invoice + "/document").is(200);
        assertThat(seller.get("/v1/invoices/" + invoice + "/history").is(200).text())
                .satisfies(history -> assertThat(CanonicalJson.tree(World.bytes(history))
                                .path("items")
                                .size())
                        .isEqualTo(3));
    }

    @Test
    void aForgedLeafEntersNothingAndRaisesAnAlarm() {
        settled(bank);
        int alarms = alarms();
        RecordId forged = RecordId.derive(shared.digest(), "FIN", "forger", "forged");
        Sha256 commitment = Sha256.of(new byte[] {1});
        Leaves event = new Leaves(Leaves.FORMAT, List.of(new Leaves.Entry(forged, 1, commitment)));
        // Valid with the bank's own endorsement alone, since it writes only the bank's own collection.
        Block.Tx ownCollection = forgery(event, List.of("payloads_BankBMSP"), List.of("BankBMSP"));
        Block.Tx withTheirs = forgery(event, List.of("financing"), List.of("BankBMSP", "RegulatorMSP"));
        Block.Tx skipping = forgery(
                new Leaves(Leaves.FORMAT, List.of(new Leaves.Entry(forged, 2, commitment))),
                List.of("financing"),
                List.of("CustomsMSP", "RegulatorMSP"));
        Block.Tx withoutWrite = forgery(event, List.of(), List.of("CustomsMSP", "RegulatorMSP"));
        bankGateway.ledger.readsBlocksAs(b -> with(b, List.of(ownCollection, withTheirs, skipping, withoutWrite)));
        try {
            issued();
            settled(bank);
        } finally {
            bankGateway.ledger.readsBlocksAs(b -> b);
        }

        assertThat(alarms()).isGreaterThanOrEqualTo(alarms + 4);
        assertThat(bankGateway
                        .jdbc()
                        .queryForObject(
                                "select count(*) from readmodel.hidden_leaf where id = ?",
                                Integer.class,
                                forged.value()))
                .isZero();
        eventually("the leaves count the same", () -> nextLeaf(bankGateway) == nextLeaf(regulatorGateway));
        assertThat(bankGateway.jdbc().queryForList("select reason_zh from readmodel.alarm", String.class))
                .anyMatch(r -> r.contains("BankBMSP") && r.contains("背书"))
                .anyMatch(r -> r.contains(forged.value()));
    }

    private int alarms() {
        return bankGateway.jdbc().queryForObject("select count(*) from readmodel.alarm", Integer.class);
    }

    private static long nextLeaf(OrganisationGateway gateway) {
        return gateway.jdbc().queryForObject("select next_leaf from readmodel.checkpoint", Long.class);
    }

    private static Block.Tx forgery(Leaves event, List<String> collections, List<String> endorsers) {
        TreeSet<MspId> by = new TreeSet<>();
        endorsers.forEach(e -> by.add(new MspId(e)));
        return new Block.Tx(
                "forged",
                new MspId("BankBMSP"),
                Instant.now(),
                Ledger.Validation.VALID,
                Invocation.Function.DELIVER,
                Bytes.of(new byte[0]),
                List.of(),
                List.of(),
                new TreeSet<>(collections),
                by,
                Bytes.of(CanonicalJson.bytes(event)));
    }

    private static Block with(Block block, List<Block.Tx> more) {
        List<Block.Tx> transactions = new ArrayList<>(block.transactions());
        transactions.addAll(more);
        return new Block(block.number(), block.previousHash(), block.hash(), transactions);
    }

    @Test
    void aRebuildShowsTheSame() throws Exception {
        String invoice = accepted();
        delivered(invoice);
        String mandate =
                seller.post("/v1/financings/mandate", mandate(invoice)).is(201).id();
        reserve(invoice, mandate, "55.00").is(201);
        settled(bank);
        List<JsonNode> before = changes(bank);

        bankGateway.stop();
        bankGateway.start("--tradeseal.read-model.rebuild=true");
        bank = bankGateway.operator(consortium.id("bank-a").value());

        eventually("the read model is back", () -> changes(bank).size() >= before.size());
        assertThat(changes(bank).subList(0, before.size())).isEqualTo(before);
    }
}
