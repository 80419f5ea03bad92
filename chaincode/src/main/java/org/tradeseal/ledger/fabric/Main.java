package org.tradeseal.ledger.fabric;

import io.grpc.Server;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Text;

/** Runs the chaincode as a service: peers connect to this process. It ends on SIGTERM; exit code 2 is a wrong call. */
final class Main {
    private static final int END_WITHIN_SECONDS = 1;

    private Main() {}

    public static void main(String... arguments) throws InterruptedException {
        // Both languages, whatever the machine's setting.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        Logger.getLogger("").setLevel(Level.WARNING);
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (Refusal refusal) {
            err.println(refusal.detail().zh() + "\n" + refusal.detail().en() + "\n  " + Options.USAGE);
            System.exit(2);
            return;
        }
        Clock clock = Clock.systemUTC();
        String address =
                options.address().getHostString() + ":" + options.address().getPort();
        Server server;
        try {
            options.requireInForce(clock.instant());
            server = ChaincodeServer.start(options, clock);
        } catch (IOException | IllegalArgumentException | Refusal e) {
            Text why = reason(e);
            err.println("链码无法在 " + address + " 启动：" + why.zh() + "\nThe chaincode cannot start on " + address + ": "
                    + why.en());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "end"));
        out.println("贸印链码正在监听 / TradeSeal chaincode listens: " + address + ", " + options.msp() + ", "
                + options.packageId());
        server.awaitTermination();
    }

    private static Text reason(Exception e) {
        if (e instanceof Refusal refusal) {
            return refusal.detail();
        }
        String message = String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
        return Text.of(message, message);
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
