package org.tradeseal.gateway.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Says in the reader's language what was wrongly typed, with the command's synopsis and the nearest known words. */
final class UsageErrors implements CommandLine.IParameterExceptionHandler {
    private final Terminal terminal;

    UsageErrors(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(CommandLine.ParameterException e, String[] args) {
        PrintWriter err = terminal.err();
        CommandLine command = e.getCommandLine();
        err.println("✗ " + sentence(e));
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                err.println("  " + terminal.texts().get("usage.did-you-mean", String.join(", ", near)));
            }
        }
        command.getHelp().fullSynopsis().lines().forEach(err::println);
        err.println(terminal.texts().get("usage.more", command.getCommandSpec().qualifiedName()));
        return TradeSeal.MISUSED;
    }

    private String sentence(CommandLine.ParameterException e) {
        Texts texts = terminal.texts();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            return texts.get("usage.unknown", String.join(" ", unmatched.getUnmatched()));
        }
        if (e instanceof CommandLine.MissingParameterException missing) {
            return texts.get(
                    "usage.missing",
                    missing.getMissing().stream().map(UsageErrors::name).collect(Collectors.joining(", ")));
        }
        if (e.getArgSpec() != null && e.getValue() != null) {
            return texts.get("usage.value", name(e.getArgSpec()), e.getValue());
        }
        return String.valueOf(e.getMessage());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
