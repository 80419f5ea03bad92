/** The private keys this gateway holds for its authorities and institutions. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.keys;
