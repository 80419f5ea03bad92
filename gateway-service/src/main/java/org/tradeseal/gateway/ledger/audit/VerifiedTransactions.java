package org.tradeseal.gateway.ledger.audit;

import java.util.List;
import org.tradeseal.gateway.ledger.Block;

/** The transactions of a block that the verification has walked already, read once more, in their order. */
public interface VerifiedTransactions {
    List<Block.Tx> ofBlock(long number);
}
