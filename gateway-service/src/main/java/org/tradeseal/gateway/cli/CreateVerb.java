package org.tradeseal.gateway.cli;

import java.util.concurrent.Callable;
import org.tradeseal.ledger.record.CommandRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates a record. */
@Command
final class CreateVerb implements Callable<Integer> {
    private final Session session;
    private final CommandRule<?> rule;
    private final String path;

    @Mixin
    private BodyOptions body = new BodyOptions();

    @Mixin
    private WriteOptions write = new WriteOptions();

    CreateVerb(Session session, CommandRule<?> rule, String path) {
        this.session = session;
        this.rule = rule;
        this.path = path;
    }

    @Override
    public Integer call() {
        ObjectNode json = body.json(session);
        JsonNode written = write.write(session, rule, path, Api.Body.json(json), json);
        RecordPrinter.print(session, written);
        return TradeSeal.DONE;
    }
}
