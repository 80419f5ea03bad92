package org.tradeseal.gateway.ledger.fabric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The project's own scripts/fabric on the network of one state folder. */
public record FabricScript(Path state) {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final int PORTS = 200;

    /** Runs it; its output is in the log of the state folder. */
    public void run(int seconds, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(PROJECT.resolve("scripts/fabric").toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(state);
            Path log = state.resolve("script.log");
            long before = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("TRADESEAL_STATE", state.toString());
            builder.environment().put("TRADESEAL_BUILD", "false");
            builder.environment().put("TRADESEAL_LANG", "en");
            Process process = builder.start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                throw new IllegalStateException(command + " takes more than " + seconds + " s:\n" + since(before, log));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed:\n" + since(before, log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " was interrupted", e);
        }
    }

    private static String since(long before, Path log) throws IOException {
        byte[] all = Files.readAllBytes(log);
        int from = (int) Math.min(before, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    /** The first of the free ports in a row that a network needs. */
    public static int freePorts() {
        for (int attempt = 0; attempt < 50; attempt++) {
            int base = 20000 + PORTS * ThreadLocalRandom.current().nextInt(60);
            if (allFree(base)) {
                return base;
            }
        }
        throw new IllegalStateException("no 200 free ports in a row");
    }

    private static boolean allFree(int base) {
        for (int port = base; port < base + PORTS; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** What a file of properties says. */
    public static Map<String, Object> properties(Path file) {
        Properties written = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            written.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> all = new TreeMap<>();
        written.forEach((key, value) -> all.put(key.toString(), value));
        return all;
    }
}
