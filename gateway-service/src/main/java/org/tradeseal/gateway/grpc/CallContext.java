package org.tradeseal.gateway.grpc;

import io.grpc.Context;
import java.util.Objects;
import org.tradeseal.gateway.access.Caller;

/** Who calls, and in which language the answer reads; set by {@link CallerInterceptor}. */
record CallContext(Caller caller, String language) {
    static final Context.Key<CallContext> KEY = Context.key("tradeseal-call");

    static CallContext current() {
        return Objects.requireNonNull(KEY.get(), "the rpc needs a token");
    }
}
