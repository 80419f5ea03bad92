package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.signature.SampleSigner;
import picocli.CommandLine;

/**
 * Plays the registry's main job through the public REST API, one line a step. Every step asserts what it tells; the exit
 * code is 0 only if all ended as told.
 */
public final class Story {
    private static final List<Act> ACTS = List.of(
            new AdmissionAct(),
            new CopyrightAct(),
            new LicenceAct(),
            new InvoiceAct(),
            new FinancingAct(),
            new CustomsAct(),
            new AuditAct());

    private Story() {}

    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        System.exit(new CommandLine(new Prompt(terminal))
                .addSubcommand("prepare", new Prepare())
                .addSubcommand("play", new Play(terminal))
                .execute(args));
    }

    /** A part of the story. */
    interface Act {
        void play(Stage stage);
    }

    /** Says that one of the two parts is to be named. */
    @CommandLine.Command(name = "story")
    record Prompt(Terminal terminal) implements Runnable {
        @Override
        public void run() {
            terminal.err().println("story prepare | story play");
        }
    }

    /** Before the gateway starts: the keys that documents are signed with, and their authority in the trust folder. */
    @CommandLine.Command(name = "prepare")
    static final class Prepare implements Runnable {
        @CommandLine.Option(names = "--state", required = true)
        private Path state = Path.of("");

        @CommandLine.Option(names = "--gateways")
        private @Nullable Path gateways;

        @Override
        public void run() {
            Cast cast = gateways == null ? Cast.ofTheSamples() : Cast.drawn();
            cast.write(state);
            Path signer = Stage.signerFolder(state);
            try {
                if (!Files.exists(signer)) {
                    SampleSigner.create(signer, InvoiceAct.SELLER_NAME, "NTRCN-" + cast.seller());
                }
                for (Path served : gateways == null ? List.of(state) : Gateways.states(gateways)) {
                    Path trust = Files.createDirectories(served.resolve("trust"));
                    Files.copy(
                            signer.resolve("ca.pem"), trust.resolve("story.pem"), StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("the story's keys cannot be made in " + state, e);
            }
        }
    }

    /** The story itself. */
    @CommandLine.Command(name = "play")
    static final class Play implements java.util.concurrent.Callable<Integer> {
        private final Terminal terminal;

        @CommandLine.Option(names = "--state", required = true)
        private Path state = Path.of("");

        @CommandLine.Option(names = "--server")
        private @Nullable String server;

        @CommandLine.Option(names = "--gateways")
        private @Nullable Path gateways;

        @CommandLine.Option(names = "--verifier", required = true)
        private Path verifier = Path.of("");

        @CommandLine.Option(names = "--samples", required = true)
        private Path samples = Path.of("");

        Play(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            String language = terminal.texts().language();
            try {
                Gateways served = gateways == null
                        ? Gateways.one(Gateways.at(String.valueOf(server), state, language))
                        : Gateways.in(gateways, language);
                Stage stage = new Stage(terminal, served, state, samples);
                ACTS.forEach(act -> act.play(stage));
                new ReceiptAct(verifier).play(stage);
            } catch (StoryBroken e) {
                terminal.err().println("✗ " + e.getMessage());
                return TradeSeal.REFUSED;
            } catch (ApiRefused e) {
                e.print(terminal.err(), terminal.texts());
                terminal.err()
                        .println("✗ "
                                + terminal.texts()
                                        .choose("The step above was refused; the story ends here.", "上述步骤被拒绝，演示到此中止。"));
                return TradeSeal.REFUSED;
            } catch (Unreachable e) {
                terminal.err().println("✗ " + terminal.texts().get("unreachable", e.server()));
                return TradeSeal.NOT_REACHABLE;
            }
            return TradeSeal.DONE;
        }
    }
}
