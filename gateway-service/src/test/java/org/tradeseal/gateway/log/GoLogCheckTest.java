package org.tradeseal.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.gateway.ledger.embedded.EmbeddedLedger;
import org.tradeseal.gateway.ledger.embedded.TestServer;
import org.tradeseal.gateway.readmodel.TestReadModel;
import org.tradeseal.verify.NoteKey;
import org.tradeseal.verify.NoteSigner;

/**
 * The log as it is served, checked by a program in Go on the libraries that check Go's own module log. Each test is skipped
 * where there is no Go, or no way to the one module the program needs.
 */
class GoLogCheckTest {
    private static final Path SOURCES = Path.of("src/test/go/logcheck");
    private static final int LEAVES = 520; // two full tiles, one in part, and a level above them

    @TempDir
    private static Path temp;

    private static String missing = "";
    private static AutoCloseable ledgerAndModel = () -> {};
    private static HttpServer server;
    private static NoteKey key;
    /** What was served last, by path. */
    private static final Map<String, byte[]> SERVED = new TreeMap<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void theProgramAndALog() throws Exception {
        missing = build();
        if (missing.isEmpty()) {
            serve();
        }
    }

    // A program that cannot be built although its module is there is a failure, not a reason to skip.
    private static String build() throws Exception {
        try {
            if (run(SOURCES, "go", "version").exitCode() != 0) {
                return "Go does not run here";
            }
        } catch (IOException e) {
            return "Go is not installed (the command go is missing)";
        }
        Ran fetched = run(SOURCES, "go", "mod", "download");
        if (fetched.exitCode() != 0) {
            return "the module golang.org/x/mod cannot be fetched: " + fetched.said();
        }
        Ran built = run(SOURCES, "go", "build", "-buildvcs=false", "-o", program(), ".");
        assertThat(built.exitCode()).as(built.said()).isZero();
        return "";
    }

    private static void serve() throws Exception {
        StateFolder state = StateFolder.open(temp.resolve("state"));
        Database database = TestServer.newDatabase().connect();
        TestConsortium consortium = TestConsortium.create();
        EmbeddedLedger ledger = EmbeddedLedger.open(database, state, consortium);
        TestReadModel model = new TestReadModel(ledger);
        OwnKeys keys = new OwnKeys(state, ledger);
        LogAlarms alarms = new LogAlarms(model.jdbc());
        LogTree tree = new LogTree(model.jdbc());
        KnownKeys known = new KnownKeys(keys, ledger, Optional.empty(), model.jdbc(), alarms);
        Heads heads = new Heads(tree, keys, known, alarms, ledger, Optional.empty(), model.jdbc(), state, 1);
        ledgerAndModel = () -> {
            heads.stop();
            model.close();
            ledger.close();
            database.close();
            state.close();
        };
        key = keys.log().key();
        for (int i = 0; i < LEAVES; i++) {
            consortium.admit(ledger, "number " + i);
        }
        model.follow();
        assertThat(heads.signNow()).isTrue();
        MockMvc log = MockMvcBuilders.standaloneSetup(new LogController(heads, tree, known, ledger))
                .build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, log));
        server.start();
    }

    private static void answer(HttpExchange exchange, MockMvc log) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            MockHttpServletResponse response =
                    log.perform(get(path)).andReturn().getResponse();
            byte[] body = response.getContentAsByteArray();
            SERVED.put(path, body);
            exchange.sendResponseHeaders(response.getStatus(), body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @AfterAll
    static void close() throws Exception {
        if (server != null) {
            server.stop(0);
        }
        ledgerAndModel.close();
    }

    @BeforeEach
    void skippedWithoutGo() {
        if (!missing.isEmpty()) {
            Assumptions.abort(missing); // scripts/test prints the reason
        }
    }

    /** How a program ended, and what it printed. */
    private record Ran(int exitCode, String said) {}

    private static Ran run(Path in, String... command) throws Exception {
        Path said = Files.createTempFile(temp, "said", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Ran(-1, "no end within three minutes");
        }
        return new Ran(
                process.exitValue(),
                Files.readString(said, StandardCharsets.UTF_8).strip());
    }

    private static String program() {
        return temp.resolve("logcheck").toString();
    }

    private static Ran check(NoteKey by, String source) throws Exception {
        return run(temp, program(), by.verifierKey(), source);
    }

    private static String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/log";
    }

    /** The files of the log as a folder, as they were served to the program. */
    private void saveLog() throws Exception {
        assertThat(check(key, address()).exitCode()).isZero();
        for (Map.Entry<String, byte[]> file : SERVED.entrySet()) {
            Path path = folder.resolve(file.getKey().substring("/log/".length()));
            Files.createDirectories(path.resolveSibling(""));
            Files.write(path, file.getValue());
        }
    }

    @Test
    void theServedHeadLeavesAndTilesAgreeForGosLibraries() throws Exception {
        Ran ran = check(key, address());
        assertThat(ran.exitCode()).as(ran.said()).isZero();
        assertThat(ran.said()).contains("head, leaves and tiles agree");
        assertThat(SERVED.keySet())
                .contains("/log/tile/0/000", "/log/tile/0/001", "/log/tile/entries/000")
                .anyMatch(p -> p.startsWith("/log/tile/0/002.p/"))
                .contains("/log/tile/1/000.p/2");
    }

    @Test
    void aFolderWithTheSameFilesIsCheckedTheSameWay() throws Exception {
        saveLog();
        Ran ran = check(key, folder.toString());
        assertThat(ran.exitCode()).as(ran.said()).isZero();
    }

    @Test
    void aChangedByteOfAnyFileIsNoticed() throws Exception {
        saveLog();
        for (String path : List.copyOf(SERVED.keySet())) {
            Path file = folder.resolve(path.substring("/log/".length()));
            byte[] whole = Files.readAllBytes(file);
            byte[] changed = whole.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(file, changed);
            Ran ran = check(key, folder.toString());
            assertThat(ran.exitCode()).as("%s: %s", path, ran.said()).isEqualTo(1);
            assertThat(ran.said())
                    .startsWith("logcheck: "
                            + (path.endsWith("checkpoint") ? "head" : path.contains("entries") ? "leaves" : "tiles"));
            Files.write(file, whole);
        }
    }

    @Test
    void aMissingFileIsNoticed() throws Exception {
        saveLog();
        Files.delete(folder.resolve("tile/0/001"));
        assertThat(check(key, folder.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void aHeadOfAnotherKeyIsNotBelieved() throws Exception {
        NoteSigner other = NoteSigner.of(key.name(), NoteKey.Kind.LOG, new byte[32]);
        Ran ran = check(other.key(), address());
        assertThat(ran.exitCode()).as(ran.said()).isEqualTo(1);
        assertThat(ran.said()).startsWith("logcheck: head: note has no verifiable signatures");
    }
}
