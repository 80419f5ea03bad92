package org.tradeseal.gateway.ledger.embedded;

import java.util.List;
import java.util.Map;
import org.tradeseal.gateway.ledger.Ledger;

/** A validated and signed block, ready to be written: its transactions, and the values that the valid ones leave. */
record SealedBlock(BlockHeader header, String signature, List<Item> items, Map<StateKey, StateValue> values) {
    SealedBlock {
        items = List.copyOf(items);
    }

    record Item(Endorsement endorsement, Ledger.Validation validation) {}
}
