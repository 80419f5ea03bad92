/** The way to the ledger: the port with its two implementations, and the client that batches commands into transactions. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.ledger;
