package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Money;

/** What the seller may know of its invoice's register: sums, and no bank. */
public record RegisterTotals(Money payable, Money settled, Money financed, Money remaining, RegisterStatus status) {}
