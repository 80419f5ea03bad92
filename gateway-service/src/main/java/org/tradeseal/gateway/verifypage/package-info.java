/** The verifier as a web page. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.verifypage;
