package org.tradeseal.gateway.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.KeptCommand;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;

/**
 * The signed commands as the ledger's blocks hold them: those of the channel in their transactions' arguments, those of the
 * registrars among the values of their collection.
 */
@Component
public class CommandArchive {
    private static final String KEPT = "{\"command\":";
    private static final int BLOCKS_IN_MEMORY = 64;

    private final Ledger ledger;
    private final Cache<Long, Map<Sha256, SignedCommand>> blocks =
            Caffeine.newBuilder().maximumSize(BLOCKS_IN_MEMORY).build();

    CommandArchive(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The command with this digest in a block; empty where the own peer does not hold it. */
    public Optional<SignedCommand> find(long block, Sha256 digest) {
        Map<Sha256, SignedCommand> known = blocks.get(block, this::read);
        return Optional.ofNullable(known.get(digest));
    }

    private Map<Sha256, SignedCommand> read(long number) {
        Map<Sha256, SignedCommand> commands = new HashMap<>();
        List<Block> found = ledger.blocks(number, 1);
        for (Block block : found) {
            for (Block.Tx tx : block.transactions()) {
                if (tx.validation() == Ledger.Validation.VALID) {
                    addOpen(tx, commands);
                    addPrivate(tx, commands);
                }
            }
        }
        return commands;
    }

    private static void addOpen(Block.Tx tx, Map<Sha256, SignedCommand> commands) {
        if (tx.function() == Invocation.Function.SUBMIT) {
            for (Batch.Item item :
                    CanonicalJson.read(tx.argument().toArray(), Batch.class).items()) {
                commands.put(item.command().digest(), new SignedCommand(item.command(), item.signature()));
            }
        }
    }

    private static void addPrivate(Block.Tx tx, Map<Sha256, SignedCommand> commands) {
        for (Block.PrivateWrite write : tx.privateWrites()) {
            byte[] value = write.value().toArray();
            if (write.collection().equals(RecordType.FINANCING) && startsLikeCommand(value)) {
                KeptCommand kept = CanonicalJson.read(value, KeptCommand.class);
                commands.put(kept.command().digest(), new SignedCommand(kept.command(), kept.signature()));
            }
        }
    }

    private static boolean startsLikeCommand(byte[] value) {
        return new String(value, 0, Math.min(value.length, KEPT.length()), StandardCharsets.ISO_8859_1).equals(KEPT);
    }
}
