package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tradeseal.gateway.ledger.Ledger;

/** A running registry that faults are tried on, with processes of its own. */
interface Registry extends AutoCloseable {
    /** What is done with a ledger while it is open. */
    interface Use<T> {
        T with(Ledger ledger) throws Exception;
    }

    /** The gateway that is written through, by its operator's token. */
    Rest operator();

    /** The gateway that is read, by the regulator's token. */
    Rest regulator();

    /** The organisations whose gateways have a read model. */
    List<String> organisations();

    /** The state folder of an organisation's gateway. */
    Path state(String organisation);

    /** Opens the ledger as an organisation sees it, beside its gateway, to read it anew. */
    <T> T withLedger(String organisation, Use<T> use) throws Exception;

    /** Waits until nothing is away or behind any more, and answers how many blocks there are. */
    long awaitWhole() throws IOException;

    /** Makes ready what a round needs before its fault. */
    Mishap mishap(Plan plan) throws IOException;

    /** What a stranger checks with; empty where too few organisations have a gateway to cosign a head. */
    default Optional<Proofs> proofs() {
        return Optional.empty();
    }

    /** What the gateways wrote to their logs. */
    String logs() throws IOException;

    /** Copies the log of each process to this folder, as KIND-NAME.log. */
    void keepLogs(Path target) throws IOException;

    @Override
    void close();
}
