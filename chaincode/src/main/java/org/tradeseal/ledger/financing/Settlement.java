package org.tradeseal.ledger.financing;

import java.time.LocalDate;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.verify.RecordId;

/** A payment on an invoice, under the reference of the payment; a reference counts once. */
public record Settlement(Money amount, LocalDate date, String reference, RecordId recordedBy) {}
