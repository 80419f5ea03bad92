package org.tradeseal.gateway.commands;

import org.tradeseal.gateway.access.Caller;
import org.tradeseal.ledger.record.CommandRule;
import tools.jackson.databind.node.ObjectNode;

/** Adds to a command's body what its caller need not know, such as the proofs of fields that a rule looks at. */
public interface BodyCompletion {
    void complete(Caller caller, CommandRule<?> rule, ObjectNode body);
}
