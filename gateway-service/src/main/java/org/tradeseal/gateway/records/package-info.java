/** Reading records: one by id, lists, histories, the feed of changes, and what waits for whom. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.records;
