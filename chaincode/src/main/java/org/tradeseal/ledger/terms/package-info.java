/** What a licence allows, and where two licences meet: kind, rights, term, territory, field of use and manner. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.ledger.terms;
