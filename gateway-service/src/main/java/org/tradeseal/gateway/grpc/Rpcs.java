package org.tradeseal.gateway.grpc;

import java.util.List;

/** The rpcs that a feature answers. */
public interface Rpcs {
    List<Rpc> rpcs();
}
