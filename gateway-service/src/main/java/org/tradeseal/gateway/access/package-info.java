/** Who calls: access tokens, the caller's participant and roles, limits. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.access;
