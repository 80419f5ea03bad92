package org.tradeseal.gateway.ledger.embedded;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.verify.RecordId;

/** A process that writes until it is killed, and notes every record that was acknowledged. */
final class CrashWriter {
    private static final int CALLERS = 4;

    private CrashWriter() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        TestConsortium consortium = TestConsortium.in(folder.resolve("consortium"));
        StateFolder state = StateFolder.open(folder.resolve("state"));
        EmbeddedLedger ledger = EmbeddedLedger.open(Database.embedded(state), state, consortium);
        Writer acknowledged = Files.newBufferedWriter(
                folder.resolve("acknowledged"),
                StandardCharsets.US_ASCII,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        for (int i = 0; i < CALLERS; i++) {
            new Thread(() -> writeForEver(ledger, consortium, acknowledged)).start();
        }
    }

    private static void writeForEver(EmbeddedLedger ledger, TestConsortium consortium, Writer acknowledged) {
        try {
            while (true) {
                RecordId id = consortium.admit(ledger, UUID.randomUUID().toString());
                synchronized (acknowledged) {
                    acknowledged.write(id + "\n");
                    acknowledged.flush();
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
