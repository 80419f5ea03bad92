/**
 * The registry's formats and how to check them: canonical JSON, digests, Merkle trees, record commitments, leaves,
 * private fields, commands and their signatures. {@code docs/formats.md} describes the same for other implementations.
 */
@org.jspecify.annotations.NullMarked
package org.tradeseal.verify;
