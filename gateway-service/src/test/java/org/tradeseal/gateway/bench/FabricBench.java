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
import java.util.stream.IntStream;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;
import org.tradeseal.verify.Text;

/**
 * The measurements on a real network: A, one record a transaction as the SDK's documentation shows; A+, the same with
 * everything tuned that a client can tune; B, the gateway's REST. They alternate in rounds on the same peers, and every
 * acknowledged record has to be valid on all peers and part of the read model before the next one begins.
 */
final class FabricBench implements AutoCloseable {
    static final Set<String> NAMES = Set.of("fabric-a", "fabric-aplus", "fabric-b", "fabric-growth");

    private static final int BULK_LINES = 500;
    private static final int BULK_CALLERS = 4;
    private static final int WARM_UP_SECONDS = 5;
    private static final double OPEN_SHARE = 0.7;
    private static final int FEW_RECORDS = 10_000;

    private final Settings settings;
    private final Report report;
    private final Machine machine;
    private final FabricClient documented;
    private final FabricClient tuned;
    private final Registrants registrants;
    private final Filing filing;
    private final List<FabricPeer> peers = new ArrayList<>();
    private final Arrival arrival;

    /** What was asked for. {@code preload} is how many records growth is measured at, {@code warmUp} how many come first. */
    record Settings(Set<String> names, int seconds, int rounds, int callers, int warmUp, int preload) {
        Settings {
            names = Set.copyOf(names);
        }

        boolean wants(String name) {
            return names.contains(name);
        }
    }

    /** A peer with a client of its organisation. */
    private record FabricPeer(FabricNetwork network, String name, FabricClient client) implements Arrival.Peer {
        @Override
        public long height() {
            return network.height(name);
        }

        @Override
        public boolean has(RecordId id) throws Exception {
            return client.has(id);
        }
    }

    FabricBench(FabricNetwork network, Settings settings, Report report) throws Exception {
        this.settings = settings;
        this.report = report;
        this.machine = new Machine(network::processes);
        this.documented = FabricClient.asDocumented(network);
        this.tuned = FabricClient.tuned(network);
        RestClient operator = operator(network);
        this.filing = new Filing(
                new Sha256(operator.get("/v1/ledger").path("ledger").asString("")),
                List.of(network.property("ip-centre.msp")));
        this.registrants = Registrants.admit(operator, operator, network.property(network.founder() + ".msp"));
        for (String organisation : network.organisations()) {
            peers.add(new FabricPeer(network, organisation, FabricClient.at(network, organisation)));
        }
        this.arrival = new Arrival(List.copyOf(peers), operator);
    }

    private static RestClient operator(FabricNetwork network) throws IOException {
        Path state = network.gatewayFolder(network.founder());
        return new RestClient(
                Files.readString(state.resolve("address")).strip(),
                Files.readString(state.resolve("operator.token")).strip());
    }

    void run() throws Exception {
        Map<String, Series> all = interleaved();
        report.say(
                "Warming up with " + settings.warmUp() + " records, so that every process runs compiled code",
                "预热：先登记 " + settings.warmUp() + " 条记录，使各进程运行编译后的代码");
        preload(settings.warmUp());
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Series series : all.values()) {
                measure(series, round + "/" + settings.rounds());
            }
        }
        compare(all);
        all.values().forEach(report::add);
        if (settings.wants("fabric-b")) {
            openLoop(all);
        }
        if (settings.wants("fabric-growth")) {
            growth();
        }
    }

    private void measure(Series series, String round) throws Exception {
        Load.Measured measured = series.measure(machine);
        arrival.check(measured);
        report.say(
                "  " + round + " " + series.name() + ": " + Report.number(measured.perSecond()) + " records/s, load "
                        + Machine.load() + trouble(measured),
                "  " + round + " " + series.name() + "：" + Report.number(measured.perSecond()) + " 记录/秒，系统负载 "
                        + Machine.load() + trouble(measured));
    }

    private static String trouble(Load.Measured measured) {
        return measured.failures() == 0 ? "" : " ! " + measured.failures() + ": " + measured.firstFailure();
    }

    private Map<String, Series> interleaved() {
        List<Series> wanted = new ArrayList<>();
        if (settings.wants("fabric-a")) {
            wanted.add(closed("fabric-a", "A, SDK as documented", "A，按 SDK 文档", 64, i -> a(documented, i)));
        }
        if (settings.wants("fabric-aplus")) {
            wanted.add(closed("fabric-aplus-64", "A+, tuned", "A+，已调优", 64, i -> a(tuned, i)));
            wanted.add(closed("fabric-aplus-200", "A+, tuned", "A+，已调优", 200, i -> a(tuned, i)));
        }
        if (settings.wants("fabric-b")) {
            wanted.add(closed("fabric-b", "B, REST, custodial", "B，REST，托管", settings.callers(), this::custodial));
            wanted.add(closed("fabric-b-signed", "B, REST, own key", "B，REST，自持密钥", settings.callers(), this::signed));
            wanted.add(closed(
                    "fabric-b-bulk",
                    "B, NDJSON of " + BULK_LINES + ", latency per request",
                    "B，NDJSON 每次 " + BULK_LINES + " 行，延迟按请求计",
                    BULK_CALLERS,
                    this::bulk));
        }
        Map<String, Series> byName = new LinkedHashMap<>();
        wanted.forEach(s -> byName.put(s.name(), s));
        return byName;
    }

    private Series closed(String name, String en, String zh, int callers, IntFunction<Filer> filers) {
        return new Series(
                name,
                Text.of(en + ", " + callers + " callers", zh + "，" + callers + " 个调用方"),
                new Load.Plan(callers, 0, WARM_UP_SECONDS, settings.seconds()),
                filers);
    }

    private Filer a(FabricClient client, int caller) {
        RecordId registrant = registrants.custodial(caller).id();
        return () -> client.submit(filing.batchOfOne(registrant));
    }

    private Filer custodial(int caller) {
        Registrants.Registrant by = registrants.custodial(caller);
        return () -> by.rest().file("/v1/assets", CanonicalJson.bytes(filing.body(by.id())), Filing.freshKey());
    }

    private Filer signed(int caller) {
        Registrants.Registrant by = registrants.withOwnKey(caller);
        SigningKey key = Objects.requireNonNull(by.key());
        return () -> by.rest().file("/v1/commands", filing.signed(by.id(), key), null);
    }

    private Filer bulk(int caller) {
        Registrants.Registrant by = registrants.custodial(caller);
        return () -> by.rest().fileAll("/v1/assets/batch", filing.lines(by.id(), BULK_LINES));
    }

    // The baseline of B is, in each round, the better of both numbers of callers of A+.
    private static void compare(Map<String, Series> all) {
        Series few = all.get("fabric-aplus-64");
        Series many = all.get("fabric-aplus-200");
        if (few == null || many == null) {
            return;
        }
        List<Double> best = IntStream.range(0, few.perSecond().size())
                .mapToObj(i -> Math.max(few.perSecond().get(i), many.perSecond().get(i)))
                .toList();
        all.values().stream()
                .filter(s -> !s.name().startsWith("fabric-aplus"))
                .forEach(s -> s.compare("fabric-aplus", best));
    }

    // How long a record takes while the network is not full.
    private void openLoop(Map<String, Series> all) throws Exception {
        for (String name : List.of("fabric-aplus-200", "fabric-b")) {
            Series closed = all.get(name);
            if (closed != null) {
                double rate = OPEN_SHARE * closed.median();
                boolean b = name.equals("fabric-b");
                Series open = new Series(
                        name + "-open",
                        Text.of(
                                "open loop at " + Report.number(rate) + " records/s",
                                "开环，每秒 " + Report.number(rate) + " 条"),
                        new Load.Plan(settings.callers(), rate, WARM_UP_SECONDS, settings.seconds()),
                        b ? this::custodial : i -> a(tuned, i));
                measure(open, "1/1");
                report.add(open);
            }
        }
    }

    // Speed with few and with many records on the ledger. The machine's own speed changes in between, so that what
    // counts is the processor time a record takes; A+ beside it shows how far even that moves by itself.
    private void growth() throws Exception {
        preload(FEW_RECORDS);
        List<Series> few = grown("fabric-growth-" + FEW_RECORDS);
        preload(settings.preload());
        List<Series> many = grown("fabric-growth");
        for (int i = 0; i < few.size(); i++) {
            many.get(i)
                    .setRatio(
                            few.get(i).name() + " (CPU)",
                            many.get(i).processorSecondsPerThousand()
                                    / few.get(i).processorSecondsPerThousand());
        }
        few.forEach(report::add);
        many.forEach(report::add);
    }

    private List<Series> grown(String name) throws Exception {
        long records = arrival.leaves();
        List<Series> both = List.of(
                closed(
                        name,
                        "B with " + records + " records",
                        "B，已有 " + records + " 条记录",
                        settings.callers(),
                        this::custodial),
                closed(
                        name + "-aplus",
                        "A+ with " + records + " records",
                        "A+，已有 " + records + " 条记录",
                        64,
                        i -> a(tuned, i)));
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Series series : both) {
                measure(series, round + "/" + settings.rounds());
            }
        }
        return both;
    }

    private void preload(int records) throws Exception {
        while (arrival.leaves() < records) {
            Series load = new Series("preload", Text.of("", ""), new Load.Plan(BULK_CALLERS, 0, 0, 30), this::bulk);
            measure(load, arrival.leaves() + "/" + records);
        }
    }

    @Override
    public void close() {
        documented.close();
        tuned.close();
        peers.forEach(p -> p.client().close());
    }
}
