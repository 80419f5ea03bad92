package org.tradeseal.gateway.bench;

import org.tradeseal.verify.RecordId;

/** One caller's way of getting records onto the ledger; each call files new ones and waits until they are acknowledged. */
@FunctionalInterface
interface Filer {
    Filed file() throws Exception;

    /** What one call filed: how many records, one of them to look for later, and the block it is in. */
    record Filed(int records, RecordId sample, long block) {}
}
