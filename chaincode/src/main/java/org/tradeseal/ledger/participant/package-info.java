/** Organisations' participants: admission, identifiers, roles, keys and custody. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.ledger.participant;
