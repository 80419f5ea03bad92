/**
 * The ledger on a Hyperledger Fabric network, through the Fabric Gateway SDK: this organisation's own peer first, the
 * others' as fallbacks where nothing private travels.
 */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.ledger.fabric;
