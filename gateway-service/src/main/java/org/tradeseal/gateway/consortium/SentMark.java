package org.tradeseal.gateway.consortium;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Notes whether a call left this machine: one that never did was surely not carried out. */
final class SentMark extends ClientStreamTracer.Factory {
    private volatile boolean sent;

    boolean isSet() {
        return sent;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {
            @Override
            public void outboundMessageSent(int number, long wireBytes, long bytes) {
                sent = true;
            }
        };
    }
}
