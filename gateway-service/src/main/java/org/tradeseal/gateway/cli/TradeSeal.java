package org.tradeseal.gateway.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;
import picocli.CommandLine;

/**
 * The client command line. Exit codes: 0 done, 1 refused or found invalid, 2 wrongly typed, 3 the gateway cannot be
 * reached.
 */
public final class TradeSeal {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int MISUSED = 2;
    static final int NOT_REACHABLE = 3;

    private TradeSeal() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(), args));
    }

    static int run(Terminal terminal, String... args) {
        int exitCode = commandLine(terminal).execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return exitCode;
    }

    static CommandLine commandLine(Terminal terminal) {
        Session session = new Session(terminal);
        CommandLine root = new CommandLine(session);
        CommandVerbs.addTo(root, session);
        root.addSubcommand("import", new ImportCommand(session))
                .addSubcommand("verify", new VerifyDocument(session))
                .addSubcommand("show", new ReadCommands.Show(session))
                .addSubcommand("history", new ReadCommands.History(session))
                .addSubcommand("list", new ReadCommands.ListThings(session))
                .addSubcommand("work", new ReadCommands.Work(session))
                .addSubcommand("changes", new Changes(session))
                .addSubcommand("receipt", new ReceiptCommands.Save(session))
                .addSubcommand("disclose", new Disclose(session))
                .addSubcommand("status", new ReceiptCommands.Status(session))
                .addSubcommand("trust", new ReceiptCommands.Trust(session))
                .addSubcommand("bundle", new MakeBundle(session))
                .addSubcommand("audit", new ReadCommands.Audit(session))
                .addSubcommand("alarm", AlarmCommands.group(session))
                .addSubcommand("ledger", new ReadCommands.Ledger(session))
                .addSubcommand("token", TokenCommands.group(session))
                .addSubcommand("key", KeyCommands.group(session));
        root.setResourceBundle(terminal.texts().bundle());
        root.setOut(terminal.out());
        root.setErr(terminal.err());
        root.setUsageHelpWidth(110);
        root.setUsageHelpAutoWidth(false);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setParameterExceptionHandler(new UsageErrors(terminal));
        root.setExecutionExceptionHandler((e, command, parsed) -> failed(session, e));
        return root;
    }

    private static int failed(Session session, Exception e) throws Exception {
        PrintWriter err = session.terminal.err();
        Texts texts = session.texts();
        if (e instanceof ApiRefused refused) {
            if (session.json) {
                session.terminal.out().println(Session.pretty(refused.problem()));
            } else {
                refused.print(err, texts);
                if (refused.code().equals("SIGNATURE_REQUIRED")) {
                    err.println("  " + texts.get("sign.use-key"));
                }
            }
            return REFUSED;
        }
        if (e instanceof Unreachable unreachable) {
            return unreachable(session, unreachable);
        }
        if (e instanceof Refusal refusal) { // found on this side, before anything was sent
            String field = refusal.field() == null ? "" : " (" + refusal.field() + ")";
            err.println("✗ " + refusal.code().title().in(texts.language()) + field);
            err.println("  " + refusal.detail().in(texts.language()));
            return MISUSED;
        }
        if (e instanceof NotAsAsked notAsAsked) {
            err.println("✗ " + notAsAsked.in(texts.language()));
            err.println("  " + texts.get("sign.nothing-signed"));
            return REFUSED;
        }
        if (e instanceof Misuse) {
            err.println("✗ " + e.getMessage());
            return MISUSED;
        }
        throw e;
    }

    private static int unreachable(Session session, Unreachable e) {
        if (session.json) {
            session.terminal
                    .out()
                    .println(Session.pretty(
                            CanonicalJson.toTree(Map.of("code", "NOT_REACHABLE", "server", e.server()))));
        }
        session.terminal.err().println("✗ " + session.texts().get("unreachable", e.server()));
        session.terminal.err().println("  " + session.texts().get("unreachable.remedy"));
        return NOT_REACHABLE;
    }
}
