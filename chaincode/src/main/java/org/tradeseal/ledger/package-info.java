/**
 * The registry's rules as chaincode: {@link org.tradeseal.ledger.Contracts} dispatches the commands of a batch to the
 * features. Nothing here knows Spring, JDBC, a clock or chance.
 */
@org.jspecify.annotations.NullMarked
package org.tradeseal.ledger;
