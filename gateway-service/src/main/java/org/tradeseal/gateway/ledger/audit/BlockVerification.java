package org.tradeseal.gateway.ledger.audit;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Sha256;

/**
 * Checks a ledger by the blocks that the organisation's own peer gives: that they follow one another, that the registrars
 * endorsed what emits leaves, and what the transactions did to records. The registrars' batches are kept by nobody.
 */
public final class BlockVerification implements LedgerVerification {
    private static final int BLOCKS_AT_ONCE = 50;

    private final Ledger ledger;
    private final int valuesAtHand;

    public BlockVerification(Ledger ledger) {
        this(ledger, KnownState.VALUES_AT_HAND);
    }

    BlockVerification(Ledger ledger, int valuesAtHand) {
        this.ledger = ledger;
        this.valuesAtHand = valuesAtHand;
    }

    @Override
    public Report run(Consumer<Progress> progress) {
        return new Walk().run(progress);
    }

    /** One walk, up to the height at its start. */
    private final class Walk {
        private final Genesis genesis = ledger.genesis();
        private final Findings findings = new Findings();
        private final RecordVerification records =
                new RecordVerification(genesis, findings, Sight.PARTIAL, new KnownState(this::readAgain, valuesAtHand));
        private long expected;
        private @Nullable Sha256 previous;
        private long transactions;

        Report run(Consumer<Progress> progress) {
            long height = ledger.height();
            while (expected < height) {
                List<Block> blocks = ledger.blocks(expected, (int) Math.min(BLOCKS_AT_ONCE, height - expected));
                if (blocks.isEmpty()) {
                    findings.at(expected);
                    findings.add(
                            "Block " + expected + " and what follows is missing.", "缺少区块 " + expected + " 及其后的区块。");
                    break;
                }
                blocks.forEach(this::verify);
                progress.accept(new Progress(Math.min(expected, height), height));
            }
            if (height == 0) {
                findings.add("The ledger has no blocks.", "账本没有区块。");
            }
            return new Report(
                    expected,
                    transactions,
                    records.commands(),
                    records.records(),
                    records.untraced(),
                    records.unseen(),
                    findings.all());
        }

        private List<Block.Tx> readAgain(long number) {
            return ledger.blocks(number, 1).stream()
                    .filter(b -> b.number() == number)
                    .findFirst()
                    .map(Block::transactions)
                    .orElse(List.of());
        }

        private void verify(Block block) {
            findings.at(block.number());
            if (block.number() != expected) {
                findings.add(
                        "Block " + expected + " is missing before block " + block.number() + ".",
                        "区块 " + block.number() + " 之前缺少区块 " + expected + "。");
            } else if (previous != null && !Objects.equals(previous, block.previousHash())) {
                findings.add("The block does not follow the one before it.", "该区块未衔接前一区块。");
            }
            expected = Math.max(expected, block.number()) + 1;
            previous = block.hash();
            for (int position = 0; position < block.transactions().size(); position++) {
                Block.Tx tx = block.transactions().get(position);
                transactions++;
                if (tx.validation() == Ledger.Validation.VALID) {
                    findings.at(block.number(), tx);
                    verifyEndorsement(tx);
                    records.verify(block.number(), position, tx, null);
                }
            }
        }

        // Fabric lets whoever owns a collection write it alone; such a transaction could claim any leaf.
        private void verifyEndorsement(Block.Tx tx) {
            List<MspId> registrars = genesis.registrars();
            long endorsing =
                    registrars.stream().filter(r -> tx.endorsers().contains(r)).count();
            if (tx.event() != null && endorsing * 2 <= registrars.size()) {
                findings.add(
                        "The transaction emits leaves with the endorsement of " + endorsing + " of " + registrars.size()
                                + " registrars, which is no majority.",
                        "该交易发出叶，但 " + registrars.size() + " 个登记方中仅 " + endorsing + " 个背书，未过半数。");
            }
        }
    }
}
