package org.tradeseal.gateway.verifypage;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * The verifier page in Debian's Chromium, driven by playwright and served with the headers that the gateway sends. Skipped
 * where there is no Chromium.
 */
abstract class PageInBrowser {
    static final Path VECTORS = Path.of(System.getProperty("basedir", "."), "..", "docs", "vectors", "receipts")
            .toAbsolutePath()
            .normalize();

    /** The time at which the vectors were judged. */
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static Playwright playwright;
    private static Browser browser;
    private static HttpServer server;

    /** What the server was asked for, and what the browser asked anybody for, in the present test. */
    static final List<String> SERVED = new CopyOnWriteArrayList<>();

    final List<String> requested = new CopyOnWriteArrayList<>();

    /** What the browser complained of in the present test: script errors, breaches of the content security policy. */
    final List<String> complaints = new CopyOnWriteArrayList<>();

    private BrowserContext context;

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM),
                "there is no Chromium at " + CHROMIUM + " (Debian: apt-get install chromium)");
        VerifyPage page = VerifyPage.load();
        byte[] trust = Files.readAllBytes(VECTORS.resolve("trust.json"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(VerifyPage.PATH, exchange -> answer(exchange, page.headers(), page.html()));
        server.createContext("/log/trust", exchange -> answer(exchange, Map.of(), trust));
        server.createContext("/", exchange -> {
            SERVED.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setChromiumSandbox(!"root".equals(System.getProperty("user.name"))));
    }

    private static void answer(HttpExchange exchange, Map<String, String> headers, byte[] body) throws IOException {
        SERVED.add(exchange.getRequestURI().toString());
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop(0);
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void forget() {
        SERVED.clear();
    }

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
        }
    }

    static String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + VerifyPage.PATH;
    }

    /** A new page that nothing is loaded into yet. */
    Page blank(String language, ColorScheme scheme) {
        close();
        context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(language)
                .setColorScheme(scheme)
                .setAcceptDownloads(true));
        context.clock().setFixedTime(NOW.toEpochMilli());
        context.onRequest(request -> requested.add(request.url()));
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    /** The verifier page, loaded. */
    Page open() {
        return open(blank("en-GB", ColorScheme.LIGHT), address());
    }

    static Page open(Page page, String address) {
        page.navigate(address);
        page.waitForSelector(
                "html[data-ready]", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Chooses files of the vectors and waits for the verdict. */
    static String verdict(Page page, String... files) {
        Path[] paths = new Path[files.length];
        for (int i = 0; i < files.length; i++) {
            paths[i] = VECTORS.resolve(files[i]);
        }
        page.setInputFiles("#any", paths);
        return verdict(page);
    }

    /** Waits for the verdict. */
    static String verdict(Page page) {
        page.waitForSelector("#verdict:not([data-verdict=NONE])");
        return page.getAttribute("#verdict", "data-verdict");
    }

    /** The reason that the page shows for an aspect. */
    static String reason(Page page, String aspect) {
        return page.getAttribute("#steps li[data-aspect=" + aspect + "]", "data-reason");
    }
}
