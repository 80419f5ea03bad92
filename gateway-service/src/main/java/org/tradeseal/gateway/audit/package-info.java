/** For the regulator: the whole ledger checked, who asked what, the alarms. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.audit;
