package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is done to a gateway with the embedded ledger, to its database, its disk and the calls to it. */
final class EmbeddedMishap implements Mishap {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SPARE_MEBIBYTES = 64;
    private static final int MISBEHAVED = 80;
    private static final String REBUILD = "--tradeseal.read-model.rebuild=true";

    private final FaultGateway gateway;
    private final Plan plan;
    private final @Nullable SmallDisk disk;
    private final @Nullable FaultyProxy proxy;
    private @Nullable BitFlip flip;
    private @Nullable String answer;
    private long recoveringSinceNanos;

    private EmbeddedMishap(FaultGateway gateway, Plan plan, @Nullable SmallDisk disk, @Nullable FaultyProxy proxy) {
        this.gateway = gateway;
        this.plan = plan;
        this.disk = disk;
        this.proxy = proxy;
    }

    static EmbeddedMishap of(FaultGateway gateway, Plan plan) throws IOException {
        SmallDisk disk = plan.fault() == Fault.FULL_DISK
                ? SmallDisk.under(gateway.state("operator"), SPARE_MEBIBYTES, gateway::stop, gateway::up)
                : null;
        FaultyProxy proxy =
                plan.fault() == Fault.PROXY ? new FaultyProxy(gateway.operator().base(), plan.seed()) : null;
        return new EmbeddedMishap(gateway, plan, disk, proxy);
    }

    @Override
    public String victim() {
        return plan.victim()
                + (proxy == null ? "" : ", " + proxy)
                + (flip == null ? "" : ", " + flip)
                + (answer == null ? "" : ", " + answer);
    }

    @Override
    public boolean writesGoOn() {
        return plan.fault() == Fault.PROXY || plan.fault() == Fault.BIT_FLIP;
    }

    @Override
    public Rest door(Rest direct) {
        return proxy == null ? direct : new Rest(proxy.address(), direct.token());
    }

    @Override
    public void strike() throws IOException {
        switch (plan.fault()) {
            case GATEWAY -> gateway.kill();
            case POSTGRESQL -> gateway.killDatabase();
            case BOTH -> {
                gateway.killDatabase();
                gateway.kill();
            }
            case FULL_DISK -> Objects.requireNonNull(disk).fill();
            case PROXY -> Objects.requireNonNull(proxy).misbehave(true);
            case CHECKPOINT -> {
                gateway.kill();
                CheckpointDamage.valueOf(plan.victim()).apply(gateway.database());
            }
            case BIT_FLIP -> {
                flip = BitFlip.drawn(plan.victim(), plan.seed(), gateway.database());
                flip.turn(gateway.database());
            }
            default -> throw new IllegalArgumentException(plan + " is none of the embedded ledger's");
        }
    }

    @Override
    public List<String> whileItLasts(Load load) throws IOException {
        return switch (plan.fault()) {
            case FULL_DISK -> readOnly(load);
            case PROXY -> {
                FaultyProxy calls = Objects.requireNonNull(proxy);
                Waiting.until(
                        MISBEHAVED + " calls that went wrong",
                        PATIENCE,
                        () -> calls.misbehaved() >= MISBEHAVED ? Optional.of(true) : Optional.empty());
                yield List.of();
            }
            case BIT_FLIP -> audited(Objects.requireNonNull(flip));
            default -> List.of();
        };
    }

    // Writes are refused as such, and what is there can be read all the time.
    private List<String> readOnly(Load load) throws IOException {
        List<String> broken = new ArrayList<>();
        String record = load.acknowledged().get(0).id();
        Waiting.until(
                "a write refused with 507; so far " + load,
                PATIENCE,
                () -> load.repeatedAfter("507") > 0 ? Optional.of(true) : Optional.empty());
        for (int i = 0; i < 10; i++) {
            for (String path :
                    List.of("/v1/assets/" + record, "/v1/assets?limit=5", "/v1/records/" + record + "/receipt")) {
                Rest.Answer read = gateway.regulator().get(path);
                if (read.status() != 200) {
                    broken.add("with a full disk, " + path + " answers " + read.status() + " " + read.text());
                }
            }
            Waiting.pause(Duration.ofMillis(200));
        }
        return broken;
    }

    // The check of the whole ledger, asked for while writes go on, names the place and nothing that is whole.
    private List<String> audited(BitFlip flipped) throws IOException {
        JsonNode audit = gateway.regulator().get("/v1/audit").successful();
        List<String> broken = new ArrayList<>();
        if (audit.path("whole").asBoolean(true)) {
            broken.add("the check of the whole ledger says that it is whole, with " + flipped);
        }
        if (!flipped.isNamedBy(audit.path("findings"))) {
            broken.add("the check of the whole ledger does not name " + flipped + ": " + audit.path("findings"));
        }
        return broken;
    }

    @Override
    public void heal() throws IOException {
        recoveringSinceNanos = System.nanoTime();
        switch (plan.fault()) {
            case GATEWAY, BOTH -> gateway.up();
            case FULL_DISK -> Objects.requireNonNull(disk).empty();
            case PROXY -> Objects.requireNonNull(proxy).misbehave(false);
            case CHECKPOINT -> rebuilt();
            case BIT_FLIP -> Objects.requireNonNull(flip).turn(gateway.database());
            default -> {} // the gateway starts its database again
        }
    }

    // It refuses to start, or to follow, and says what to do; or it has rebuilt by itself.
    private void rebuilt() throws IOException {
        int before = gateway.logs().length();
        boolean up = gateway.comesUp();
        if (up && gateway.isReady()) {
            answer = "accepted";
            return;
        }
        String said = gateway.logs().substring(before);
        if (!said.contains("--rebuild")) {
            throw new IllegalStateException("the gateway does not say what to do about its checkpoint: " + said);
        }
        answer = up ? "not followed" : "refused";
        gateway.kill();
        recoveringSinceNanos = System.nanoTime();
        if (!gateway.comesUp(REBUILD)) {
            throw new IllegalStateException("the gateway does not start to rebuild; its log: " + gateway.logs());
        }
    }

    @Override
    public long recoveringSince(long struckAtNanos) {
        return plan.fault() == Fault.FULL_DISK || plan.fault() == Fault.CHECKPOINT
                ? recoveringSinceNanos
                : struckAtNanos;
    }

    /** After everything the ledger is whole. */
    @Override
    public List<String> afterwards() throws IOException {
        JsonNode audit = gateway.regulator().get("/v1/audit").successful();
        return audit.path("whole").asBoolean(false)
                ? List.of()
                : List.of("the ledger is not whole: " + audit.path("findings") + audit.path("alarms")
                        + audit.path("logAlarms"));
    }

    @Override
    public boolean spoils() {
        return plan.fault() == Fault.BIT_FLIP;
    }

    @Override
    public void close() throws IOException {
        if (proxy != null) {
            proxy.close();
        }
        if (disk != null) {
            disk.remove();
        }
    }
}
