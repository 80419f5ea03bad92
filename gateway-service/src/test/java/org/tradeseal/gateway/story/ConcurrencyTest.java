package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.RepeatedTest;

/** 64 callers want the same thing at the same moment: exactly those that may have it win, every round. */
class ConcurrencyTest extends GatewayStory {
    private static final int CALLERS = 64;
    private static final int ROUNDS = 3;

    private static List<Api.Answer> atOnce(IntFunction<Api.Answer> attempt) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Api.Answer>> futures = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int number = i;
                futures.add(callers.submit(() -> {
                    start.await();
                    return attempt.apply(number);
                }));
            }
            start.countDown();
            List<Api.Answer> answers = new ArrayList<>();
            for (Future<Api.Answer> future : futures) {
                answers.add(future.get(90, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }

    private static void assertWon(List<Api.Answer> answers, int winners, int status, String... codes) {
        List<Api.Answer> lost =
                answers.stream().filter(a -> a.status() != status).toList();
        lost.forEach(a -> assertThat(a.isProblem().code()).as(a.text()).isIn((Object[]) codes));
        assertThat(CALLERS - lost.size()).as("winners").isEqualTo(winners);
    }

    @RepeatedTest(ROUNDS)
    void anIdentifierIsAdmittedOnce() throws Exception {
        String number = World.unique("SAME");

        assertWon(
                atOnce(i -> world.regulator.post(
                        "/v1/participants", World.admission("同一标识", "Same " + i, number, List.of(), "HOST"))),
                1,
                201,
                "IDENTIFIER_TAKEN");

        world.settle();
        assertThat(World.all(world.operator, "/v1/participants?limit=500").stream()
                        .filter(p -> p.toString().contains(number)))
                .hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void anInvoiceIsIssuedOnce() throws Exception {
        String xml = World.invoice(World.unique("LH"));

        List<Api.Answer> answers = atOnce(i -> world.submit(world.seller, World.bytes(xml), List.of()));

        assertWon(answers, 1, 201, "SAME_INVOICE");
        String winner = answers.stream()
                .filter(a -> a.status() == 201)
                .findFirst()
                .orElseThrow()
                .id();
        answers.stream()
                .filter(a -> a.status() != 201)
                .forEach(a -> assertThat(a.json().path("conflictsWith").get(0).asString(""))
                        .isEqualTo(winner));
    }

    @RepeatedTest(ROUNDS)
    void anExclusiveLicenceIsAcceptedOnce() throws Exception {
        String asset = world.registeredSoftware("独占竞争");
        List<String> offers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            offers.add(world.seller
                    .post(
                            "/v1/licences",
                            World.offer(asset, world.buyer, "EXCLUSIVE", "SG", "2026-12-01", "2029-11-30"))
                    .is(201)
                    .id());
        }

        assertWon(
                atOnce(i -> world.buyer.post("/v1/licences/" + offers.get(i) + "/accept", Map.of())),
                1,
                200,
                "LICENCE_CONFLICT");
    }

    @RepeatedTest(ROUNDS)
    void theLastFifthOfAnInvoiceIsFinancedOnce() throws Exception {
        String invoice = world.accepted(world.bankA, world.bankB);
        String mandateA = world.mandate(invoice, world.bankA);
        String mandateB = world.mandate(invoice, world.bankB);
        world.reserve(world.bankA, invoice, mandateA, "100000.00").is(201);

        assertWon(
                atOnce(i -> i % 2 == 0
                        ? world.reserve(world.bankA, invoice, mandateA, "25000.00")
                        : world.reserve(world.bankB, invoice, mandateB, "25000.00")),
                1,
                201,
                "OVER_FINANCING",
                "MANDATE_REQUIRED");
        world.reserve(world.bankB, invoice, mandateB, "0.01").refuses(409, "OVER_FINANCING");
    }

    @RepeatedTest(ROUNDS)
    void manySmallReservationsAddUpToTheInvoiceAndNoMore() throws Exception {
        String invoice = world.accepted(world.bankA, world.bankB);
        String mandateA = world.mandate(invoice, world.bankA);
        String mandateB = world.mandate(invoice, world.bankB);

        assertWon(
                atOnce(i -> i % 2 == 0
                        ? world.reserve(world.bankA, invoice, mandateA, "12500.00")
                        : world.reserve(world.bankB, invoice, mandateB, "12500.00")),
                10,
                201,
                "OVER_FINANCING",
                "MANDATE_REQUIRED");
    }

    @RepeatedTest(ROUNDS)
    void oneKeyMakesOneRecordHoweverOftenItComes() throws Exception {
        String key = World.unique("key");
        Map<String, Object> filing = world.filing(world.seller, "同一幂等键", "same phone");

        List<Api.Answer> answers = atOnce(i -> world.seller.post("/v1/assets", filing, "Idempotency-Key", key));

        assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isIn(200, 201));
        assertThat(answers.stream().map(Api.Answer::id).distinct()).hasSize(1);
        assertThat(answers.stream()
                        .map(a -> a.json().path("content").toString())
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(a -> a.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.header("Idempotency-Replayed").equals("true")))
                .hasSize(CALLERS - 1);
    }

    @RepeatedTest(ROUNDS)
    void oneKeyIssuesOneInvoiceHoweverOftenItComes() throws Exception {
        String key = World.unique("key");
        byte[] xml = World.bytes(World.invoice(World.unique("LH")));
        byte[] signature = SIGNER.signDetached(xml);
        List<Api.Part> parts = List.of(Api.Part.file("document", xml), Api.Part.file("signature", signature));

        List<Api.Answer> answers = atOnce(i -> world.seller.multipart("/v1/invoices", parts, "Idempotency-Key", key));

        assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isIn(200, 201));
        assertThat(answers.stream().map(Api.Answer::id).distinct()).hasSize(1);
        assertThat(answers.stream().filter(a -> a.status() == 201)).hasSize(1);
    }
}
