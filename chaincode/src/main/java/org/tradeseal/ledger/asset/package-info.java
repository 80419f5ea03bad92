/** Intellectual property and digital assets: deposit, filing, examination, ownership and the index of live licences. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.ledger.asset;
