package org.tradeseal.gateway.ledger.fabric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * The genesis of the channel's ledger: started by the founding registrar, waited for by the others, and kept in the state
 * folder so that this gateway never takes another ledger for its own.
 */
final class Founding {
    private static final Logger LOG = LoggerFactory.getLogger(Founding.class);
    private static final String KEPT = "genesis.json";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration REPORT = Duration.ofSeconds(10);

    private final MspId own;
    private final Duration startTimeout;
    private final @Nullable Genesis given;

    Founding(MspId own, Duration startTimeout, @Nullable Path file) {
        this.own = own;
        this.startTimeout = startTimeout;
        this.given = file == null ? null : read(file);
        if (given != null && !given.registrars().contains(own)) {
            throw FabricSettings.refused(
                    own + " is no registrar of " + file + ": only a registrar starts a ledger",
                    own + " 不是 " + file + " 中的登记机构；只有登记机构可以启动账本");
        }
    }

    private static Genesis read(Path file) {
        try {
            return CanonicalJson.readCanonical(Files.readAllBytes(file), Genesis.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the genesis " + file + " cannot be read / 无法读取创世文件 " + file, e);
        }
    }

    /** How the ledger is asked for its genesis and started. */
    interface Chain {
        byte[] genesis();

        Ledger.Committed start(Genesis genesis, Invocation call);
    }

    /** The genesis that the ledger has or gets. Throws IllegalStateException if it is another one than known here. */
    Genesis settle(Chain chain, StateFolder folder) {
        byte[] stored = await(chain);
        if (given != null && !Arrays.equals(CanonicalJson.bytes(given), stored)) {
            throw anotherGenesis("tradeseal.fabric.genesis");
        }
        String text = new String(stored, StandardCharsets.UTF_8);
        if (!folder.secret(KEPT, () -> text).equals(text)) {
            throw anotherGenesis(folder.path().resolve(KEPT).toString());
        }
        return CanonicalJson.readCanonical(stored, Genesis.class);
    }

    private static IllegalStateException anotherGenesis(String known) {
        return FabricSettings.refused(
                "the channel holds a ledger with another genesis than " + known, "通道上账本的创世记录与 " + known + " 不同");
    }

    private byte[] await(Chain chain) {
        long start = System.nanoTime();
        long report = start;
        String waitsFor = "";
        while (System.nanoTime() - start < startTimeout.toNanos()) {
            try {
                byte[] stored = chain.genesis();
                if (stored.length > 0) {
                    return stored;
                }
                if (given != null) {
                    start(chain, given);
                    continue;
                }
                waitsFor = "a registrar to start the ledger / 等待登记机构启动账本";
            } catch (Refusal e) {
                if (e.code() != ErrorCode.UNAVAILABLE && e.code() != ErrorCode.OUTCOME_UNKNOWN) {
                    throw e;
                }
                waitsFor = e.detail().en() + " / " + e.detail().zh();
            }
            if (System.nanoTime() - report > 0) {
                LOG.info("Waiting: {}", waitsFor);
                report = System.nanoTime() + REPORT.toNanos();
            }
            pause();
        }
        throw FabricSettings.refused(
                "the channel has no genesis after " + startTimeout.toSeconds() + " s: " + waitsFor,
                "等待 " + startTimeout.toSeconds() + " 秒后通道仍无创世记录");
    }

    private void start(Chain chain, Genesis genesis) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Invocation call = Invocation.of(Invocation.Function.START, CanonicalJson.bytes(genesis), secret);
        try {
            Ledger.Committed committed = chain.start(genesis, call);
            LOG.info("{} started the ledger {}: {}", own, genesis.ledger(), committed.validation());
        } catch (Refusal e) {
            if (e.code() != ErrorCode.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FabricSettings.refused("the start was interrupted", "启动被中断");
        }
    }
}
