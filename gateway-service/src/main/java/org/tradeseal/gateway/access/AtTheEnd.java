package org.tradeseal.gateway.access;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Gives something back when a streamed answer ends, however it ends. */
final class AtTheEnd implements AsyncListener {
    private final AutoCloseable held;

    AtTheEnd(AutoCloseable held) {
        this.held = held;
    }

    static void close(AutoCloseable held) {
        try {
            held.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close(held);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close(held);
    }

    @Override
    public void onError(AsyncEvent event) {
        close(held);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
