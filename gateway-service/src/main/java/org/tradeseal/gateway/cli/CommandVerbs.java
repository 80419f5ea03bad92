package org.tradeseal.gateway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.MissingResourceException;
import org.tradeseal.gateway.commands.Doors;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.CommandRule;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** One verb for each command of the dispatch table, {@code tradeseal <feature> <move>}, at the gateway's own addresses. */
final class CommandVerbs {
    private CommandVerbs() {}

    /** A feature's name: it only holds verbs. */
    @Command
    static final class Group implements Runnable {
        private final Session session;

        @CommandLine.Spec
        CommandSpec spec = CommandSpec.create();

        Group(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), session.texts().get("usage.no-command"));
        }
    }

    static void addTo(CommandLine root, Session session) {
        Map<String, CommandLine> groups = new LinkedHashMap<>();
        groups.put("invoice", group(session, "invoice"));
        groups.put("licence", group(session, "licence"));
        Doors.byPath().forEach((path, name) -> {
            CommandRule<?> rule = Contracts.rule(name);
            String feature = name.substring(0, name.indexOf('.'));
            CommandLine verb = new CommandLine(
                    rule.creates() ? new CreateVerb(session, rule, path) : new MoveVerb(session, rule, path));
            CommandSpec spec = verb.getCommandSpec();
            spec.usageMessage().description(description(session.texts(), name, path));
            spec.usageMessage().footer(BodyOutline.of(session.texts(), rule));
            groups.computeIfAbsent(feature, f -> group(session, f))
                    .addSubcommand(rule.move().wire(), verb);
        });
        CommandLine invoice = groups.get("invoice");
        if (invoice != null) {
            invoice.addSubcommand("submit", new InvoiceSubmit(session));
            invoice.addSubcommand("check", new InvoiceCheck(session));
            invoice.addSubcommand("document", new ReadCommands.InvoiceDocument(session));
        }
        CommandLine licence = groups.get("licence");
        if (licence != null) {
            licence.addSubcommand("check", new LicenceCheck(session));
        }
        groups.forEach(root::addSubcommand);
    }

    static CommandLine group(Session session, String name) {
        CommandLine group = new CommandLine(new Group(session));
        group.getCommandSpec().name(name);
        return group;
    }

    // A command that is newer than its sentence is still listed, with its address.
    private static String description(Texts texts, String command, String path) {
        try {
            return texts.get("command." + command) + " POST " + path;
        } catch (MissingResourceException e) {
            return command + ": POST " + path;
        }
    }
}
