package org.tradeseal.gateway.faults;

/** A write that a gateway answered with success: the client's key, the record, and when (nanoTime) it was asked and told. */
record Acknowledged(String key, String id, long askedAtNanos, long toldAtNanos) {}
