/** Every command of the dispatch table over REST: built, previewed, signed or prepared, submitted and answered. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.commands;
