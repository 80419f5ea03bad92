package org.tradeseal.gateway.ledger.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.GenesisSource;
import org.tradeseal.gateway.ledger.Height;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;

/**
 * The ledger in this process. Transactions are endorsed on their caller's thread against the committed state, validated
 * and committed by one thread, and acknowledged after PostgreSQL has them on disk.
 */
public final class EmbeddedLedger implements Ledger {
    private static final int OPTIMISTIC_RUNS = 5;
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(90);

    private final Genesis genesis;
    private final Sha256 digest;
    private final List<MspId> organisations;
    private final WorldState state;
    private final Height height;
    private final BlockReader reader;
    private final Committer committer;
    private final ChainVerification verification;
    private final ReadWriteLock commitLock = new ReentrantReadWriteLock();

    private EmbeddedLedger(DataSource database, StateFolder folder, GenesisSource source) throws SQLException {
        genesis = source.genesis();
        digest = genesis.ledger();
        organisations = hosted(source);
        SigningKey key = BlockKey.open(folder);
        BlockStore store = new BlockStore(database);
        if (!store.blockKey(key.publicKey()).equals(key.publicKey())) {
            throw new IllegalStateException("the ledger's blocks were signed with another key than " + folder.path()
                    + " holds / 账本区块的签名密钥与 " + folder.path() + " 中的不一致");
        }
        Optional<BlockStore.Head> head = store.head();
        state = new WorldState(database);
        height = new Height(head.map(h -> h.number() + 1).orElse(0L));
        reader = new BlockReader(database);
        verification = new ChainVerification(database, key.publicKey(), genesis);
        committer = new Committer(
                store,
                state,
                key,
                height,
                head.map(BlockStore.Head::hash).orElse(BlockHeader.BEFORE_FIRST),
                commitLock);
    }

    /** Opens the ledger of this database, or starts it if there is none. Refuses a ledger with another genesis. */
    public static EmbeddedLedger open(Database database, StateFolder folder, GenesisSource source) {
        database.migrate("ledger");
        return open(database.dataSource(), folder, source);
    }

    static EmbeddedLedger open(DataSource database, StateFolder folder, GenesisSource source) {
        EmbeddedLedger ledger;
        try {
            ledger = new EmbeddedLedger(database, folder, source);
        } catch (SQLException e) {
            throw StorageRefusals.of(e);
        }
        ledger.committer.start();
        try {
            ledger.begin(source);
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
        return ledger;
    }

    private static List<MspId> hosted(GenesisSource source) {
        Set<MspId> all = new LinkedHashSet<>(source.genesis().registrars());
        source.genesis().founders().forEach(f -> all.add(f.participant().organisation()));
        all.addAll(source.organisations());
        return List.copyOf(all);
    }

    private void begin(GenesisSource source) {
        byte[] wanted = CanonicalJson.bytes(genesis);
        if (height.blocks() == 0) {
            submit(
                    genesis.registrars().get(0),
                    Invocation.of(
                            Invocation.Function.START,
                            wanted,
                            source.registrarsSecret().toArray()));
        }
        byte[] stored = state.get(StateKey.ofChannel(Genesis.KEY)).bytes();
        if (!Arrays.equals(wanted, stored)) {
            throw new IllegalStateException("the database holds a ledger with another genesis / 数据库中的账本具有不同的创世记录");
        }
    }

    @Override
    public Genesis genesis() {
        return genesis;
    }

    @Override
    public Sha256 digest() {
        return digest;
    }

    @Override
    public List<MspId> organisations() {
        return organisations;
    }

    @Override
    public Committed submit(MspId submitter, Invocation call) {
        Endorsement endorsement = endorse(UUID.randomUUID().toString(), submitter, call);
        boolean isBatch =
                call.function() == Invocation.Function.SUBMIT || call.function() == Invocation.Function.SUBMIT_PRIVATE;
        if (isBatch && endorsement.writes().isEmpty()) {
            // Every command was refused, or repeated: nothing changes, and nobody fills the ledger by what is refused.
            return new Committed(endorsement.id(), height.blocks() - 1, Validation.VALID, endorsement.result());
        }
        return commit(endorsement);
    }

    /** Submits under a transaction id of the caller's. A second transaction of one id is DUPLICATE_TXID. */
    public Committed submit(String transactionId, MspId submitter, Invocation call) {
        return commit(endorse(transactionId, submitter, call));
    }

    Endorsement endorse(String transactionId, MspId submitter, Invocation call) {
        Simulation.Proposal proposal = proposal(transactionId, submitter, call);
        return simulate(proposal, (simulation, result) -> {
            Bytes input =
                    call.function() == Invocation.Function.SUBMIT_PRIVATE ? Bytes.of(call.transientArgument()) : null;
            return Endorsement.of(Envelope.of(proposal, simulation, input), simulation, input, result);
        });
    }

    Committed commit(Endorsement endorsement) {
        try {
            return committer.submit(endorsement).get(COMMIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("the transaction was not committed", e.getCause());
        } catch (TimeoutException e) {
            throw StorageRefusals.outcomeUnknown(endorsement.id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StorageRefusals.outcomeUnknown(endorsement.id());
        }
    }

    @Override
    public byte[] evaluate(MspId submitter, Invocation call) {
        return simulate(proposal(UUID.randomUUID().toString(), submitter, call), (simulation, result) -> result);
    }

    private Simulation.Proposal proposal(String id, MspId submitter, Invocation call) {
        if (!organisations.contains(submitter)) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE, submitter + " is not hosted on this ledger.", submitter + " 不由本账本托管。");
        }
        call.requireSize();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new Simulation.Proposal(id, now, submitter, peer(submitter, call.function()), call);
    }

    // Registrars endorse what changes records, and prepare it: their rules may need the registrars' collection. What
    // concerns an organisation's own collection, and reads, run on its own peer.
    private MspId peer(MspId submitter, Invocation.Function function) {
        return switch (function) {
            case START, SUBMIT, SUBMIT_PRIVATE, PREVIEW ->
                genesis.registrars().contains(submitter)
                        ? submitter
                        : genesis.registrars().get(0);
            case GENESIS, DELIVER, READ, READ_PRIVATE, READ_PAYLOAD -> submitter;
        };
    }

    private interface Answer<T> {
        T of(Simulation simulation, byte[] result);
    }

    private <T> T simulate(Simulation.Proposal proposal, Answer<T> answer) {
        try {
            return simulateOnOneSnapshot(proposal, answer);
        } catch (StateAway e) {
            throw e.refusal();
        }
    }

    // A run that meets a block newer than its snapshot starts again; after a few times no block comes in between.
    private <T> T simulateOnOneSnapshot(Simulation.Proposal proposal, Answer<T> answer) {
        for (int run = 0; run < OPTIMISTIC_RUNS; run++) {
            try {
                return simulateOnce(proposal, answer);
            } catch (SnapshotMoved e) {
                Thread.onSpinWait();
            }
        }
        commitLock.readLock().lock();
        try {
            return simulateOnce(proposal, answer);
        } finally {
            commitLock.readLock().unlock();
        }
    }

    private <T> T simulateOnce(Simulation.Proposal proposal, Answer<T> answer) {
        Simulation simulation = new Simulation(this::read, height.blocks(), proposal, genesis.registrars());
        return answer.of(simulation, Contracts.invoke(simulation, proposal.call()));
    }

    private StateValue read(StateKey key) {
        try {
            return state.get(key);
        } catch (Refusal refusal) {
            throw new StateAway(refusal);
        }
    }

    @Override
    public List<Block> blocks(long fromNumber, int limit) {
        return reader.blocks(fromNumber, Math.min(height.blocks(), fromNumber + limit));
    }

    @Override
    public long height() {
        return height.blocks();
    }

    @Override
    public long awaitHeight(long wanted, Duration atMost) throws InterruptedException {
        return height.await(wanted, atMost);
    }

    /** The check of what is in the database, the registrars' collection and the ledger's own tables included. */
    @Override
    public LedgerVerification verification() {
        return verification;
    }

    @Override
    public void close() {
        committer.close();
    }
}
