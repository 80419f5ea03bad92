package org.tradeseal.gateway.signature;

/** How much of the presented document a signature covers: all of it, or less. */
public enum SignatureScope {
    FULL,
    PARTIAL
}
