package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;

class WebhookTest extends GatewayStory {
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<String> made = new ArrayList<>();
    private volatile IntUnaryOperator answer = n -> 200;
    private HttpServer receiver;

    private record Told(HttpHeaders headers, String body) {
        CloudEvent event() {
            return new JsonFormat().deserialize(body.getBytes(StandardCharsets.UTF_8));
        }

        JsonNode data() {
            return CanonicalJson.jsonMapper().readTree(event().getData().toBytes());
        }

        String record() {
            return data().path("id").asString("");
        }
    }

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int n;
            synchronized (told) {
                told.add(new Told(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body));
                n = told.size();
            }
            int status = answer.applyAsInt(n);
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.createContext("/elsewhere", exchange -> {
            throw new UncheckedIOException(new IOException("a redirect was followed"));
        });
        receiver.start();
    }

    @AfterEach
    void end() {
        made.forEach(id -> world.seller.method("DELETE", "/v1/webhooks/" + id));
        receiver.stop(0);
    }

    private JsonNode hook(Api owner, String... types) {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        JsonNode created = owner.post("/v1/webhooks", Map.of("url", url, "types", List.of(types)))
                .is(201)
                .json();
        made.add(created.path("webhook").path("id").asString(""));
        return created;
    }

    private static String id(JsonNode created) {
        return created.path("webhook").path("id").asString("");
    }

    private JsonNode shown(String id) {
        for (JsonNode webhook : world.seller.get("/v1/webhooks").is(200).json().path("items")) {
            if (webhook.path("id").asString("").equals(id)) {
                return webhook;
            }
        }
        throw new AssertionError("no webhook " + id);
    }

    @Test
    void aChangeIsToldAsASignedCloudEventThatHoldsNoContent() throws Exception {
        JsonNode created = hook(world.seller);

        String title = "回调通知样例";
        String asset = world.registeredSoftware(title);

        eventually(
                "the asset's versions are told",
                () -> told.stream().filter(t -> t.record().equals(asset)).count() >= 2);
        Told first = told.get(0);
        new Webhook(created.path("secret").asString("")).verify(first.body(), first.headers());
        assertThat(first.event().getSource().toString()).startsWith("urn:tradeseal:");
        assertThat(first.event().getType()).startsWith("org.tradeseal.").endsWith(".changed");
        assertThat(first.event().getSubject()).isEqualTo(first.record());
        assertThat(first.event().getTime()).isNotNull();
        assertThat(first.headers().firstValue("webhook-id"))
                .hasValue(first.event().getId());
        assertThat(first.headers().firstValue("content-type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith("application/cloudevents+json"));
        assertThat(told).allSatisfy(t -> assertThat(t.body()).doesNotContain(title));
        List<Long> positions =
                told.stream().map(t -> t.data().path("index").asLong()).toList();
        assertThat(positions).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void onlyTheWantedTypesAndOnlyWhatTheOwnerSeesIsTold() {
        JsonNode created = hook(world.seller, "licence");
        world.registeredSoftware("不通知之样例");
        long after = shown(id(created)).path("next").asLong();
        eventually(
                "the webhook has passed the asset",
                () -> shown(id(created)).path("next").asLong() >= after);
        assertThat(told).isEmpty();

        JsonNode stranger = world.stranger
                .post(
                        "/v1/webhooks",
                        Map.of(
                                "url",
                                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook"))
                .is(201)
                .json();
        String draft = world.filedSoftware("旁人不可见之样例");
        world.registeredSoftware("众人可见之样例");
        eventually("something public was told", () -> !told.isEmpty());
        assertThat(told).noneMatch(t -> t.record().equals(draft));
        world.stranger.method("DELETE", "/v1/webhooks/" + id(stranger)).is(204);
    }

    private long times(String id) {
        return told.stream().filter(t -> t.event().getId().equals(id)).count();
    }

    @Test
    void aMessageThatIsNotTakenComesAgainWithTheSameIdUntilItIs() {
        answer = n -> n == 1 ? 503 : 200;
        JsonNode created = hook(world.seller);
        world.filedSoftware("重试样例");

        eventually("it was told", () -> !told.isEmpty());
        String first = told.get(0).event().getId();
        eventually(
                "it was taken at the second time",
                () -> times(first) == 2 && shown(id(created)).path("waiting").asLong() == 0);
        assertThat(shown(id(created)).path("dead").asLong()).isZero();
    }

    @Test
    void whatNobodyTakesBecomesADeadLetterThatIsShownAndSentAgainOnDemand() {
        answer = n -> 302;
        JsonNode created = hook(world.seller);
        String asset = world.filedSoftware("死信样例");

        eventually("it was told", () -> !told.isEmpty());
        String first = told.get(0).event().getId();
        eventually(
                "it is a dead letter",
                () -> shown(id(created)).path("dead").asLong() >= 1
                        && shown(id(created)).path("waiting").asLong() == 0);
        assertThat(times(first)).isEqualTo(3);
        JsonNode letter = world.seller
                .get("/v1/webhooks/" + id(created) + "/deliveries")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .filter(l -> l.path("record").asString("").equals(asset))
                .findFirst()
                .orElseThrow();
        assertThat(letter.path("lastAnswer").asString("")).isEqualTo("HTTP 302");
        assertThat(letter.path("attempts").asInt()).isEqualTo(3);
        assertThat(letter.has("nextAttempt")).isFalse();

        answer = n -> 204;
        world.seller.post("/v1/webhooks/" + id(created) + "/redeliver", "").is(200);
        eventually(
                "it was taken",
                () -> shown(id(created)).path("dead").asLong() == 0
                        && shown(id(created)).path("waiting").asLong() == 0);
        assertThat(times(first)).isEqualTo(4);
    }

    @Test
    void aReceiverThatIsGoneIsAskedNoMore() {
        answer = n -> 410;
        JsonNode created = hook(world.seller);
        world.filedSoftware("停用样例一");
        eventually("it is stopped", () -> shown(id(created)).has("stopped"));
        int before = told.size();
        world.filedSoftware("停用样例二");
        assertThat(shown(id(created)).path("stopped").asString("")).isEqualTo("HTTP 410");
        assertThat(told).hasSize(before);
    }

    @Test
    void aNewSecretSignsAtOnceAndTheOldOneForADay() throws Exception {
        JsonNode created = hook(world.seller);
        String old = created.path("secret").asString("");
        String young = world.seller
                .post("/v1/webhooks/" + id(created) + "/secret", "")
                .is(200)
                .json()
                .path("secret")
                .asString("");
        assertThat(young).isNotEqualTo(old).startsWith("whsec_");

        world.filedSoftware("密钥轮换样例");
        eventually("it is told", () -> !told.isEmpty());
        String body = told.get(0).body();
        new Webhook(old).verify(body, told.get(0).headers());
        new Webhook(young).verify(body, told.get(0).headers());
    }

    @Test
    void nobodySeesOrTouchesAnothersWebhook() {
        String id = id(hook(world.seller));
        assertThat(world.buyer.get("/v1/webhooks").is(200).text()).doesNotContain(id);
        world.buyer.get("/v1/webhooks/" + id + "/deliveries").refuses(404, "NOT_FOUND");
        world.buyer.post("/v1/webhooks/" + id + "/redeliver", "").refuses(404, "NOT_FOUND");
        world.buyer.post("/v1/webhooks/" + id + "/secret", "").refuses(404, "NOT_FOUND");
        world.buyer.method("DELETE", "/v1/webhooks/" + id).refuses(404, "NOT_FOUND");
        assertThat(world.seller.get("/v1/webhooks").is(200).text()).contains(id).doesNotContain("whsec_");
    }

    @Test
    void wrongWishesAreRefusedWithTheirField() {
        world.seller.post("/v1/webhooks", Map.of("url", "ftp://example.com/")).refuses(400, "MALFORMED");
        world.seller.post("/v1/webhooks", Map.of()).refuses(400, "FIELD_REQUIRED");
        world.seller
                .post("/v1/webhooks", Map.of("url", "https://1.1.1.1/", "types", List.of("nothing")))
                .refuses(400, "MALFORMED");
        world.seller
                .post("/v1/webhooks", Map.of("url", "https://1.1.1.1/", "from", -1))
                .refuses(400, "MALFORMED");
    }
}
