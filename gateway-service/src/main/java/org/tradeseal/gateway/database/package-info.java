/** The PostgreSQL of a gateway, embedded or external, and the folder in which the gateway keeps its state and secrets. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.database;
