/** Every parser that meets foreign bytes, fed with changed ones. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.fuzz;
