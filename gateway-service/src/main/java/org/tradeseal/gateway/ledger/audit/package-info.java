/**
 * The check of a whole ledger by its blocks, whichever ledger it is: every change of a record is what the contracts lead
 * to, given the state before it and the signed commands of its transaction.
 */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.ledger.audit;
