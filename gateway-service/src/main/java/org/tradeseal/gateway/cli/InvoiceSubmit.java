package org.tradeseal.gateway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.verify.RecordId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Issues an invoice: the document as it is, its signature if that is a file of its own, and who gets it. */
@Command
final class InvoiceSubmit implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", descriptionKey = "FILE")
    private Path file = Path.of("-");

    @Option(names = "--signature", paramLabel = "FILE")
    private @Nullable Path signature;

    @Option(names = "--recipient", paramLabel = "ID")
    private List<String> recipients = new ArrayList<>();

    @Option(names = "--corrects", paramLabel = "ID")
    private @Nullable String corrects;

    @Mixin
    private WriteOptions write = new WriteOptions();

    InvoiceSubmit(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Multipart parts = new Multipart()
                .file("document", String.valueOf(file.getFileName()), "application/xml", session.bytesOf(file));
        if (signature != null) {
            parts.file(
                    "signature",
                    String.valueOf(signature.getFileName()),
                    "application/octet-stream",
                    session.bytesOf(signature));
        }
        if (!recipients.isEmpty()) {
            List<String> ids =
                    recipients.stream().map(r -> new RecordId(r).value()).toList();
            parts.text("recipients", String.join(",", ids));
        }
        if (corrects != null) {
            parts.text("corrects", new RecordId(corrects).value());
        }
        RecordPrinter.print(
                session, write.write(session, Contracts.rule("invoice.issue"), "/v1/invoices", parts.body(), null));
        return TradeSeal.DONE;
    }
}
