/** Selective disclosure: single private fields of a record, shown to somebody who checks them against its receipt. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.disclosure;
