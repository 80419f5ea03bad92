package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.cli.FakeGateway;
import org.tradeseal.verify.Aspect;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Disclosed;
import org.tradeseal.verify.Disclosure;
import org.tradeseal.verify.Reason;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Trust;
import org.tradeseal.verify.Verdict;
import org.tradeseal.verify.Verification;
import org.tradeseal.verify.Verifier;
import tools.jackson.databind.JsonNode;

/** Selective disclosure through REST and the command line, checked with the trust file and nothing else. */
class DisclosureTest extends GatewayStory {
    @TempDir
    private Path folder;

    private static byte[] disclosed(Api caller, String id, Map<String, ?> request) {
        return caller.post("/v1/records/" + id + "/disclosure", request).is(200).bytes();
    }

    private static byte[] receipt(Api caller, String id) {
        return caller.get("/v1/records/" + id + "/receipt?openings=false")
                .is(200)
                .bytes();
    }

    private Verification check(byte[] disclosure, byte[] receipt, @Nullable Sha256 document) {
        byte[] trust = world.nobody().get("/log/trust").is(200).bytes();
        return new Verifier(CanonicalJson.readCanonical(trust, Trust.class))
                .verify(disclosure, receipt, document, Disclosure.Asked.NOTHING, Instant.now());
    }

    private static List<String> pointers(Verification verification) {
        return Objects.requireNonNull(verification.disclosed()).fields().stream()
                .map(f -> f.field().pointer())
                .toList();
    }

    /** An invoice whose document and fields bank A has received. */
    private String issued() {
        String id = world.issued(World.invoice(World.unique("SD")), world.bankA);
        world.delivered(world.seller, "/v1/invoices/" + id, 2);
        return id;
    }

    @Test
    void aBankSeesWhoOwesHowMuchAndNothingElse() {
        String xml = World.invoice(World.unique("SD"));
        String id = world.issued(xml, world.bankA);
        byte[] file = disclosed(world.seller, id, Map.of("policy", "bank", "audience", "Bank B 银行"));
        Verification verification = check(file, receipt(world.seller, id), Sha256.of(World.bytes(xml)));
        assertThat(verification.verdict()).as("%s", verification).isEqualTo(Verdict.VALID);
        assertThat(verification.about(Aspect.DOCUMENT).orElseThrow().verdict()).isEqualTo(Verdict.VALID);
        assertThat(verification.about(Aspect.DISCLOSER).orElseThrow().text().en())
                .contains("to Bank B 银行", world.seller.participant());
        Disclosed disclosed = Objects.requireNonNull(verification.disclosed());
        assertThat(disclosed.fields())
                .allMatch(f -> f.reason() == Reason.FIELD_SHOWN)
                .anyMatch(f -> f.field().pointer().equals("/payableAmount")
                        && f.field().value().equals("125000"));
        assertThat(disclosed.withheld()).isPositive();
        assertThat(pointers(verification))
                .contains("/currency", "/seller/name", "/buyer/name", "/document/sha256")
                .noneMatch(p -> p.startsWith("/lines") || p.startsWith("/references"));
    }

    @Test
    void eachPolicyShowsItsOwn() {
        String id = issued();
        byte[] receipt = receipt(world.seller, id);
        Verification customs = check(disclosed(world.seller, id, Map.of("policy", "customs")), receipt, null);
        assertThat(customs.verdict()).isEqualTo(Verdict.VALID);
        assertThat(pointers(customs))
                .anyMatch(p -> p.startsWith("/lines/0/"))
                .doesNotContain("/payableAmount", "/dueDate");
        Verification auditor = check(disclosed(world.seller, id, Map.of("policy", "auditor")), receipt, null);
        assertThat(Objects.requireNonNull(auditor.disclosed()).withheld()).isZero();
        Verification anybody = check(disclosed(world.seller, id, Map.of("policy", "public")), receipt, null);
        assertThat(anybody.verdict()).isEqualTo(Verdict.VALID);
        assertThat(pointers(anybody)).contains("/seller/name").doesNotContain("/buyer/name", "/number");
    }

    @Test
    void fieldsAreChosenByPointerAloneOrWithAllBeneath() {
        String id = issued();
        Verification verification = check(
                disclosed(world.seller, id, Map.of("fields", List.of("/seller", "/payableAmount"))),
                receipt(world.seller, id),
                null);
        assertThat(verification.verdict()).isEqualTo(Verdict.VALID);
        assertThat(pointers(verification))
                .contains("/seller/name", "/payableAmount")
                .allMatch(p -> p.startsWith("/seller/") || p.equals("/payableAmount"));
        Api.Answer answer = world.seller
                .post("/v1/records/" + id + "/disclosure", Map.of("fields", List.of("/number", "/sel")))
                .refuses(400, "FIELD_REQUIRED");
        assertThat(answer.text()).contains("/fields/1");
    }

    @Test
    void privateFieldsOfAFilingAreDisclosedWithTheirTypes() {
        String phone = World.unique("phone");
        String id = world.seller
                .post("/v1/assets", world.filing(world.seller, "披露", phone))
                .is(201)
                .id();
        byte[] file = disclosed(world.seller, id, Map.of("fields", List.of("/pages", "/exceptional")));
        Verification verification = check(file, receipt(world.seller, id), null);
        assertThat(verification.verdict()).as("%s", verification).isEqualTo(Verdict.VALID);
        assertThat(Objects.requireNonNull(verification.disclosed()).fields().stream()
                        .map(f -> f.field().type() + " " + f.field().value()))
                .containsExactly("BOOLEAN false", "INTEGER 60");
        byte[] digests = disclosed(world.seller, id, Map.of("policy", "public"));
        assertThat(pointers(check(digests, receipt(world.seller, id), null))).containsExactly("/documents/0/sha256");
    }

    @Test
    void theReceiptThatGoesWithItShowsNoPrivateField() {
        String id = issued();
        assertThat(CanonicalJson.tree(receipt(world.seller, id)).has("openings"))
                .isFalse();
        assertThat(world.seller
                        .get("/v1/records/" + id + "/receipt")
                        .is(200)
                        .json()
                        .has("openings"))
                .isTrue();
    }

    @Test
    void onlyWhoReadsTheContentDisclosesIt() {
        String id = issued();
        Map<String, String> request = Map.of("policy", "public");
        disclosed(world.bankA, id, request);
        String path = "/v1/records/" + id + "/disclosure";
        world.bankB.post(path, request).refuses(404, "NOT_FOUND");
        world.stranger.post(path, request).refuses(404, "NOT_FOUND");
        world.nobody().post(path, request).refuses(401, "UNAUTHENTICATED");
        // Everybody sees a registered work, but not what its registrant confided.
        String published = world.registeredSoftware("公开作品");
        world.bankB.get("/v1/records/" + published).is(200);
        world.bankB.post("/v1/records/" + published + "/disclosure", request).refuses(404, "NOT_FOUND");
        world.seller
                .post("/v1/records/" + world.seller.participant() + "/disclosure", request)
                .refuses(404, "NOT_FOUND");
    }

    @Test
    void anotherRecordsReceiptDoesNotProveIt() {
        String id = issued();
        String other = issued();
        byte[] file = disclosed(world.seller, id, Map.of("policy", "bank"));
        Verification verification = check(file, receipt(world.seller, other), null);
        assertThat(verification.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(verification.about(Aspect.DISCLOSURE).orElseThrow().reason()).isEqualTo(Reason.OTHER_RECORD);
    }

    @Test
    void aLaterVersionsReceiptProvesItToo() {
        String id = issued();
        byte[] file = disclosed(world.seller, id, Map.of("policy", "bank"));
        world.buyer.post("/v1/invoices/" + id + "/accept", Map.of()).is(200);
        assertThat(check(file, receipt(world.seller, id), null).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void whatWasDisclosedToWhomIsInTheAccessLogWithoutWhatItSays() {
        String id = issued();
        Instant expires = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        disclosed(
                world.seller,
                id,
                Map.of("fields", List.of("/payableAmount"), "audience", "Bank B", "expires", expires.toString()));
        disclosed(world.bankA, id, Map.of("policy", "bank"));
        Long first = jdbc.queryForObject(
                "select min(id) from gateway.access_log where action = 'disclose' and subject = ?", Long.class, id);
        List<JsonNode> lines = world.regulator
                .get("/v1/audit/access-log?limit=2&after=" + (Objects.requireNonNull(first) - 1))
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
        assertThat(lines.stream().map(l -> l.path("participant").asString("")))
                .containsExactly(world.seller.participant(), world.bankA.participant());
        assertThat(lines.get(0).path("answer").asString(""))
                .isEqualTo("{\"audience\":\"Bank B\",\"count\":1,\"expires\":\"" + expires
                        + "\",\"fields\":[\"/payableAmount\"]}");
        assertThat(lines.get(1).path("answer").asString(""))
                .contains("\"policy\":\"bank\"", "\"/payableAmount\"")
                .doesNotContain("125000", "SGD");
    }

    @Test
    void whatCannotBeDisclosedIsRefusedByItsField() {
        String id = issued();
        String path = "/v1/records/" + id + "/disclosure";
        Map<Map<String, Object>, String> refused = Map.of(
                Map.of(), "/fields",
                Map.of("policy", "bank", "fields", List.of("/number")), "/policy",
                Map.of("policy", "Bank"), "/policy",
                Map.of("fields", List.of()), "/fields",
                Map.of("fields", List.of("number")), "/fields/0",
                Map.of("fields", List.of("/number", "/a~2")), "/fields/1",
                Map.of("policy", "bank", "audience", " "), "/audience",
                Map.of("policy", "bank", "nonce", "a\nb"), "/nonce",
                Map.of("policy", "bank", "expires", "2020-01-01T00:00:00Z"), "/expires",
                Map.of("policy", "bank", "expires", "9999-01-01T00:00:00Z"), "/expires");
        refused.forEach((request, field) -> {
            for (String language : List.of("en", "zh")) {
                Api.Answer answer = world.seller
                        .post(path, request, "Accept-Language", language)
                        .isProblem(400);
                assertThat(answer.json().at("/errors/0/pointer").asString(""))
                        .as("%s: %s", request, answer.text())
                        .isEqualTo(field);
            }
        });
        world.seller.post(path, Map.of("pointer", "/number")).isProblem(400);
        world.seller
                .post(path, Map.of("fields", Arrays.asList("/number", null)))
                .isProblem(400);
        world.seller.post(path, Map.of("fields", "/number")).isProblem(400);
        world.seller.post(path, List.of()).isProblem(400);
    }

    @Test
    void theAnswerIsAFileOfItsOwnMediaType() {
        String id = issued();
        Api.Answer answer = world.seller
                .post("/v1/records/" + id + "/disclosure", Map.of("policy", "public"))
                .is(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(Disclosure.MEDIA_TYPE);
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .contains(id + Disclosure.FILE_ENDING);
    }

    private FakeGateway.Ran disclose(Api caller, String... arguments) {
        Map<String, String> environment = Map.of(
                "LANG",
                "en_GB.UTF-8",
                "TRADESEAL_SERVER",
                caller.address(""),
                "TRADESEAL_TOKEN",
                caller.secret(),
                "TRADESEAL_STATE",
                "none");
        return FakeGateway.run(environment, "", arguments);
    }

    @Test
    void theCommandLineWritesTheDisclosureAndItsReceipt() throws IOException {
        String id = issued();
        Path file = folder.resolve("for-bank.disclosure.sd-jwt");
        FakeGateway.Ran ran =
                disclose(world.seller, "disclose", id, "--policy", "bank", "--to", "Bank B", "--out", file.toString());
        assertThat(ran.exitCode()).as("%s", ran).isZero();
        byte[] receipt = Files.readAllBytes(folder.resolve("for-bank.receipt.json"));
        Verification verification = check(Files.readAllBytes(file), receipt, null);
        assertThat(verification.verdict()).isEqualTo(Verdict.VALID);
        assertThat(verification.about(Aspect.DISCLOSER).orElseThrow().text().en())
                .contains("to Bank B");

        ran = disclose(
                world.seller, "disclose", id, "--field", "/number", "--field", "/currency", "--out", file.toString());
        assertThat(ran.exitCode()).as("%s", ran).isZero();
        assertThat(pointers(check(Files.readAllBytes(file), receipt, null))).containsExactly("/currency", "/number");

        assertThat(disclose(world.seller, "disclose", id).exitCode()).isEqualTo(2);
        assertThat(disclose(world.seller, "disclose", id, "--policy", "bank", "--field", "/number")
                        .exitCode())
                .isEqualTo(2);
        ran = disclose(world.bankB, "disclose", id, "--policy", "bank");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("NOT_FOUND");
    }
}
