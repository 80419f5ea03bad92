package org.tradeseal.gateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Asks whether terms would clash with live licences; records nothing. Exit code 1 if they would. */
@Command
final class LicenceCheck implements Callable<Integer> {
    private final Session session;

    @Mixin
    private BodyOptions body = new BodyOptions();

    LicenceCheck(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.api().post("/v1/licences/check", body.json(session));
        if (!session.printedAsJson(answer)) {
            RecordPrinter.printValues(session, answer, "");
        }
        return answer.path("conflicts").isEmpty() ? TradeSeal.DONE : TradeSeal.REFUSED;
    }
}
