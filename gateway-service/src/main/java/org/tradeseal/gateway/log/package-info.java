/** The transparency log: its tree, the heads that organisations sign and cosign, and what is served under {@code /log}. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.log;
