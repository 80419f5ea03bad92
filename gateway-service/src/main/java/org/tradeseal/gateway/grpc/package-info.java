/** The gRPC doors: services built at start from the proto descriptors, answered by the features that REST asks too. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.grpc;
