package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ListsTest extends GatewayStory {

    private static List<String> ids(List<JsonNode> items) {
        return items.stream().map(i -> i.path("id").asString("")).toList();
    }

    @Test
    void pagesFollowEachOtherWithoutGapsOrDoubles() {
        List<String> admitted = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            admitted.add(world.enterprise("分页企业", "Paged", World.unique("PAGE")).participant());
        }
        world.settle();

        List<String> inThrees = ids(World.all(world.seller, "/v1/participants?limit=3"));

        assertThat(inThrees)
                .doesNotHaveDuplicates()
                .containsAll(admitted)
                .isEqualTo(ids(World.all(world.seller, "/v1/participants?limit=500")));
    }

    @Test
    void filtersNarrowAndSearchFindsChinese() {
        String title = "量子航运" + World.unique("T");
        String asset = world.registeredSoftware(title);
        long block = world.height() - 1;
        String q = URLEncoder.encode(title, StandardCharsets.UTF_8);

        assertThat(ids(World.all(world.stranger, "/v1/assets?q=" + q + "&minBlock=" + block)))
                .containsExactly(asset);
        assertThat(ids(World.all(world.stranger, "/v1/assets?status=REGISTERED&limit=500")))
                .contains(asset);
        assertThat(ids(World.all(world.stranger, "/v1/assets?status=FILED&q=" + q)))
                .isEmpty();
        assertThat(ids(World.all(world.stranger, "/v1/assets?assetClass=SOFTWARE&q=" + q)))
                .containsExactly(asset);
        assertThat(ids(World.all(world.stranger, "/v1/assets?assetClass=WORK&q=" + q)))
                .isEmpty();
        assertThat(ids(World.all(world.stranger, "/v1/licences?q=" + q))).isEmpty();
    }

    @Test
    void aListWaitsForTheBlockThatAWriteWasAcknowledgedWith() {
        for (int i = 0; i < 20; i++) {
            Api.Answer written = world.seller
                    .post("/v1/assets", world.filing(world.seller, "读己之写", "phone"))
                    .is(201);
            long block = written.json().path("position").path("block").asLong();
            JsonNode first = world.seller
                    .get("/v1/assets?limit=5&minBlock=" + block)
                    .is(200)
                    .json();
            assertThat(ids(List.copyOf(first.path("items").valueStream().toList())))
                    .contains(written.id());
        }
        world.seller.get("/v1/assets?minBlock=" + (world.height() + 100)).refuses(503, "UNAVAILABLE");
    }

    @Test
    void theFeedTellsEveryVersionInOrder() {
        JsonNode start = world.seller.get("/v1/ledger").json();
        assertThat(start.path("height").asLong()).isPositive();
        String invoice = world.accepted(world.bankA);
        world.delivered(world.seller, "/v1/invoices/" + invoice, 2);
        world.settle();

        List<Integer> versions = new ArrayList<>();
        long after = -1;
        while (true) {
            JsonNode page = world.buyer
                    .get("/v1/changes?limit=7&after=" + after)
                    .is(200)
                    .json();
            if (page.path("items").isEmpty()) {
                break;
            }
            for (JsonNode change : page.path("items")) {
                assertThat(change.path("index").asLong()).isGreaterThan(after);
                after = change.path("index").asLong();
                if (change.path("record").path("id").asString("").equals(invoice)) {
                    versions.add(change.path("record").path("version").asInt());
                }
            }
        }

        int last = world.buyer
                .get("/v1/invoices/" + invoice)
                .json()
                .path("version")
                .asInt();
        assertThat(versions).hasSize(last).isSorted().startsWith(1).endsWith(last);
        assertThat(world.buyer
                        .get("/v1/invoices/" + invoice + "/history")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(last);
    }

    @Test
    void theStreamTellsAChangeWhileItHappens() throws Exception {
        long newest = feedEnd();
        HttpRequest request = HttpRequest.newBuilder(URI.create(world.buyer.address("/v1/changes?after=" + newest)))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + world.buyer.secret())
                .build();
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<java.io.InputStream> stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);

        String invoice = world.issued(World.invoice(World.unique("LH")));

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !(line.startsWith("data: ") && line.contains(invoice))) {
                line = lines.readLine();
            }
            assertThat(line).contains("\"version\":1");
        }
    }

    private long feedEnd() {
        long after = -1;
        JsonNode page;
        do {
            page = world.buyer
                    .get("/v1/changes?limit=500&after=" + after)
                    .is(200)
                    .json();
            after = page.path("next").asLong();
        } while (!page.path("items").isEmpty());
        return after;
    }

    @Test
    void whatWaitsForSomebodyIsInItsQueueUntilItIsDone() {
        String asset = world.registeredSoftware("待办");
        String offer = world.seller
                .post("/v1/licences", World.offer(asset, world.buyer, "ORDINARY", "SG", "2026-12-01", "2029-11-30"))
                .is(201)
                .id();
        world.settle();
        assertThat(world.buyer.get("/v1/work?limit=500").is(200).text()).contains(offer);

        world.buyer.post("/v1/licences/" + offer + "/accept", Map.of()).is(200);
        world.settle();

        assertThat(world.buyer.get("/v1/work?limit=500").is(200).text()).doesNotContain(offer);
    }

    @Test
    void anIssuedInvoiceWaitsForItsBuyer() {
        String invoice = world.issued(World.invoice(World.unique("LH")));
        world.settle();
        assertThat(world.buyer.get("/v1/work?limit=500").is(200).text()).contains(invoice);
        assertThat(world.seller.get("/v1/work?limit=500").is(200).text()).doesNotContain(invoice);

        world.buyer.post("/v1/invoices/" + invoice + "/accept", Map.of()).is(200);
        world.settle();

        assertThat(world.buyer.get("/v1/work?limit=500").is(200).text()).doesNotContain(invoice);
    }
}
