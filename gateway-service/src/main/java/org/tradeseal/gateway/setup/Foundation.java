package org.tradeseal.gateway.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.gateway.keys.HeldKeys;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.SigningKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Founds a consortium on a Fabric network. On one machine in one step: every founder's key goes into its gateway's state
 * folder. Between organisations in three: each runs {@code key}, one runs {@code genesis} over the public keys, each puts
 * its key and the genesis in place with {@code join}.
 */
@Command(
        name = "foundation",
        mixinStandardHelpOptions = true,
        subcommands = {Foundation.MakeKey.class, Foundation.Assemble.class, Foundation.Join.class})
final class Foundation implements Runnable {
    private static final String NETWORK = "tradeseal-fabric";

    @Option(names = "--organisations", description = "The list of organisations, organisations.csv. 组织清单。")
    @Nullable Path organisations;

    @Option(
            names = "--names",
            split = ",",
            description = "Those of the list that take part; all, if left out. 参与者，缺省为全部。")
    List<String> names = new ArrayList<>();

    @Option(names = "--out", description = "Where the genesis goes. 创世文件的位置。")
    @Nullable Path out;

    @Option(names = "--gateways", description = "The folder with one state folder a gateway. 各网关状态目录的上级目录。")
    @Nullable Path gateways;

    public static void main(String[] args) {
        CommandLine command = new CommandLine(new Foundation());
        command.setExecutionExceptionHandler((e, line, parsed) -> {
            line.getErr().println("✗ " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(command.execute(args));
    }

    @Override
    public void run() {
        if (organisations == null || out == null || gateways == null) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "--organisations, --out and --gateways belong together / 三个选项须同时给出");
        }
        if (Files.exists(out)) {
            say("The consortium is founded already: " + out, "联盟已创立：" + out);
            return;
        }
        Founding.Founded founded = new Founding().found(NETWORK, chosen(organisations, names));
        for (Map.Entry<String, SigningKey> key : founded.keys().entrySet()) {
            Path state = gateways.resolve(key.getKey());
            new HeldKeys(state).keep(founded.founderId(key.getKey()), key.getValue());
            Founding.write(founded.genesis(), state.resolve("genesis.json"));
        }
        Founding.write(founded.genesis(), out);
        say(
                "Founded with " + founded.keys().size() + " organisations; ledger "
                        + founded.genesis().ledger(),
                "已创立，共 " + founded.keys().size() + " 个组织；账本 "
                        + founded.genesis().ledger());
    }

    private static List<FoundingOrganisation> chosen(Path list, List<String> names) {
        List<FoundingOrganisation> all = FoundingOrganisation.read(text(list));
        List<FoundingOrganisation> chosen = all.stream()
                .filter(o -> names.isEmpty() || names.contains(o.name()))
                .toList();
        if (chosen.isEmpty() || (!names.isEmpty() && chosen.size() != names.size())) {
            throw new IllegalArgumentException(
                    list + " does not name all of " + names + " / " + list + " 未列出 " + names);
        }
        return chosen;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read / 无法读取 " + file, e);
        }
    }

    private static void say(String en, String zh) {
        boolean chinese = System.getenv().getOrDefault("TRADESEAL_LANG", "en").startsWith("zh");
        System.out.println(chinese ? zh : en);
    }

    /** Makes one founder's key: a private file that stays, a public one that goes to who assembles the genesis. */
    @Command(name = "key", mixinStandardHelpOptions = true)
    static final class MakeKey implements Runnable {
        @Parameters(index = "0", paramLabel = "NAME", description = "The organisation's name in the list. 清单中的组织名称。")
        String name = "";

        @Option(names = "--folder", defaultValue = ".", description = "Where both files go. 两个文件的位置。")
        Path folder = Path.of(".");

        @Override
        public void run() {
            SigningKey key =
                    SigningKey.generate(name + "-1", PublicKey.Algorithm.P256, new java.security.SecureRandom());
            try {
                Path secret = folder.resolve(name + "-1.pem");
                OwnerFiles.create(secret, key.toPem());
                Files.write(folder.resolve(name + ".key.json"), CanonicalJson.bytes(key.publicKey()));
                say(
                        secret + " stays with you; send " + name + ".key.json to who assembles the genesis.",
                        secret + " 由您保管；将 " + name + ".key.json 交给汇总创世文件的一方。");
            } catch (IOException e) {
                throw new UncheckedIOException("the key cannot be written to " + folder + " / 无法写入密钥", e);
            }
        }
    }

    /** Assembles the genesis from the founders' public keys. */
    @Command(name = "genesis", mixinStandardHelpOptions = true)
    static final class Assemble implements Runnable {
        @Option(names = "--organisations", required = true)
        Path organisations = Path.of("");

        @Option(names = "--network", defaultValue = NETWORK)
        String network = NETWORK;

        @Option(names = "--out", required = true)
        Path out = Path.of("");

        @Parameters(paramLabel = "KEY.json", description = "NAME.key.json of every founder. 各创始方的公钥文件。")
        List<Path> keys = new ArrayList<>();

        @Override
        public void run() {
            Map<String, PublicKey> open = new LinkedHashMap<>();
            for (Path key : keys) {
                String name = key.getFileName().toString().replaceFirst("\\.key\\.json$", "");
                open.put(
                        name,
                        CanonicalJson.read(
                                text(key).getBytes(java.nio.charset.StandardCharsets.UTF_8), PublicKey.class));
            }
            Genesis genesis = new Founding().genesis(network, chosen(organisations, List.copyOf(open.keySet())), open);
            Founding.write(genesis, out);
            say(
                    "Ledger " + genesis.ledger() + ". Give " + out + " to every founder, over a private way.",
                    "账本 " + genesis.ledger() + "。请以非公开方式将 " + out + " 交给每个创始方。");
        }
    }

    /** Puts a founder's key and the genesis into its gateway's state folder. */
    @Command(name = "join", mixinStandardHelpOptions = true)
    static final class Join implements Runnable {
        @Option(names = "--genesis", required = true)
        Path genesisFile = Path.of("");

        @Option(names = "--key", required = true)
        Path key = Path.of("");

        @Option(names = "--state", required = true)
        Path state = Path.of("");

        @Override
        public void run() {
            Genesis genesis = CanonicalJson.readCanonical(
                    text(genesisFile).getBytes(java.nio.charset.StandardCharsets.UTF_8), Genesis.class);
            String keyId = key.getFileName().toString().replaceFirst("\\.pem$", "");
            SigningKey mine = SigningKey.fromPem(keyId, text(key));
            String name = genesis.founders().stream()
                    .filter(f -> f.participant().keys().contains(mine.publicKey()))
                    .map(Genesis.Founder::name)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the genesis does not name this key / 创世文件中没有此密钥"));
            new HeldKeys(state).keep(Genesis.founderId(genesis.ledger(), name), mine);
            Founding.write(genesis, state.resolve("genesis.json"));
            say("The gateway in " + state + " is " + name + ".", state + " 中的网关代表 " + name + "。");
        }
    }
}
