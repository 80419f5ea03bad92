package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * Records assets and invoices in bulk: a table of either, or a folder of invoices. Interrupted, it goes on where it was; a
 * line that is recorded already is not recorded again, since its key follows from its content and a secret of this client.
 */
@Command
final class ImportCommand implements Callable<Integer> {
    private static final int CHUNK_LINES = 500;
    private static final int CHUNK_INVOICES = 64;
    private static final int CHUNK_BYTES = 8 * 1024 * 1024;
    private static final int SHOWN = 10;

    private final Session session;

    @Parameters(paramLabel = "SOURCE", descriptionKey = "SOURCE", arity = "0..1")
    private @Nullable Path source;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--report", paramLabel = "FILE")
    private @Nullable Path reportFile;

    @Option(names = "--sheet", paramLabel = "NAME")
    private @Nullable String sheet;

    @Option(names = "--recipient", paramLabel = "ID", descriptionKey = "import-recipient")
    private List<String> recipients = new ArrayList<>();

    @Option(names = "--key", paramLabel = "PEM", descriptionKey = "import-key")
    private @Nullable Path key;

    @Option(names = "--again")
    private boolean again;

    @Option(names = "--template", paramLabel = "FILE")
    private @Nullable Path template;

    @Option(names = "--invoices")
    private boolean invoices;

    private final Map<ImportOutcome.Status, Long> counts = new EnumMap<>(ImportOutcome.Status.class);
    private int shown;

    ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Texts texts = session.texts();
        if (template != null) {
            if (Files.exists(template)) {
                throw new Misuse(texts.get("file.exists", template));
            }
            ImportTemplate.write(template, invoices, texts.language());
            session.terminal.out().println(texts.get("import.template-written", template));
            return TradeSeal.DONE;
        }
        if (source == null) {
            throw new Misuse(texts.get("import.no-source"));
        }
        if (!Files.exists(source)) {
            throw new Misuse(texts.get("file.unreadable", source));
        }
        return run(source);
    }

    private int run(Path path) throws IOException {
        Texts texts = session.texts();
        Api api = session.api();
        JsonNode ledger = api.get("/v1/ledger");
        String participant = ledger.path("you").path("participant").asString("");
        List<String> ids = recipients.stream().map(r -> new RecordId(r).value()).toList();
        ImportSource items = Files.isDirectory(path)
                ? new ImportFolder(path, ids)
                : new ImportRows(path, sheet, participant, ids, ipCentre(ledger));
        long total = items.count();
        ImportReport report = new ImportReport(reportPath(path));
        Path journalPath = dryRun
                ? Files.createTempFile("tradeseal-import", ".journal")
                : report.file().resolveSibling(report.file().getFileName() + ".journal");
        ImportKeys keys = ImportKeys.open(session.stateFolder(), participant);
        ImportJournal.Header header = new ImportJournal.Header(
                ImportJournal.FORMAT, new Sha256(ledger.path("ledger").asString("")), participant, keys.mark());
        try (ImportJournal journal = ImportJournal.open(journalPath, header)) {
            say(texts.get(
                    dryRun ? "import.dry-run" : journal.isResumed() ? "import.resumed" : "import.begun",
                    total,
                    texts.get("import." + items.things()),
                    path,
                    participant));
            if (journal.isResumed() && (again || isLost(api, journal.newestRecord()))) {
                say(texts.get(again ? "import.again" : "import.lost"));
                journal.distrust();
            }
            Thread told = new Thread(() -> session.terminal.err().println("\n" + goOn(report)));
            if (!dryRun) {
                Runtime.getRuntime().addShutdownHook(told); // for an interrupt at the keyboard
            }
            try {
                work(items, total, keys, journal, new ImportSender(api, items, dryRun, signer()));
                report.write(journal);
            } finally {
                forget(told);
            }
        } catch (Unreachable | ApiRefused e) {
            if (!dryRun) {
                session.terminal.err().println(goOn(report));
            }
            throw e;
        } finally {
            if (dryRun) {
                Files.deleteIfExists(journalPath);
            }
        }
        return summary(report.file());
    }

    private String goOn(ImportReport report) {
        return session.texts().get("import.go-on", report.file());
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is being told already
        }
    }

    // A ledger that was restored from a backup may not have what was recorded after it.
    private static boolean isLost(Api api, String record) {
        if (record.isEmpty()) {
            return false;
        }
        try {
            api.get("/v1/records/" + record);
            return false;
        } catch (ApiRefused e) {
            if (e.status() == 404) {
                return true;
            }
            throw e;
        }
    }

    // Who examines filings gets their files.
    private static List<String> ipCentre(JsonNode ledger) {
        List<String> ids = new ArrayList<>();
        ledger.path("founders").forEach(founder -> {
            if (founder.path("name").asString("").equals("ip-centre")) {
                ids.add(founder.path("id").asString(""));
            }
        });
        return ids;
    }

    private Path reportPath(Path path) {
        if (reportFile != null) {
            return reportFile.toAbsolutePath();
        }
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + (dryRun ? ".dry-run.csv" : ".report.csv"));
    }

    private ImportSender.@Nullable Signer signer() {
        if (key == null) {
            return null;
        }
        String pem = new String(session.bytesOf(key), StandardCharsets.UTF_8);
        try {
            SigningKey.fromPem("key", pem);
        } catch (IllegalArgumentException e) {
            throw new Misuse(session.texts().get("sign.bad-key", key, String.valueOf(e.getMessage())));
        }
        return keyId -> SigningKey.fromPem(keyId, pem);
    }

    /** The lines that go out together. */
    private static final class Chunk {
        private final List<ImportSender.Line> lines = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();
        private final int most;
        private long bytes;

        Chunk(int most) {
            this.most = most;
        }

        boolean takes(ImportSender.Line line) {
            return lines.isEmpty()
                    || (lines.size() < most
                            && bytes + line.json().length() <= CHUNK_BYTES
                            && !keys.contains(line.key()));
        }

        void add(ImportSender.Line line) {
            lines.add(line);
            keys.add(line.key());
            bytes += line.json().length();
        }

        void clear() {
            lines.clear();
            keys.clear();
            bytes = 0;
        }
    }

    private void work(ImportSource items, long total, ImportKeys keys, ImportJournal journal, ImportSender sender)
            throws IOException {
        ProgressBar bar = new ProgressBar(
                session.terminal.err(),
                session.terminal.interactive(),
                session.texts().get("import." + items.things()),
                session.json ? 0 : total);
        Chunk chunk = new Chunk(items.things().equals("invoices") ? CHUNK_INVOICES : CHUNK_LINES);
        long[] seen = new long[1];
        items.forEach(item -> {
            if (item.refusal() != null) {
                done(journal, ImportOutcome.refused(item, item.refusal()));
            } else {
                ImportSender.Line line = ImportSender.Line.of(keys, items.command(), item);
                ImportOutcome.Status earlier = journal.doneAs(item.line(), line.key());
                if (earlier != null) {
                    counts.merge(earlier, 1L, Long::sum);
                } else {
                    if (!chunk.takes(line)) {
                        flush(chunk, journal, sender);
                    }
                    chunk.add(line);
                }
            }
            seen[0]++;
            bar.at(seen[0] - chunk.lines.size());
        });
        flush(chunk, journal, sender);
        bar.at(total);
        bar.end();
    }

    private void flush(Chunk chunk, ImportJournal journal, ImportSender sender) throws IOException {
        if (!chunk.lines.isEmpty()) {
            for (ImportOutcome outcome : sender.send(chunk.lines)) {
                done(journal, outcome);
            }
            journal.force();
            chunk.clear();
        }
    }

    private void done(ImportJournal journal, ImportOutcome outcome) throws IOException {
        journal.write(outcome);
        counts.merge(outcome.status(), 1L, Long::sum);
        if (!outcome.status().isGood() && !session.json) {
            shown++;
            if (shown <= SHOWN) {
                Texts texts = session.texts();
                String where = outcome.cell().isEmpty() ? outcome.field() : outcome.cell() + " " + outcome.field();
                say("✗ " + texts.get("import.line", outcome.line(), outcome.source()) + " " + outcome.code() + " "
                        + where);
                say("    " + texts.choose(outcome.messageEn(), outcome.messageZh()));
                say("    " + texts.get("problem.remedy") + " " + texts.choose(outcome.remedyEn(), outcome.remedyZh()));
            } else if (shown == SHOWN + 1) {
                say("  …");
            }
        }
    }

    private long count(ImportOutcome.Status status) {
        return counts.getOrDefault(status, 0L);
    }

    private int summary(Path report) {
        Texts texts = session.texts();
        long bad = count(ImportOutcome.Status.REFUSED) + count(ImportOutcome.Status.FAILED);
        if (session.json) {
            Map<String, Object> answer = new java.util.TreeMap<>();
            counts.forEach((status, number) -> answer.put(status.name(), number));
            answer.put("report", report.toString());
            session.terminal.out().println(Session.pretty(org.tradeseal.verify.CanonicalJson.toTree(answer)));
        } else {
            say((bad == 0 ? "✓ " : "✗ ")
                    + (dryRun
                            ? texts.get(
                                    "import.dry-run-summary",
                                    count(ImportOutcome.Status.VALID),
                                    count(ImportOutcome.Status.EXISTS),
                                    bad)
                            : texts.get(
                                    "import.summary",
                                    count(ImportOutcome.Status.RECORDED),
                                    count(ImportOutcome.Status.EXISTS),
                                    count(ImportOutcome.Status.REFUSED),
                                    count(ImportOutcome.Status.FAILED))));
            say("  " + texts.get("import.report", report));
            say(texts.get(
                    bad > 0 ? "import.next-mend" : dryRun ? "import.next-real" : "import.next-list",
                    String.valueOf(source)));
        }
        return bad == 0 ? TradeSeal.DONE : TradeSeal.REFUSED;
    }

    private void say(String line) {
        if (!session.json) {
            session.terminal.out().println(line);
        }
    }
}
