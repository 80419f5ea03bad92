package org.tradeseal.ledger.financing;

/** Whether an invoice can still be financed or paid, as far as the registrars know. */
public enum RegisterStatus {
    OPEN,
    SETTLED,
    CANCELLED
}
