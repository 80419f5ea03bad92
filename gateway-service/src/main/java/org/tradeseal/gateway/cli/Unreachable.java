package org.tradeseal.gateway.cli;

/** No gateway answers at the address. */
final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String server;

    Unreachable(String server, Throwable cause) {
        super(server, cause);
        this.server = server;
    }

    String server() {
        return server;
    }
}
