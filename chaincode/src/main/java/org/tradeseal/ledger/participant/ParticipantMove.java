package org.tradeseal.ledger.participant;

import org.tradeseal.ledger.record.Move;

/** The verbs about participants. */
public enum ParticipantMove implements Move {
    FOUND,
    ADMIT,
    SUSPEND,
    RESUME,
    ROTATE_KEY,
    REPLACE_KEY,
    END_CUSTODY
}
