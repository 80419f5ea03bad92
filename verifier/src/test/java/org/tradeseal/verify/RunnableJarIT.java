package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** verifier.jar has all it needs: it gives the corpus' verdicts with nothing but Java beside it. */
class RunnableJarIT {
    private static final Path BASE = Path.of(System.getProperty("basedir", "."));
    private static final Path JAR = BASE.resolve("target/verifier.jar");
    private static final Path CORPUS = BASE.resolve("../docs/vectors/receipts").normalize();

    @TempDir
    Path folder;

    private static URLClassLoader alone;

    @BeforeAll
    static void open() throws IOException {
        alone = new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    @AfterAll
    static void close() throws IOException {
        alone.close();
    }

    private static int run(Object... arguments) throws Exception {
        Method main = alone.loadClass("org.tradeseal.verify.Main")
                .getDeclaredMethod("run", String[].class, PrintStream.class, PrintStream.class);
        main.setAccessible(true);
        String[] texts = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return (int) main.invoke(null, texts, nowhere, nowhere);
    }

    @Test
    void givesTheVerdictsOfTheCorpus() throws Exception {
        Map<String, Integer> codes = Map.of("VALID", 0, "INVALID", 1, "UNKNOWN", 2);
        JsonNode index = CanonicalJson.tree(Files.readAllBytes(CORPUS.resolve("index.json")));
        assertThat(index.get("cases").size()).isGreaterThan(50);
        for (JsonNode c : index.get("cases")) {
            Path receipt = CORPUS.resolve(c.get("receipt").asString());
            Path trust = CORPUS.resolve(c.get("trust").asString());
            int code = c.has("disclosure")
                    ? disclosure(c, trust, receipt)
                    : c.has("document")
                            ? run(
                                    "--trust",
                                    trust,
                                    receipt,
                                    CORPUS.resolve(c.get("document").asString()))
                            : run("--json", "--trust", trust, receipt);
            assertThat(code)
                    .as(receipt.toString())
                    .isEqualTo(codes.get(c.get("verdict").asString()));
        }
    }

    private static int disclosure(JsonNode c, Path trust, Path receipt) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("--trust", trust, "disclosure"));
        arguments.add(CORPUS.resolve(c.get("disclosure").asString()));
        arguments.add(receipt);
        if (c.has("document")) {
            arguments.add(CORPUS.resolve(c.get("document").asString()));
        }
        return run(arguments.toArray());
    }

    @Test
    void knowsEverySignatureAlgorithm() throws Exception {
        for (PublicKey.Algorithm algorithm : PublicKey.Algorithm.values()) {
            TestLedger ledger = new TestLedger("algorithms");
            RecordId actor = ledger.admit("actor", TestLedger.signingKey("actor-1", algorithm));
            int index = ledger.create(
                    "asset.file", "AST", "asset", actor, "file-1", TestLedger.json("{}"), TestLedger.json("{}"));
            Files.write(folder.resolve("trust.json"), CanonicalJson.bytes(ledger.trust(3)));
            Path receipt = Files.write(
                    folder.resolve("a.receipt.json"), ledger.receipt(index).bytes());
            assertThat(run(receipt)).as(algorithm.name()).isZero();
        }
    }

    @Test
    void runsAsAProcessOfItsOwn() throws Exception {
        Path receipt = CORPUS.resolve("asset-registered.receipt.json");
        assertThat(process(receipt)).isZero();
        byte[] flipped = Files.readAllBytes(receipt);
        flipped[new String(flipped, StandardCharsets.ISO_8859_1).indexOf("\"salt\":") + 10] ^= 1;
        assertThat(process(Files.write(folder.resolve("flipped.receipt.json"), flipped)))
                .isEqualTo(1);
    }

    private static int process(Path receipt) throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-jar",
                        JAR.toString(),
                        "--trust",
                        CORPUS.resolve("trust.json").toString(),
                        receipt.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
