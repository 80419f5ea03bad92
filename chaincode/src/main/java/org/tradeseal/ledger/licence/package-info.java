/** Licences of registered assets: offer, acceptance, recordal, their end, and the conflicts between them. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.ledger.licence;
