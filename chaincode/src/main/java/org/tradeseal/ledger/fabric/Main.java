package org.tradeseal.ledger.fabric;

import io.grpc.Server;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tradeseal.verify.Refusal;

/** Runs the chaincode as a service: peers connect to this process. It ends on SIGTERM; exit code 2 is a wrong call. */
final class Main {
    private static final int END_WITHIN_SECONDS = 5;

    private Main() {}

    public static void main(String... arguments) throws InterruptedException {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        Logger.getLogger("").setLevel(Level.WARNING);
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (Refusal refusal) {
            System.err.println(refusal.detail().zh() + "\n" + refusal.detail().en());
            System.exit(2);
            return;
        }
        Server server;
        try {
            server = ChaincodeServer.start(options, Clock.systemUTC());
        } catch (IOException | IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            System.err.println("链码无法在 " + options.address() + " 启动：" + cause.getMessage()
                    + "\nThe chaincode cannot start on " + options.address() + ": " + cause.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "end"));
        System.out.println("贸印链码正在监听 / TradeSeal chaincode listens: " + options.address() + ", " + options.msp() + ", "
                + options.packageId());
        server.awaitTermination();
    }

    // The peers' streams never end by themselves; what is under way has a moment to finish.
    private static void end(Server server) {
        server.shutdown();
        try {
            if (!server.awaitTermination(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
