package org.tradeseal.gateway.cli;

import org.tradeseal.verify.Text;

/** The gateway prepared something else than it was asked to, so nothing was signed. */
final class NotAsAsked extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Text sentence;

    NotAsAsked(String en, String zh) {
        super(en);
        this.sentence = Text.of(en, zh);
    }

    String in(String language) {
        return sentence.in(language);
    }
}
