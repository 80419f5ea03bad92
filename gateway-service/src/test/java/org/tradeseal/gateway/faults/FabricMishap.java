package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done to the processes of a Fabric network. */
final class FabricMishap implements Mishap {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int SPARE_MEBIBYTES = 24;

    private final FaultNetwork network;
    private final Fault fault;
    private final @Nullable SmallDisk disk;
    private String victim;

    private FabricMishap(FaultNetwork network, Plan plan, @Nullable SmallDisk disk) {
        this.network = network;
        this.fault = plan.fault();
        this.victim = plan.victim();
        this.disk = disk;
    }

    static FabricMishap of(FaultNetwork network, Plan plan) throws IOException {
        String peer = plan.victim();
        SmallDisk disk = plan.fault() == Fault.FULL_DISK
                ? SmallDisk.under(
                        network.folder(peer).resolve("data"),
                        SPARE_MEBIBYTES,
                        () -> network.kill(peer),
                        () -> network.restart(peer))
                : null;
        return new FabricMishap(network, plan, disk);
    }

    @Override
    public String victim() {
        return victim;
    }

    /** Whether the rest of the network carries on without the victim. */
    @Override
    public boolean writesGoOn() {
        return fault != Fault.GATEWAY && fault != Fault.POSTGRESQL;
    }

    @Override
    public void strike() throws IOException {
        switch (fault) {
            case RAFT_LEADER -> {
                victim = Waiting.until("a leading orderer", PATIENCE, network::raftLeader);
                network.kill(victim);
            }
            case POSTGRESQL -> killDatabase();
            case FULL_DISK -> Objects.requireNonNull(disk).fill();
            default -> network.kill(victim);
        }
    }

    private void killDatabase() throws IOException {
        ProcessHandle postmaster = ReadModels.postmaster(network.folder("gateway.operator"));
        postmaster.destroyForcibly();
        Waiting.until(
                "the end of " + victim, PATIENCE, () -> postmaster.isAlive() ? Optional.empty() : Optional.of(true));
    }

    @Override
    public void heal() throws IOException {
        switch (fault) {
            case POSTGRESQL -> {} // the gateway's own business
            case FULL_DISK -> {
                Objects.requireNonNull(disk).empty();
                network.restart(victim);
            }
            default -> network.restart(victim);
        }
    }

    @Override
    public void close() throws IOException {
        if (disk != null) {
            disk.remove();
        }
    }
}
