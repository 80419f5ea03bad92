/**
 * The registry's rules as chaincode of Hyperledger Fabric: a server that peers connect to (chaincode as a service), and
 * their transactions as {@link org.tradeseal.ledger.record.Transaction}. The only package that knows Fabric.
 */
@org.jspecify.annotations.NullMarked
package org.tradeseal.ledger.fabric;
