package org.tradeseal.gateway.cli;

import java.util.concurrent.Callable;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.verify.RecordId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Moves the record with the given id. */
@Command
final class MoveVerb implements Callable<Integer> {
    private final Session session;
    private final CommandRule<?> rule;
    private final String path;

    @Parameters(paramLabel = "ID", descriptionKey = "ID")
    private String id = "";

    @Mixin
    private BodyOptions body = new BodyOptions();

    @Mixin
    private WriteOptions write = new WriteOptions();

    MoveVerb(Session session, CommandRule<?> rule, String path) {
        this.session = session;
        this.rule = rule;
        this.path = path;
    }

    @Override
    public Integer call() {
        RecordId record = new RecordId(id);
        ObjectNode json = body.json(session);
        json.put("id", record.value());
        String address = path.replace("{id}", record.value());
        JsonNode written = write.write(session, rule, address, Api.Body.json(json), json);
        RecordPrinter.print(session, written);
        return TradeSeal.DONE;
    }
}
