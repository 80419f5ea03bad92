/** What an operator watches: figures for Prometheus, and whether the gateway is ready. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.metrics;
