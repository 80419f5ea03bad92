package org.tradeseal.gateway.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.tradeseal.gateway.signature.SampleSigner;
import org.tradeseal.verify.Text;
import tools.jackson.databind.JsonNode;

/**
 * How long an invoice takes from its bytes to the ledger, over REST with its signature and one caller, beside phive and DSS
 * alone on the same bytes in the same process, in turns.
 */
final class InvoiceIntakeBench {
    private static final int WARM_UP = 60;
    private static final int EACH_ROUND = 60;
    private static final double NANOS_PER_MS = 1e6;
    private static final String SELLER_NUMBER = "91330106MA2AXLH10P";

    private final RestClient seller;
    private final SampleSigner signer;
    private final String sample;
    private int number;

    InvoiceIntakeBench(RestClient regulator, RestClient operator, String host, Path signer, Path sample)
            throws IOException {
        JsonNode admitted = regulator.post(
                "/v1/participants",
                Map.of(
                        "name", Map.of("zh", "杭州砺华软件有限公司", "en", "Lihua Software"),
                        "organisation", host,
                        "country", "CN",
                        "roles", List.of("ENTERPRISE"),
                        "identifiers", List.of(Map.of("scheme", "USCC", "value", SELLER_NUMBER)),
                        "keys", List.of(),
                        "custody", "HOST"));
        JsonNode token = operator.post(
                "/v1/tokens", Map.of("participant", admitted.path("id").asString(""), "label", "benchmark"));
        this.seller = operator.as(token.path("secret").asString(""));
        this.signer = SampleSigner.open(signer);
        this.sample = Files.readString(sample);
    }

    /** Rounds of both in turns; the ratio is the median of the rounds' medians. */
    Figure measure(int rounds) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            both();
        }
        List<Double> medians = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<Double> whole = new ArrayList<>();
            List<Double> bare = new ArrayList<>();
            for (int i = 0; i < EACH_ROUND; i++) {
                double[] ms = both();
                whole.add(ms[0]);
                bare.add(ms[1]);
            }
            all.addAll(whole);
            alone.addAll(bare);
            medians.add(Series.median(whole));
            ratios.add(Series.median(whole) / Series.median(bare));
        }
        List<Double> sorted = all.stream().sorted().toList();
        Figure figure = Figure.of(
                "invoice-intake",
                medians,
                "ms",
                Text.of(
                        "POST /v1/invoices, signed PINT SG invoice, 1 caller; phive and DSS alone take "
                                + Report.number(Series.median(alone)) + " ms",
                        "POST /v1/invoices，带签名的 PINT SG 发票，1 个调用方；仅 phive 与 DSS 需 "
                                + Report.number(Series.median(alone)) + " 毫秒"));
        return new Figure(
                        figure.name(),
                        figure.value(),
                        figure.unit(),
                        null,
                        null,
                        Series.median(all),
                        sorted.get((int) (sorted.size() * 0.99)),
                        Map.of(),
                        null,
                        medians,
                        figure.what(),
                        0)
                .comparedWith("phive + DSS", Series.median(ratios));
    }

    // Milliseconds of the way through the gateway, and of the libraries alone.
    private double[] both() throws IOException {
        byte[] invoice = sample.replace("LH-2026-0917", "BENCH-" + Filing.freshKey() + "-" + number++)
                .getBytes(StandardCharsets.UTF_8);
        byte[] signature = signer.signDetached(invoice);
        byte[] parts = parts(Map.of("document", invoice, "signature", signature));
        long start = System.nanoTime();
        seller.send(
                "POST", "/v1/invoices", Map.of("Content-Type", "multipart/form-data; boundary=tradeseal-bench"), parts);
        double whole = (System.nanoTime() - start) / NANOS_PER_MS;
        Base64.Encoder base64 = Base64.getEncoder();
        JsonNode alone = seller.post(
                "/bench/phive-dss",
                Map.of("document", base64.encodeToString(invoice), "signature", base64.encodeToString(signature)));
        return new double[] {whole, alone.path("nanos").asLong(0) / NANOS_PER_MS};
    }

    private static byte[] parts(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            all.write(("--tradeseal-bench\r\nContent-Disposition: form-data; name=\"" + file.getKey()
                            + "\"; filename=\"" + file.getKey() + "\"\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            all.write(file.getValue());
            all.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        all.write("--tradeseal-bench--\r\n".getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }
}
