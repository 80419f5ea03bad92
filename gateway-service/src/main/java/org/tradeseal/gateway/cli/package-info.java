/** The client command line and the played story: both speak to a gateway through its public REST API only. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.cli;
