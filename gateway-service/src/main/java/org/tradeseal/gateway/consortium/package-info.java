/** Gateways of different organisations, talking to each other over mutual TLS. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.consortium;
