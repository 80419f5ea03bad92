/**
 * Everything between a foreign invoice's bytes and typed facts: the XML gate, syntax detection, rule sets, facts,
 * fingerprints and the private fields of the record. No database, no ledger, no network.
 */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.einvoice;
