package org.tradeseal.gateway.ledger.embedded;

import java.sql.SQLException;

/** The connection failed during COMMIT: the block may or may not be on disk. */
final class CommitUnknown extends Exception {
    private static final long serialVersionUID = 1;

    CommitUnknown(SQLException cause) {
        super(cause);
    }
}
