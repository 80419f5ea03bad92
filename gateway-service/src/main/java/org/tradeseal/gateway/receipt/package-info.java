/** Receipts and statements: what a record's holder shows to anyone, and what is the latest of it. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.receipt;
