/** What every feature of the registry is made of: records, lifecycles, commands under execution, and the ledger port. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.ledger.record;
