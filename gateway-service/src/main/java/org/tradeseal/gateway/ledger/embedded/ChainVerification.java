package org.tradeseal.gateway.ledger.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.gateway.ledger.audit.Findings;
import org.tradeseal.gateway.ledger.audit.RecordVerification;
import org.tradeseal.gateway.ledger.audit.Sight;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.Sha256;

/**
 * Checks a ledger from its first block on: the chain and its signatures, the validation of every transaction, every
 * signed command, every leaf, and that the state tables hold exactly what the blocks lead to. It trusts nothing in the
 * database, and sees one snapshot of it while writes go on.
 */
final class ChainVerification implements LedgerVerification {
    private static final int BLOCKS_AT_ONCE = 50;

    private final DataSource source;
    private final PublicKey blockKey;
    private final Genesis genesis;

    ChainVerification(DataSource source, PublicKey blockKey, Genesis genesis) {
        this.source = source;
        this.blockKey = blockKey;
        this.genesis = genesis;
    }

    @Override
    public Report run(Consumer<Progress> progress) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try {
                return new Walk(new StoredChain(connection), progress).run();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw StorageRefusals.of(e);
        }
    }

    /** One walk over one snapshot. */
    private final class Walk {
        private final StoredChain chain;
        private final Consumer<Progress> progress;
        private final Findings findings = new Findings();
        private final ReplayedState replayed = new ReplayedState();
        private final RecordVerification records =
                new RecordVerification(genesis, findings, Sight.WHOLE, this::readAgain);
        private long expected;
        private Sha256 previous = BlockHeader.BEFORE_FIRST;
        private long transactions;

        Walk(StoredChain chain, Consumer<Progress> progress) {
            this.chain = chain;
            this.progress = progress;
        }

        Report run() throws SQLException {
            verifyKey();
            long newest = chain.newest();
            for (long from = chain.oldest(); from <= newest; from += BLOCKS_AT_ONCE) {
                for (StoredChain.BlockRow block : chain.blocks(from, from + BLOCKS_AT_ONCE)) {
                    verify(block);
                }
                progress.accept(new Progress(Math.min(newest + 1, from + BLOCKS_AT_ONCE), newest + 1));
            }
            if (expected == 0) {
                findings.add("The ledger has no blocks.", "账本没有区块。");
            }
            chain.forEachState(row -> replayed.compare(row, findings));
            replayed.reportMissing(findings);
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
            try {
                List<Block.Tx> transactions = new ArrayList<>();
                for (StoredChain.BlockRow row : chain.blocks(number, number + 1)) {
                    for (StoredChain.TxRow tx : row.transactions()) {
                        transactions.add(transaction(tx, envelope(tx)));
                    }
                }
                return transactions;
            } catch (SQLException e) {
                throw StorageRefusals.of(e);
            }
        }

        private static Block.Tx transaction(StoredChain.TxRow tx, Envelope envelope) {
            List<Block.PrivateWrite> privateWrites = tx.privateWrites().stream()
                    .map(w ->
                            new Block.PrivateWrite(w.key().collection(), w.key().key(), w.value()))
                    .toList();
            return BlockReader.transaction(envelope, Ledger.Validation.VALID, privateWrites);
        }

        private static Envelope envelope(StoredChain.TxRow tx) {
            return CanonicalJson.readCanonical(tx.envelope().toArray(), Envelope.class);
        }

        private void verifyKey() throws SQLException {
            List<String> key = List.of(blockKey.keyId(), blockKey.algorithm().name(), blockKey.spki());
            if (!chain.blockKeys().equals(List.of(key))) {
                findings.add("The stored block key is not this ledger's.", "存储的区块密钥与本账本不符。");
            }
        }

        private void verify(StoredChain.BlockRow row) {
            findings.at(row.number());
            if (row.number() != expected) {
                findings.add(
                        "Block " + expected + " is missing before block " + row.number() + ".",
                        "区块 " + row.number() + " 之前缺少区块 " + expected + "。");
            }
            expected = row.number() + 1;
            verifyHeader(row);
            previous = Sha256.of(CanonicalJson.bytes(row.header()));
            for (int i = 0; i < row.transactions().size(); i++) {
                StoredChain.TxRow tx = row.transactions().get(i);
                findings.at(row.number(), tx.id());
                if (tx.position() != i) {
                    findings.add("A transaction of the block is missing.", "该区块缺少一笔交易。");
                }
                transactions++;
                verify(row.number(), i, tx);
            }
        }

        private void verifyHeader(StoredChain.BlockRow row) {
            BlockHeader header = row.header();
            if (!header.previousHash().equals(previous)) {
                findings.add("The block does not follow the one before it.", "该区块未衔接前一区块。");
            }
            List<BlockHeader.Entry> entries =
                    row.transactions().stream().map(StoredChain.TxRow::entry).toList();
            boolean sameData = new BlockHeader(row.number(), header.previousHash(), entries)
                    .dataHash()
                    .equals(header.dataHash());
            if (!sameData) {
                findings.add("The block's transactions differ from its data hash.", "区块中的交易与其数据摘要不符。");
            }
            if (!row.hash().equals(header.hash())) {
                findings.add("The block's hash is not that of its header.", "区块摘要与其区块头不符。");
            }
            if (!blockKey.verifies(header.signedBytes(), row.signature())) {
                findings.add("The block's signature is not by the block key.", "区块签名不是由区块密钥作出。");
            }
        }

        private void verify(long block, int index, StoredChain.TxRow tx) {
            Envelope envelope;
            try {
                envelope = envelope(tx);
            } catch (RuntimeException e) {
                findings.add("The transaction cannot be read.", "无法读取该交易。");
                return;
            }
            if (!envelope.id().equals(tx.id()) || !envelope.format().equals(Envelope.FORMAT)) {
                findings.add("The transaction is stored under another id.", "交易以另一编号存储。");
            }
            Ledger.Validation right = replayed.validation(envelope);
            if (!right.name().equals(tx.validation())) {
                findings.add(
                        "The transaction is marked " + tx.validation() + ", but is " + right + ".",
                        "交易标记为 " + tx.validation() + "，实际应为 " + right + "。");
            }
            if (right == Ledger.Validation.VALID) {
                verifyPrivate(tx, envelope);
                if (envelope.event() != null && !envelope.event().name().equals(Leaves.EVENT)) {
                    findings.add("The event's leaves go by another name.", "事件中的叶使用了另一名称。");
                }
                records.verify(block, index, transaction(tx, envelope), tx.privateInput());
                replayed.apply(envelope, new Version(block, tx.position()));
            } else if (!tx.privateWrites().isEmpty() || tx.privateInput() != null) {
                findings.add("An invalid transaction has private data.", "无效交易带有私密数据。");
            }
        }

        private void verifyPrivate(StoredChain.TxRow tx, Envelope envelope) {
            List<Envelope.PrivateWrite> stored = tx.privateWrites().stream()
                    .map(w -> new Envelope.PrivateWrite(
                            w.key().collection(),
                            w.key().keyHash(),
                            Sha256.of(w.value().toArray())))
                    .toList();
            boolean ordered = true;
            for (int i = 0; i < stored.size(); i++) {
                ordered &= tx.privateWrites().get(i).ordinal() == i;
            }
            if (!ordered || !stored.equals(envelope.privateWrites())) {
                findings.add("The private writes differ from their hashes in the block.", "私密写入与区块中的摘要不符。");
            }
            Sha256 input = tx.privateInput() == null
                    ? null
                    : Sha256.of(tx.privateInput().toArray());
            if (!Objects.equals(input, envelope.privateInput())) {
                findings.add("The private batch differs from its hash in the block.", "私密批次与区块中的摘要不符。");
            }
        }
    }
}
