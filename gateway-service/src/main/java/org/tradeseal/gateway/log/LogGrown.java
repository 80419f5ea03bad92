package org.tradeseal.gateway.log;

/** The log has this many leaves now; told after they are committed. */
public record LogGrown(long size) {}
