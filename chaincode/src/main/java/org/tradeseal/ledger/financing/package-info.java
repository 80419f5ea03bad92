/** Financing of invoices, in the registrars' collection: mandates, inquiries, the register of an invoice, financings. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.ledger.financing;
