/** E-invoices and credit notes: issuing, the buyer's answer, delivery. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.ledger.invoice;
