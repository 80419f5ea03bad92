package org.tradeseal.gateway.ledger.embedded;

/** The version of a key: the block and the position in it of the transaction that wrote the key last, as on Fabric. */
record Version(long block, int position) {}
