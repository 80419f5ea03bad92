package org.tradeseal.gateway.commands;

import org.tradeseal.gateway.access.Caller;
import tools.jackson.databind.node.ObjectNode;

/** Creation in bulk of records whose requests are no plain command bodies: how a line becomes a request. */
public interface BulkLines {
    /** The plural in the path, for example {@code invoices}. */
    String things();

    /** The request of one line. Throws a Refusal. */
    Commands.Request request(Caller caller, ObjectNode line, String idempotencyKey);
}
