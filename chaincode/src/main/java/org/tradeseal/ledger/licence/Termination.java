package org.tradeseal.ledger.licence;

import org.tradeseal.verify.RecordId;

/** A party's proposal to terminate a licence, which the other party completes by terminating it too. */
public record Termination(RecordId by, String reason) {}
