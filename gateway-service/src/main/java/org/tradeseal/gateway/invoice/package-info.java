/** Invoices on their way in: gate, syntax, rule sets, signature, fingerprints and fields, then the command. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.invoice;
