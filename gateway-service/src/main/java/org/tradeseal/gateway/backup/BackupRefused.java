package org.tradeseal.gateway.backup;

import org.tradeseal.verify.Text;

/** A backup or restore that is not done, with the reason for the person who asked. */
final class BackupRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Text reason;

    BackupRefused(String en, String zh) {
        super(en);
        this.reason = Text.of(en, zh);
    }

    Text reason() {
        return reason;
    }
}
