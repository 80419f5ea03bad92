package org.tradeseal.gateway.consortium;

import java.net.InetSocketAddress;

/** A host and a port; the host is this machine if only a port is given. */
record Endpoint(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Reads {@code host:port}, {@code [IPv6]:port} or a bare port. */
    static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).replace("[", "").replace("]", "");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= 65_535) {
                return new Endpoint(host.isEmpty() ? LOOPBACK : host, port);
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw new IllegalStateException(
                "tradeseal.consortium: " + text + " is no address; write host:port / " + text + " 不是地址，请写作 主机:端口");
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }
}
