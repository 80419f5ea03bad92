/**
 * The ledger in one process, for one operator on one machine: hash-chained, signed blocks and the world state in
 * PostgreSQL, with Fabric's rules where they show.
 */
@org.springframework.modulith.NamedInterface("embedded")
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.ledger.embedded;
