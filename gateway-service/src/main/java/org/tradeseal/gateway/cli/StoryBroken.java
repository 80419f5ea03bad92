package org.tradeseal.gateway.cli;

/** A step did not end as the story tells. */
final class StoryBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoryBroken(String message) {
        super(message);
    }
}
