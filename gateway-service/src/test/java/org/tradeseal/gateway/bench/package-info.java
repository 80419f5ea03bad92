/** The benchmark behind {@code scripts/bench}: load generators, what they count as done, and how it is told. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.bench;
