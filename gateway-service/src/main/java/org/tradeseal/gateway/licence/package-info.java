/** Questions about licences that record nothing. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.licence;
