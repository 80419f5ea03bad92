/** The first start: founders and their keys, the genesis, schemas, the operator's token. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.setup;
