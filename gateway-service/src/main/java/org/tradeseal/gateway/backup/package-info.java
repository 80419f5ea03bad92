/** Backups of a gateway on the embedded ledger: taken while it runs, checked by restoring them, restored up to any block. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.backup;
