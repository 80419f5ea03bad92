package org.tradeseal.gateway.cli;

/** The command was given something it cannot use; the message is for the person who typed it. */
final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1;

    Misuse(String message) {
        super(message);
    }
}
