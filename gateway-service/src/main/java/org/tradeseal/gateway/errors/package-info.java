/** Refusals as their callers see them: RFC 9457 problems over REST, google.rpc.ErrorInfo over gRPC. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.errors;
