package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;

/** One fault under load, and what must hold after it. */
final class Round {
    /** Where the story of all rounds of this run goes; {@code scripts/test} shows it. */
    static final Path STORY = Path.of("target/faults.txt");

    /** What every process wrote until a round was broken, by round and process. */
    private static final Path LOGS = Path.of("target/faults-logs");

    private static final int BEFORE = 10;
    private static final int AFTER = 20;
    private static final int WHOLE_AGAIN = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Registry registry;
    private final Duration limit;
    private final Plan plan;
    private final String name;
    private String victim;
    private boolean spoilt;

    Round(Registry registry, Duration limit, Plan plan) {
        this.registry = registry;
        this.limit = limit;
        this.plan = plan;
        this.victim = plan.victim();
        // A network that stays up has records of earlier runs.
        this.name = "f" + Long.toString(System.currentTimeMillis(), 36) + "-" + COUNT.incrementAndGet();
    }

    /** Plays it, and answers everything that does not hold. */
    List<String> play() throws Exception {
        List<String> broken = new ArrayList<>();
        String outcome;
        try {
            registry.awaitWhole();
            try (Mishap mishap = registry.mishap(plan)) {
                spoilt = mishap.spoils();
                registry.awaitWhole();
                outcome = underLoad(mishap, broken);
            }
        } catch (TestAbortedException e) {
            tell("skipped " + plan + ": " + e.getMessage());
            throw e;
        } catch (IOException | RuntimeException e) {
            tell("BROKEN  " + plan + ": " + e.getMessage());
            registry.keepLogs(LOGS.resolve(name));
            throw e;
        }
        if (!broken.isEmpty()) {
            registry.keepLogs(LOGS.resolve(name));
        }
        tell((broken.isEmpty() ? "ok      " : "BROKEN  ") + plan + (victim.equals(plan.victim()) ? "" : ": " + victim)
                + "; " + outcome + (broken.isEmpty() ? "" : "; " + String.join("; ", broken)));
        return broken;
    }

    /** Whether the registry is of no use after this round. */
    boolean isRegistrySpoilt() {
        return spoilt;
    }

    private String underLoad(Mishap mishap, List<String> broken) throws Exception {
        long firstChange = lastChange() + 1;
        Load load = Load.of(
                registry,
                mishap,
                name,
                Files.createDirectories(Path.of("target/faults")).resolve(name));
        load.start();
        long start = System.nanoTime();
        load.awaitAcknowledged(BEFORE, start, PATIENCE);
        Waiting.pause(plan.moment());
        long fault = System.nanoTime();
        mishap.strike();
        victim = mishap.victim();
        if (mishap.writesGoOn()) {
            load.awaitAcknowledged(AFTER, fault, PATIENCE);
        }
        broken.addAll(mishap.whileItLasts(load));
        mishap.heal();
        if (!mishap.writesGoOn()) {
            load.awaitAcknowledged(AFTER, fault, PATIENCE);
        }
        load.awaitAcknowledged(WHOLE_AGAIN, System.nanoTime(), PATIENCE);
        long end = System.nanoTime();
        load.end();
        long blocks = registry.awaitWhole();
        Duration pause = Checks.longestPause(mishap.recoveringSince(fault), end, load.acknowledged());
        broken.addAll(Checks.tooSlow(pause, limit));
        load.refused().forEach(r -> broken.add("refused: " + r));
        broken.addAll(readModels(blocks));
        broken.addAll(records(load, firstChange));
        broken.addAll(mishap.afterwards());
        Optional<Proofs> proofs = registry.proofs();
        if (proofs.isPresent()) {
            broken.addAll(proofs.get().check(registry.regulator(), load.acknowledged(), blocks));
        }
        broken.addAll(Checks.leaked(registry.logs(), load.canaries()));
        victim = mishap.victim();
        return "longest pause " + Checks.seconds(pause) + " s; " + load;
    }

    // P3: live and rebuilt are compared for each gateway.
    private List<String> readModels(long blocks) throws Exception {
        ReadModels models = new ReadModels(registry);
        List<String> broken = new ArrayList<>();
        for (String organisation : registry.organisations()) {
            List<String> live = models.live(organisation, blocks);
            broken.addAll(Checks.differing(organisation, live, models.rebuilt(organisation, blocks)));
        }
        return broken;
    }

    // P1, P2 and P6, as the regulator sees what was written through the operator's gateway.
    private List<String> records(Load load, long firstChange) throws IOException {
        List<Checks.Seen> seen = new ArrayList<>();
        for (JsonNode change : registry.regulator().changes(firstChange - 1)) {
            JsonNode record = change.path("record");
            String id = record.path("id").asString("");
            if (record.path("version").asInt() == 1 && id.startsWith("AST-")) {
                seen.add(new Checks.Seen(
                        id, load.keyOf(record.at("/content/title/en").asString(""))));
            }
        }
        List<String> broken = new ArrayList<>(Checks.lost(load.acknowledged(), seen));
        broken.addAll(Checks.neverTold(load.used(), load.acknowledged()));
        broken.addAll(Checks.notOnce(load.used(), load.acknowledged(), seen));
        return broken;
    }

    private long lastChange() throws IOException {
        List<JsonNode> all = registry.regulator().changes(-1);
        return all.isEmpty() ? -1 : all.get(all.size() - 1).path("index").asLong();
    }

    static void tell(String line) throws IOException {
        Files.createDirectories(STORY.getParent());
        Files.writeString(
                STORY, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
