/** Blocks into PostgreSQL: records, versions, search; the checkpoint moves in the transaction of its rows. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.readmodel;
