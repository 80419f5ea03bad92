/** Private content on its way to its recipients: fields and payload are kept before anything is submitted. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.delivery;
