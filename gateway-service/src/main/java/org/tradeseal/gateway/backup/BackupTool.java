package org.tradeseal.gateway.backup;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Sha256;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What {@code scripts/backup} and {@code scripts/restore} run. Exit codes: 0 done, 1 refused or found damaged, 2 wrongly
 * typed.
 */
public final class BackupTool {
    private BackupTool() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(out, System.getenv(), args));
    }

    /** Runs a command line in this process. */
    public static int run(PrintWriter out, Map<String, String> environment, String... args) {
        String language = environment.getOrDefault("TRADESEAL_LANG", "en").startsWith("zh") ? "zh" : "en";
        Narrator narrator = new Narrator(out, language, environment.containsKey("TRADESEAL_INTERACTIVE"));
        CommandLine line = new CommandLine(new Root())
                .addSubcommand("save", new Save(narrator))
                .addSubcommand("check", new Check(narrator))
                .addSubcommand("restore", new Restore(narrator));
        line.setOut(out);
        line.setErr(out);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            out.println("✗ " + (e instanceof BackupRefused refused ? narrator.in(refused.reason()) : reason(e)));
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line.execute(args);
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Holds the commands. */
    @Command(name = "backup", mixinStandardHelpOptions = true)
    static final class Root implements Runnable {
        @CommandLine.Spec
        CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                throw new CommandLine.ParameterException(spec.commandLine(), "save, check, restore");
            }
        }
    }

    private static void requireExpected(BackupFolder backup, @Nullable String expected) {
        if (expected != null && !expected.equals(backup.digest().hex())) {
            throw new BackupRefused(
                    "The manifest has the digest " + backup.digest() + ", not " + expected + ".",
                    "清单摘要为 " + backup.digest() + "，而不是 " + expected + "。");
        }
    }

    private static void tellOf(Narrator narrator, BackupFolder backup) {
        Manifest manifest = backup.manifest();
        narrator.say(
                "  Backup of " + manifest.createdAt() + ", ledger " + manifest.ledger() + ", blocks 0 to "
                        + manifest.newestBlock(),
                "  备份时间 " + manifest.createdAt() + "，账本 " + manifest.ledger() + "，第 0 至 " + manifest.newestBlock()
                        + " 块");
    }

    /** Takes a backup. */
    @Command(name = "save", mixinStandardHelpOptions = true)
    static final class Save implements Callable<Integer> {
        private final Narrator narrator;

        @Option(names = "--state", required = true)
        private Path state = Path.of("");

        @Parameters(paramLabel = "FOLDER")
        private Path target = Path.of("");

        Save(Narrator narrator) {
            this.narrator = narrator;
        }

        @Override
        public Integer call() throws Exception {
            BackupFolder backup = new Backup(state, target, narrator).take();
            backup.requireWhole(narrator);
            narrator.say(
                    "✓ Backup up to block " + backup.manifest().newestBlock() + ", " + backup.sizeBytes() / 1024
                            + " KiB: " + backup.path(),
                    "✓ 已备份至第 " + backup.manifest().newestBlock() + " 块，" + backup.sizeBytes() / 1024 + " KiB："
                            + backup.path());
            narrator.say("  Its digest, to be noted elsewhere: " + backup.digest(), "  其摘要，请另处记录：" + backup.digest());
            narrator.say(
                    "  It holds private keys and documents: keep it as you keep keys, on another machine, encrypted.",
                    "  其中含有私钥与文件：请像保管密钥一样，加密后存放于另一台机器。");
            return CommandLine.ExitCode.OK;
        }
    }

    /** Proves that a backup can be restored. */
    @Command(name = "check", mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        private final Narrator narrator;

        @Parameters(paramLabel = "FOLDER")
        private Path folder = Path.of("");

        @Option(names = "--expect", paramLabel = "DIGEST")
        private @Nullable String expected;

        Check(Narrator narrator) {
            this.narrator = narrator;
        }

        @Override
        public Integer call() throws Exception {
            BackupFolder backup = BackupFolder.open(folder);
            tellOf(narrator, backup);
            requireExpected(backup, expected);
            backup.requireWhole(narrator);
            narrator.say("  Every file is as it was written. Now it is restored for trial …", "  每个文件均与写入时一致。现在试恢复……");
            Path trial = Files.createTempDirectory("tradeseal-restore-trial");
            new Restoration(backup, null, narrator).rehearse(trial);
            narrator.say(
                    "✓ The backup is whole and can be restored. Digest " + backup.digest(),
                    "✓ 备份完整，可以恢复。摘要 " + backup.digest());
            return CommandLine.ExitCode.OK;
        }
    }

    /** Makes a state folder out of a backup. */
    @Command(name = "restore", mixinStandardHelpOptions = true)
    static final class Restore implements Callable<Integer> {
        private final Narrator narrator;

        @Parameters(paramLabel = "FOLDER")
        private Path folder = Path.of("");

        @Option(names = "--state", required = true)
        private Path state = Path.of("");

        @Option(names = "--to-block", paramLabel = "N")
        private @Nullable Long toBlock;

        @Option(names = "--signed-heads", paramLabel = "FILE")
        private @Nullable Path signedHeads;

        @Option(names = "--expect", paramLabel = "DIGEST")
        private @Nullable String expected;

        Restore(Narrator narrator) {
            this.narrator = narrator;
        }

        @Override
        public Integer call() throws Exception {
            if (expected != null) {
                new Sha256(expected);
            }
            BackupFolder backup = BackupFolder.open(folder);
            tellOf(narrator, backup);
            requireExpected(backup, expected);
            backup.requireWhole(narrator);
            Restoration restoration = new Restoration(backup, toBlock, narrator);
            restoration.into(state, signedHeads);
            narrator.say(
                    "✓ Restored up to block " + restoration.toBlock() + ": "
                            + state.toAbsolutePath().normalize(),
                    "✓ 已恢复至第 " + restoration.toBlock() + " 块："
                            + state.toAbsolutePath().normalize());
            return CommandLine.ExitCode.OK;
        }
    }
}
