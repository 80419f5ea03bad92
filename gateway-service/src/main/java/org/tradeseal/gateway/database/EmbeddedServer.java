package org.tradeseal.gateway.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that this process runs: its data under the state folder, on the loopback address and a free port,
 * with a random password. If it dies it is started again on the same port.
 */
final class EmbeddedServer implements AutoCloseable {
    static final String USER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String PASSWORD_FILE = "postgresql-password";
    private static final String DATA = "postgresql-data";
    private static final String COMPLETE_FILE = "postgresql-data.complete";
    private static final Duration START = Duration.ofSeconds(60);

    private final StateFolder state;
    private final Path data;
    private final String password;
    private final int port;
    private @Nullable EmbeddedPostgres server;
    private boolean closed;

    private EmbeddedServer(StateFolder state) {
        this.state = state;
        this.data = state.path().resolve(DATA);
        this.password = state.secret(PASSWORD_FILE, EmbeddedServer::newPassword);
        this.port = freePort();
    }

    static EmbeddedServer start(StateFolder state) {
        EmbeddedServer server = new EmbeddedServer(state);
        server.stopOrphan();
        server.setIncompleteDataAside();
        server.startUntilItRuns();
        server.state.secret(COMPLETE_FILE, () -> "initialised\n");
        return server;
    }

    /** Where a running server listens, and its password. */
    record Address(int port, String password) {}

    /** The server that another process runs on this state folder's data. */
    static Address runningIn(Path stateFolder) {
        Path folder = stateFolder.toAbsolutePath().normalize();
        List<String> pidFile = readLines(folder.resolve(DATA).resolve("postmaster.pid"));
        // PostgreSQL's pid file: process id, data folder, start time, port, ...
        if (pidFile.size() < 4 || !pidFile.get(3).strip().matches("[0-9]{1,5}")) {
            throw new IllegalStateException("no database runs in " + folder + "; is the gateway still starting? / "
                    + folder + " 中没有运行中的数据库，网关是否仍在启动？");
        }
        String password = String.join("", readLines(folder.resolve(PASSWORD_FILE)));
        return new Address(Integer.parseInt(pidFile.get(3).strip()), password);
    }

    int port() {
        return port;
    }

    String password() {
        return password;
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback address", e);
        }
    }

    // Processes of a postmaster that was killed hold the data for a moment longer, and recovery takes its time.
    private synchronized void startUntilItRuns() {
        long deadline = System.nanoTime() + START.toNanos();
        while (!closed) {
            try {
                server = startOnce();
                supervise();
                return;
            } catch (IOException | RuntimeException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "PostgreSQL does not start on " + data + " / PostgreSQL 无法在 " + data + " 上启动", e);
                }
                LOG.warn("PostgreSQL did not start, trying again: {}", e.toString());
                sleep();
            }
        }
    }

    private void supervise() {
        ProcessHandle postmaster = running();
        if (postmaster != null) {
            CompletableFuture<Void> unused = postmaster.onExit().thenRun(this::restart);
        }
    }

    private EmbeddedPostgres startOnce() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(state.folder("postgresql-binaries").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START)
                .setPort(port)
                .setConnectConfig("password", password);
        // Options of initdb: nobody connects without the password.
        builder.setLocaleConfig("locale", "C")
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("pwfile", state.path().resolve(PASSWORD_FILE).toString());
        // The library runs tests and turns durability off (-F); an acknowledged record must survive a power failure.
        builder.setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig(
                        "listen_addresses", InetAddress.getLoopbackAddress().getHostAddress())
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "60");
        return builder.start();
    }

    private void restart() {
        synchronized (this) {
            if (closed || server == null) {
                return;
            }
            LOG.error("PostgreSQL ended by itself; starting it again");
            closeQuietly(server);
            server = null;
        }
        while (!isRunningOrClosed()) {
            try {
                startUntilItRuns();
            } catch (IllegalStateException e) {
                // Whatever keeps it down, such as a full disk, may pass; until then callers are refused.
                LOG.error("PostgreSQL stays down; trying on", e);
            }
        }
    }

    private synchronized boolean isRunningOrClosed() {
        return closed || server != null;
    }

    // A gateway that was killed leaves its server behind. The lock on the state folder says that no gateway lives, so
    // that a server on this very data folder is an orphan.
    private void stopOrphan() {
        ProcessHandle process = running();
        if (process == null) {
            // Another process may have the number in the file by now; PostgreSQL would take it for a living server.
            delete(pidFile());
            return;
        }
        LOG.info("stopping PostgreSQL {}, which an earlier run left behind", process.pid());
        process.destroy();
        if (!ends(process, 15)) {
            process.destroyForcibly();
            ends(process, 5);
        }
    }

    // Killed while it was being created, the data cannot be used; it never held anything, but is kept all the same.
    private void setIncompleteDataAside() {
        if (Files.exists(data) && state.secret(COMPLETE_FILE).isEmpty()) {
            Path aside = state.path().resolve("postgresql-data.incomplete-" + System.currentTimeMillis());
            try {
                Files.move(data, aside);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot move " + data, e);
            }
            LOG.warn("the database in {} was never completed; it now is {}", data, aside);
        }
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    // The server on this very data folder, if it lives: its first line is the process id.
    private @Nullable ProcessHandle running() {
        String pid = readLines(pidFile()).stream().findFirst().orElse("").strip();
        if (!pid.matches("[0-9]{1,10}")) {
            return null;
        }
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .filter(p -> p.info().commandLine().orElse("").contains(data.toString()))
                .orElse(null);
    }

    private static boolean ends(ProcessHandle process, int seconds) {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return false;
        }
    }

    private static List<String> readLines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL starts", e);
        }
    }

    private static void closeQuietly(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("PostgreSQL could not be stopped", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            closeQuietly(server);
            server = null;
        }
    }
}
