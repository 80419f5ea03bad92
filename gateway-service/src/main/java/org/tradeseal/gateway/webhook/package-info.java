/** Tells participants of record changes by HTTP: CloudEvents 1.0, signed as Standard Webhooks says. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.webhook;
