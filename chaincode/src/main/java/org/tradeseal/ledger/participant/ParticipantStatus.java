package org.tradeseal.ledger.participant;

/** Whether a participant may write. */
public enum ParticipantStatus {
    ACTIVE,
    SUSPENDED
}
