package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.tradeseal.gateway.signature.SampleSigner;
import tools.jackson.databind.JsonNode;

/** The participants of the story with their tokens, and what they do again and again. */
final class World {
    /** The seller's and the buyer's identifiers in {@code royalty-pint-sg.xml}. */
    static final String SELLER_NUMBER = "91330106MA2AXLH10P";

    static final String BUYER_NUMBER = "201954321M";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String base;
    private final SampleSigner signer;
    private final Map<String, String> founders = new HashMap<>();

    final Api operator;
    final Api regulator;
    final Api ipCentre;
    final Api customs;
    final Api bankA;
    final Api bankB;
    final Api seller;
    final Api buyer;
    final Api stranger;

    private World(String base, String operatorToken, SampleSigner signer) {
        this.base = base;
        this.signer = signer;
        Api asked = new Api(base, operatorToken, "");
        JsonNode ledger = asked.get("/v1/ledger").is(200).json();
        ledger.path("founders")
                .forEach(f ->
                        founders.put(f.path("name").asString(""), f.path("id").asString("")));
        operator = new Api(base, operatorToken, founders.get("operator"));
        regulator = founder("regulator");
        ipCentre = founder("ip-centre");
        customs = founder("customs");
        bankA = founder("bank-a");
        bankB = founder("bank-b");
        seller = enterprise("杭州砺华软件有限公司", "Lihua Software", SELLER_NUMBER);
        buyer = enterprise("鱼尾狮物流科技", "Merlion Logistics Technology", BUYER_NUMBER);
        stranger = enterprise("局外贸易", "Outsider Trading", "STRANGER" + COUNT.incrementAndGet());
    }

    static World of(String base, Path state, SampleSigner signer) {
        try {
            return new World(
                    base, Files.readString(state.resolve("operator.token")).strip(), signer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Api founder(String name) {
        return caller(founders.get(name));
    }

    /** Somebody who acts for a participant with a token of its own. */
    Api caller(String participant) {
        return new Api(base, token(participant).path("secret").asString(""), participant);
    }

    Api nobody() {
        return new Api(base, "", "");
    }

    Api withToken(String token) {
        return new Api(base, token, "");
    }

    JsonNode token(String participant) {
        return operator.post("/v1/tokens", Map.of("participant", participant, "label", "story"))
                .is(201)
                .json();
    }

    /** A custodial enterprise, admitted by the regulator. */
    Api enterprise(String zh, String en, String number) {
        return caller(regulator
                .post("/v1/participants", admission(zh, en, number, List.of(), "HOST"))
                .is(201)
                .id());
    }

    static Map<String, Object> admission(String zh, String en, String number, List<?> keys, String custody) {
        return Map.of(
                "name",
                Map.of("zh", zh, "en", en),
                "organisation",
                "OperatorMSP",
                "country",
                "CN",
                "roles",
                List.of("ENTERPRISE"),
                "identifiers",
                List.of(Map.of("scheme", "USCC", "value", number)),
                "keys",
                keys,
                "custody",
                custody);
    }

    static String unique(String prefix) {
        return prefix + "-" + COUNT.incrementAndGet();
    }

    /** A software copyright filing with private fields and one document. */
    Map<String, Object> filing(Api owner, String title, String secret) {
        Map<String, Object> filing = new HashMap<>(Map.of(
                "assetClass",
                "SOFTWARE",
                "title",
                Map.of("zh", title, "en", "Harbour planner"),
                "jurisdiction",
                "CN",
                "registrants",
                List.of(Map.of("participant", owner.participant(), "share", "1")),
                "creators",
                List.of(Map.of("zh", "林海")),
                "nature",
                "ORIGINAL",
                "details",
                Map.of("software", software())));
        filing.put("recipients", List.of(ipCentre.participant()));
        filing.put("private", Map.of("depositor", Map.of("phone", secret), "pages", 60, "exceptional", false));
        filing.put(
                "documents",
                List.of(Map.of(
                        "name",
                        "source-first-30-pages.txt",
                        "mediaType",
                        "text/plain",
                        "base64",
                        Base64.getEncoder()
                                .encodeToString(("class Planner { // " + secret).getBytes(StandardCharsets.UTF_8)),
                        "purpose",
                        "source")));
        return filing;
    }

    private static Map<String, Object> software() {
        Map<String, Object> details = new HashMap<>(Map.of(
                "version", "3.1",
                "category", "应用软件",
                "work", "ORIGINAL",
                "completedOn", "2025-05-05",
                "development", "ALONE",
                "acquisition", "ORIGINAL",
                "scope", "ALL",
                "rights", List.of(),
                "hardware", "x86-64 server",
                "software", "Linux 6"));
        details.put("languages", List.of("Java"));
        details.put("sourceLines", 48_000);
        details.put("features", "Plans berths in container ports.");
        details.put("identification", "FIRST_AND_LAST_30_PAGES");
        return details;
    }

    /** Files a software copyright. */
    String filedSoftware(String title) {
        return seller.post("/v1/assets", filing(seller, title, unique("phone")))
                .is(201)
                .id();
    }

    /** Files a software copyright and leads it to registration. */
    String registeredSoftware(String title) {
        String id = filedSoftware(title);
        ipCentre.post("/v1/assets/" + id + "/start-review", Map.of("reason", "受理"))
                .is(200);
        ipCentre.post("/v1/assets/" + id + "/register", Map.of("reason", "符合条件"))
                .is(200);
        return id;
    }

    static Map<String, Object> offer(
            String asset, Api licensee, String kind, String territory, String from, String to) {
        return Map.of("asset", asset, "licensee", licensee.participant(), "terms", terms(kind, territory, from, to));
    }

    static Map<String, Object> terms(String kind, String territory, String from, String to) {
        return Map.of(
                "kind", kind,
                "rights", List.of("reproduction"),
                "from", from,
                "to", to,
                "territory", List.of(territory),
                "fields", List.of("ALL"),
                "manners", List.of("ALL"));
    }

    /** The sample royalty invoice under another number. */
    static String invoice(String number) {
        try {
            return Files.readString(Path.of("../docs/samples/invoices/royalty-pint-sg.xml"))
                    .replace("LH-2026-0917", number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Submits an invoice with a detached CAdES signature. */
    Api.Answer submit(Api by, byte[] xml, List<Api> recipients, String... headers) {
        List<Api.Part> parts = new ArrayList<>();
        parts.add(Api.Part.file("document", xml));
        parts.add(Api.Part.file("signature", signer.signDetached(xml)));
        if (!recipients.isEmpty()) {
            parts.add(Api.Part.value(
                    "recipients",
                    String.join(",", recipients.stream().map(Api::participant).toList())));
        }
        return by.multipart("/v1/invoices", parts, headers);
    }

    String issued(String xml, Api... recipients) {
        return submit(seller, bytes(xml), Arrays.asList(recipients)).is(201).id();
    }

    /** An invoice over SGD 125000.00 that the buyer has accepted. */
    String accepted(Api... recipients) {
        String id = issued(invoice(unique("LH")), recipients);
        buyer.post("/v1/invoices/" + id + "/accept", Map.of()).is(200);
        return id;
    }

    static Map<String, String> sgd(String amount) {
        return Map.of("amount", amount, "currency", "SGD");
    }

    String mandate(String invoice, Api bank) {
        return seller.post(
                        "/v1/financings/mandate",
                        Map.of(
                                "invoice",
                                invoice,
                                "bank",
                                bank.participant(),
                                "ceiling",
                                sgd("125000.00"),
                                "expires",
                                "2030-01-01T00:00:00Z"))
                .is(201)
                .id();
    }

    Api.Answer reserve(Api bank, String invoice, String mandate, String amount, String... headers) {
        return bank.post(
                "/v1/financings/reserve",
                Map.of("invoice", invoice, "mandate", mandate, "amount", sgd(amount), "days", 5),
                headers);
    }

    Api.Answer finance(Api bank, String financing, String amount) {
        return bank.post("/v1/financings/" + financing + "/finance", Map.of("amount", sgd(amount)));
    }

    /** Waits until a record's private content has reached this many organisations. */
    void delivered(Api caller, String path, int organisations) {
        GatewayStory.eventually(
                "delivery of " + path,
                () -> caller.get(path)
                                .is(200)
                                .json()
                                .path("content")
                                .path("privateContent")
                                .path("delivered")
                                .size()
                        == organisations);
    }

    long height() {
        return operator.get("/v1/ledger").is(200).json().path("height").asLong();
    }

    /** How many records the regulator counts; unlike the height, deliveries do not move it. */
    int records() {
        settle();
        return all(regulator, "/v1/records?limit=500").size();
    }

    /** Waits until the lists show everything that is on the ledger now. */
    void settle() {
        operator.get("/v1/assets?limit=1&minBlock=" + (height() - 1)).is(200);
    }

    /** The items of a list, over all pages. */
    static List<JsonNode> all(Api caller, String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < 1000; page++) {
            String separator = path.contains("?") ? "&" : "?";
            JsonNode answer = caller.get(path + (cursor == null ? "" : separator + "cursor=" + cursor))
                    .is(200)
                    .json();
            answer.path("items").forEach(items::add);
            if (!answer.has("next")) {
                return items;
            }
            cursor = answer.path("next").asString("");
        }
        assertThat(items).as("a list that ends").isEmpty();
        return items;
    }
}
