package org.tradeseal.ledger.asset;

import org.tradeseal.verify.RecordId;

/** Who objects to a registration, and on what grounds. */
public record Objection(RecordId by, String grounds) {}
