package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import org.tradeseal.gateway.Gateway;
import org.tradeseal.gateway.signature.SampleSigner;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Text;

/**
 * The measurements on the embedded ledger: the gateway in a process of its own as {@code scripts/start} runs it, with
 * {@link BaselineEndpoints} beside its own endpoints. What is compared is measured in turns.
 */
final class EmbeddedBench implements AutoCloseable {
    static final Set<String> NAMES = Set.of(
            "start-to-first-record", "rest-single", "rest-bulk", "receipt-p99", "invoice-intake", "growth", "memory");

    /** Only where it is asked for by name, since it takes half an hour. */
    private static final String SOAK = "soak";

    private static final int MINUTE = 60;

    private static final int CALLERS = 64;
    private static final int BULK_LINES = 500;
    private static final int BULK_CALLERS = 4;
    private static final int WARM_UP_SECONDS = 5;
    private static final int FEW_RECORDS = 10_000;
    private static final double MOST_MIB = 1536;
    private static final double MOST_SECONDS_TO_START = 30;
    private static final double NANOS = 1e9;
    private static final long SETTLING_MILLIS = 5_000;
    private static final String HOST = "OperatorMSP";
    private static final String BASELINE = "fsynced INSERT endpoint";

    private final Settings settings;
    private final Report report;
    private final Path folder;
    private final Path signer;
    private final EmbeddedGateway gateway;
    private final Machine machine;
    private final Filing filing;
    private final Registrants registrants;
    private final Arrival arrival;
    private final RestClient operator;
    private final RestClient regulator;

    /**
     * What was asked for.
     *
     * @param jar the gateway's program, which {@code start-to-first-record} runs
     * @param samples where the sample documents lie
     * @param preload how many records growth goes to
     * @param minutes how long the soak takes
     */
    record Settings(
            Set<String> names, Path jar, Path samples, int seconds, int rounds, int warmUp, int preload, int minutes) {
        Settings {
            names = Set.copyOf(names);
        }
    }

    /** @param folder where the state of the gateways goes; it does not exist yet */
    EmbeddedBench(Path folder, Settings settings, Report report) throws Exception {
        this.settings = settings;
        this.report = report;
        this.folder = Files.createDirectories(folder);
        this.signer = folder.resolve("signer");
        SampleSigner.create(signer, "杭州砺华软件有限公司", "NTRCN-91330106MA2AXLH10P");
        if (settings.names().contains("start-to-first-record")) {
            report.add(starts());
        }
        Path trust = Files.createDirectories(folder.resolve("trust"));
        Files.copy(signer.resolve("ca.pem"), trust.resolve("sample.pem"));
        this.gateway = EmbeddedGateway.start(
                folder.resolve("state"),
                List.of("-cp", System.getProperty("java.class.path"), Gateway.class.getName()),
                "--tradeseal.trust.folder=" + trust,
                "--tradeseal.bench.signer=" + signer,
                "--tradeseal.limits.requests-per-second=1000000");
        this.machine = new Machine(gateway::processes);
        this.operator = gateway.operator();
        this.regulator = gateway.founder("regulator");
        this.filing =
                new Filing(new Sha256(operator.get("/v1/ledger").path("ledger").asString("")), List.of("IpCentreMSP"));
        this.registrants = Registrants.admit(regulator, operator, HOST);
        this.arrival = new Arrival(List.of(), regulator);
    }

    // From the command line to the first record that is acknowledged, on an empty folder.
    private Figure starts() throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            long begun = System.nanoTime();
            try (EmbeddedGateway fresh = EmbeddedGateway.start(
                    folder.resolve("start-" + round),
                    List.of("-jar", settings.jar().toString()))) {
                RestClient anew = fresh.operator();
                Sha256 ledger = new Sha256(anew.get("/v1/ledger").path("ledger").asString(""));
                Registrants.Registrant by = Registrants.admit(fresh.founder("regulator"), anew, HOST)
                        .custodial(0);
                byte[] body = CanonicalJson.bytes(new Filing(ledger, List.of("IpCentreMSP")).body(by.id()));
                by.rest().file("/v1/assets", body, Filing.freshKey());
                seconds.add((System.nanoTime() - begun) / NANOS);
            }
            report.say(
                    "  " + round + " start: " + Report.number(seconds.get(round - 1)) + " s, load " + Machine.load(),
                    "  " + round + " 启动：" + Report.number(seconds.get(round - 1)) + " 秒，系统负载 " + Machine.load());
        }
        Figure figure = Figure.of(
                "start-to-first-record",
                seconds,
                "s",
                Text.of("new state folder; database, ledger, founders made", "全新状态目录；创建数据库、账本与创始成员"));
        return figure.comparedWith("the goal of 30 s", figure.value() / MOST_SECONDS_TO_START);
    }

    /** Whether there is a measurement of this name. */
    static boolean knows(String name) {
        return NAMES.contains(name) || name.equals(SOAK);
    }

    void run() throws Exception {
        report.say(
                "Warming up with " + settings.warmUp() + " records, so that every process runs compiled code",
                "预热：先登记 " + settings.warmUp() + " 条记录，使各进程运行编译后的代码");
        preload(settings.warmUp());
        Series baseline = closed(BASELINE, "the baseline", "基准", CALLERS, this::inserted);
        Map<String, Series> all = new LinkedHashMap<>();
        if (settings.names().contains("rest-single")) {
            all.put("rest-single", closed("rest-single", "POST /v1/assets", "POST /v1/assets", CALLERS, this::single));
        }
        if (settings.names().contains("rest-bulk")) {
            all.put(
                    "rest-bulk",
                    closed(
                            "rest-bulk",
                            "NDJSON of " + BULK_LINES + ", latency per request",
                            "NDJSON 每次 " + BULK_LINES + " 行，延迟按请求计",
                            BULK_CALLERS,
                            this::bulk));
        }
        if (!all.isEmpty()) {
            Load.run(new Load.Plan(CALLERS, 0, 0, WARM_UP_SECONDS), this::inserted, machine);
            for (int round = 1; round <= settings.rounds(); round++) {
                say(baseline, baseline.measure(machine), round);
                for (Series series : all.values()) {
                    measure(series, round);
                }
            }
            all.values().forEach(s -> s.compare(BASELINE, baseline.perSecond()));
            report.add(baseline);
            all.values().forEach(report::add);
        }
        if (settings.names().contains("receipt-p99")) {
            receipts();
        }
        if (settings.names().contains("invoice-intake")) {
            report.add(new InvoiceIntakeBench(
                            regulator,
                            operator,
                            HOST,
                            signer,
                            settings.samples().resolve("invoices/royalty-pint-sg.xml"))
                    .measure(settings.rounds()));
        }
        if (settings.names().contains("growth")) {
            growth();
        }
        if (settings.names().contains(SOAK)) {
            soak();
        }
        if (settings.names().contains("memory")) {
            double mib = gateway.residentMib();
            report.add(Figure.of(
                            "memory",
                            List.of(mib),
                            "MiB",
                            Text.of("resident after all of these: gateway and PostgreSQL", "上述测量后的常驻内存：网关与 PostgreSQL"))
                    .comparedWith("the goal of 1.5 GiB", mib / MOST_MIB));
        }
    }

    private void measure(Series series, int round) throws Exception {
        Load.Measured measured = series.measure(machine);
        arrival.check(measured);
        say(series, measured, round);
    }

    private void say(Series series, Load.Measured measured, int round) {
        String trouble = measured.failures() == 0 ? "" : " ! " + measured.failures() + ": " + measured.firstFailure();
        report.say(
                "  " + round + "/" + settings.rounds() + " " + series.name() + ": "
                        + Report.number(measured.perSecond()) + "/s, load " + Machine.load() + trouble,
                "  " + round + "/" + settings.rounds() + " " + series.name() + "：每秒 "
                        + Report.number(measured.perSecond()) + "，系统负载 " + Machine.load() + trouble);
    }

    private Series closed(String name, String en, String zh, int callers, IntFunction<Filer> filers) {
        return new Series(
                name,
                Text.of(en + ", " + callers + " callers", zh + "，" + callers + " 个调用方"),
                new Load.Plan(callers, 0, WARM_UP_SECONDS, settings.seconds()),
                filers);
    }

    private Filer inserted(int caller) {
        return to("/bench/insert", caller);
    }

    private Filer single(int caller) {
        return to("/v1/assets", caller);
    }

    private Filer to(String path, int caller) {
        Registrants.Registrant by = registrants.custodial(caller);
        return () -> by.rest().file(path, CanonicalJson.bytes(filing.body(by.id())), Filing.freshKey());
    }

    private Filer bulk(int caller) {
        Registrants.Registrant by = registrants.custodial(caller);
        return () -> by.rest().fileAll("/v1/assets/batch", filing.lines(by.id(), BULK_LINES));
    }

    // Receipts of records all over the ledger, by eight callers who have seen none of them before.
    private void receipts() throws Exception {
        Receipts ids = new Receipts(regulator, arrival.leaves());
        Series series = new Series(
                "receipt-p99",
                Text.of(
                        "GET /v1/records/{id}/receipt among " + ids.leaves() + " records, 8 callers",
                        "GET /v1/records/{id}/receipt，账本共 " + ids.leaves() + " 条记录，8 个调用方"),
                new Load.Plan(8, 0, WARM_UP_SECONDS, settings.seconds()),
                caller -> ids.reader(regulator));
        for (int round = 1; round <= settings.rounds(); round++) {
            say(series, series.measure(machine), round);
        }
        Figure figure = series.figure();
        report.add(new Figure(
                figure.name(),
                figure.value(),
                "receipts/s",
                null,
                null,
                figure.p50Ms(),
                figure.p99Ms(),
                figure.processorSeconds(),
                figure.stealShare(),
                figure.rounds(),
                figure.what(),
                figure.failures()));
    }

    // The machine's own speed changes between both, so that what counts is the processor time a record takes.
    private void growth() throws Exception {
        Thread.sleep(SETTLING_MILLIS); // deliveries of the invoices before it are records too
        arrival.recount();
        preload(FEW_RECORDS);
        Series few = grown("growth-" + FEW_RECORDS);
        preload(settings.preload());
        Series many = grown("growth");
        many.setRatio(few.name() + " (CPU)", many.processorSecondsPerThousand() / few.processorSecondsPerThousand());
        report.add(few);
        report.add(many);
        if (settings.names().contains("receipt-p99")) {
            receipts();
        }
    }

    private Series grown(String name) throws Exception {
        long records = arrival.leaves();
        Series series = closed(
                name,
                "POST /v1/assets with " + records + " records",
                "POST /v1/assets，已有 " + records + " 条记录",
                CALLERS,
                this::single);
        for (int round = 1; round <= settings.rounds(); round++) {
            measure(series, round);
        }
        return series;
    }

    // Half of what it can do, minute after minute: neither latency nor memory may grow.
    private void soak() throws Exception {
        Series capacity = closed("capacity", "POST /v1/assets", "POST /v1/assets", CALLERS, this::single);
        for (int round = 1; round <= settings.rounds(); round++) {
            measure(capacity, round);
        }
        double rate = capacity.median() / 2;
        List<Double> latencies = new ArrayList<>();
        List<Double> mib = new ArrayList<>();
        long failures = 0;
        for (int minute = 1; minute <= settings.minutes(); minute++) {
            Series series = new Series(SOAK, Text.of("", ""), new Load.Plan(CALLERS, rate, 0, MINUTE), this::single);
            arrival.check(series.measure(machine));
            Figure figure = series.figure();
            latencies.add(Objects.requireNonNull(figure.p99Ms()));
            mib.add(gateway.residentMib());
            failures += figure.failures();
            String line = minute + "/" + settings.minutes() + " soak: " + Report.number(figure.value()) + "/s, p50 "
                    + Report.number(Objects.requireNonNull(figure.p50Ms())) + " ms, p99 "
                    + Report.number(latencies.get(minute - 1)) + " ms, " + Report.number(mib.get(minute - 1))
                    + " MiB, load " + Machine.load();
            report.say("  " + line, "  " + line);
        }
        Text what = Text.of(
                settings.minutes() + " minutes at " + Report.number(rate)
                        + " records/s, half of the capacity; failed calls: " + failures,
                settings.minutes() + " 分钟，每秒 " + Report.number(rate) + " 条，为能力的一半；失败调用：" + failures);
        report.add(lastOfFirst("soak-p99", latencies, "ms", what));
        report.add(lastOfFirst("soak-memory", mib, "MiB", what));
    }

    // The median of the last third beside that of the first.
    private static Figure lastOfFirst(String name, List<Double> minutes, String unit, Text what) {
        int third = minutes.size() / 3;
        double first = Series.median(minutes.subList(0, third));
        double last = Series.median(minutes.subList(minutes.size() - third, minutes.size()));
        return Figure.of(name, minutes, unit, what).comparedWith("the first third", last / first);
    }

    private void preload(int records) throws Exception {
        for (long there = arrival.leaves(); there < records; there = arrival.leaves()) {
            report.say("  " + there + " of " + records + " records", "  已有 " + there + " / " + records + " 条记录");
            Load.Measured measured = Load.run(new Load.Plan(BULK_CALLERS, 0, 0, 15), this::bulk, machine);
            arrival.check(measured);
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
    }
}
