package org.tradeseal.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The verifier's command line: {@code java -jar verifier.jar RECEIPT [FILE]}. Exit codes: 0 VALID, 1 INVALID, 2 UNKNOWN, 3
 * where it was called wrongly or a file cannot be read.
 */
public final class Main {
    private static final int USAGE = 3;

    private static final Text HELP = Text.of("""
            Checks receipts of a TradeSeal registry, offline.

              java -jar verifier.jar [OPTION...] RECEIPT [FILE]
                  whether the receipt proves its record, and whether FILE is the document recorded
              java -jar verifier.jar [OPTION...] disclosure DISCLOSURE RECEIPT [FILE]
                  whether the fields shown are those of the receipt's record, who showed them, and what is withheld
              java -jar verifier.jar [OPTION...] evidence EVIDENCE
                  whether a file proves that an organisation contradicted itself
              java -jar verifier.jar [OPTION...] bundle BUNDLE.zip
                  a bundle as a whole: every file, every receipt

              java -jar verifier.jar [OPTION...] upgrade RECEIPT --log FOLDER
                  the receipt under a newer head, from a copy of the files that a gateway serves under /log: checkpoint
                  and the tiles it needs, which are named if they are missing

              --output FILE       where the upgraded receipt goes; without it beside the old one
              --trust FILE        whom you trust; without it trust.json beside the receipt, or in the bundle
              --audience NAME     a disclosure has to be for NAME
              --nonce TEXT        a disclosure has to answer the request that named TEXT
              --json              one line of JSON instead of text
              --language en|zh    the language of the text

            Exit code: 0 VALID, 1 INVALID, 2 UNKNOWN, 3 called wrongly or a file cannot be read.
            """, """
            离线核验 TradeSeal 登记系统的收据。

              java -jar verifier.jar [选项…] 收据 [文件]
                  收据能否证明其记录，以及该文件是否为所登记的文件
              java -jar verifier.jar [选项…] disclosure 披露文件 收据 [文件]
                  所示字段是否属于收据所载记录、由谁披露、哪些未披露
              java -jar verifier.jar [选项…] evidence 证据
                  该文件能否证明某组织自相矛盾
              java -jar verifier.jar [选项…] bundle 证据包.zip
                  整体核验证据包：每一文件、每一收据

              java -jar verifier.jar [选项…] upgrade 收据 --log 文件夹
                  将收据置于较新的树头之下，只凭网关在 /log 下所提供文件的副本：checkpoint 与所需瓦片（缺少时会列出）

              --output 文件       升级后收据的存放处；缺省为原收据所在目录
              --trust 文件        您信任的组织；缺省为收据所在目录或证据包内的 trust.json
              --audience 名称     披露文件须以此为对象
              --nonce 文本        披露文件须答复给出此随机数的请求
              --json              输出一行 JSON，而非文字
              --language en|zh    文字的语言

            退出码：0 有效，1 无效，2 未知，3 用法错误或文件无法读取。
            """);

    private final PrintStream out;
    private final PrintStream err;
    private String language = Locale.getDefault().getLanguage();
    private boolean json;
    private @Nullable Path trustFile;
    private @Nullable String audience;
    private @Nullable String nonce;
    private @Nullable Path log;
    private @Nullable Path output;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
        int code = run(arguments, out, err);
        out.flush();
        err.flush();
        System.exit(code);
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        return new Main(out, err).run(List.of(arguments));
    }

    /** A call that cannot be carried out. */
    private static final class Misuse extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Text text;

        private Misuse(String en, String zh) {
            super(en);
            text = Text.of(en, zh);
        }
    }

    private int run(List<String> arguments) {
        try {
            List<String> operands = operands(arguments);
            if (operands.isEmpty()) {
                out.print(HELP.in(language));
                return arguments.contains("--help") ? 0 : USAGE;
            }
            return switch (operands.get(0)) {
                case "disclosure" -> disclosure(operands);
                case "evidence" -> evidence(one(operands));
                case "bundle" -> bundle(one(operands));
                case "upgrade" -> upgrade(one(operands));
                default -> receipt(operands);
            };
        } catch (Misuse misuse) {
            err.println(misuse.text.in(language));
            return USAGE;
        }
    }

    private List<String> operands(List<String> arguments) throws Misuse {
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--help" -> {
                    return List.of();
                }
                case "--json" -> json = true;
                case "--log" -> log = Path.of(value(arguments, ++i));
                case "--output" -> output = Path.of(value(arguments, ++i));
                case "--trust" -> trustFile = Path.of(value(arguments, ++i));
                case "--audience" -> audience = value(arguments, ++i);
                case "--nonce" -> nonce = value(arguments, ++i);
                case "--language" -> language = value(arguments, ++i);
                default -> {
                    if (argument.startsWith("--")) {
                        throw new Misuse(
                                "There is no option " + argument + "; see --help.", "没有选项 " + argument + "，见 --help。");
                    }
                    operands.add(argument);
                }
            }
        }
        if (!language.equals("zh") && !language.equals("en")) {
            language = "en";
        }
        return operands;
    }

    private static String value(List<String> arguments, int index) throws Misuse {
        if (index >= arguments.size()) {
            String option = arguments.get(index - 1);
            throw new Misuse("The option " + option + " needs a value.", "选项 " + option + " 缺少取值。");
        }
        return arguments.get(index);
    }

    private static Path one(List<String> operands) throws Misuse {
        if (operands.size() != 2) {
            throw new Misuse("Name exactly one file; see --help.", "请只给出一个文件，见 --help。");
        }
        return Path.of(operands.get(1));
    }

    private int receipt(List<String> operands) throws Misuse {
        if (operands.size() > 2) {
            throw new Misuse("Name a receipt and at most one file; see --help.", "请给出一份收据和至多一个文件，见 --help。");
        }
        Path file = Path.of(operands.get(0));
        byte[] receipt = read(file);
        Sha256 document = operands.size() == 2 ? digest(Path.of(operands.get(1))) : null;
        Verifier verifier = new Verifier(trust(trustFile != null ? trustFile : file.resolveSibling("trust.json")));
        return told(verifier.verify(receipt, document, Instant.now()));
    }

    private int disclosure(List<String> operands) throws Misuse {
        if (operands.size() < 3 || operands.size() > 4) {
            throw new Misuse(
                    "Name a disclosure, the receipt of its record and at most one file; see --help.",
                    "请给出一份披露文件、其记录的收据和至多一个文件，见 --help。");
        }
        Path file = Path.of(operands.get(1));
        byte[] disclosure = read(file);
        byte[] receipt = read(Path.of(operands.get(2)));
        Sha256 document = operands.size() == 4 ? digest(Path.of(operands.get(3))) : null;
        Verifier verifier = new Verifier(trust(trustFile != null ? trustFile : file.resolveSibling("trust.json")));
        Disclosure.Asked asked = new Disclosure.Asked(audience, nonce);
        return told(verifier.verify(disclosure, receipt, document, asked, Instant.now()));
    }

    private int evidence(Path file) throws Misuse {
        byte[] evidence = read(file);
        Verifier verifier = new Verifier(trust(trustFile != null ? trustFile : file.resolveSibling("trust.json")));
        return told(verifier.verifyEvidence(evidence));
    }

    private int bundle(Path file) throws Misuse {
        Trust trust = trustFile == null ? null : trust(trustFile);
        Bundle.Outcome outcome;
        try {
            outcome = Bundle.verify(file, trust, Instant.now());
        } catch (IOException e) {
            throw unreadable(file);
        }
        out.println(json ? outcome.json() : outcome.text(language));
        return code(outcome.verdict());
    }

    private int upgrade(Path file) throws Misuse {
        if (log == null) {
            throw new Misuse("Name the copy of the log with --log.", "请以 --log 指明日志的副本。");
        }
        Path newer = output != null ? output : file.resolveSibling(upgradedName(String.valueOf(file.getFileName())));
        Verifier verifier = new Verifier(trust(trustFile != null ? trustFile : file.resolveSibling("trust.json")));
        try {
            byte[] receipt =
                    new Upgrade(LogTiles.open(log)).of(Receipt.read(read(file))).bytes();
            Files.write(newer, receipt);
            if (!json) {
                out.println(Text.of("Written: " + newer, "已写入：" + newer).in(language));
            }
            return told(verifier.verify(receipt, null, Instant.now()));
        } catch (LogTiles.Missing missing) {
            err.println(Text.of(
                            "The copy of the log lacks files; get them from a gateway's /log/:",
                            "日志副本缺少文件，请从网关的 /log/ 获取：")
                    .in(language));
            missing.tiles().forEach(err::println);
            return code(Verdict.UNKNOWN);
        } catch (Refusal refusal) {
            err.println(refusal.detail().in(language));
            return code(Verdict.INVALID);
        } catch (IOException e) {
            throw new Misuse(
                    "The copy of the log cannot be read, or the receipt not be written: " + e.getMessage(),
                    "无法读取日志副本或写入收据：" + e.getMessage());
        }
    }

    private static String upgradedName(String name) {
        return name.endsWith(Receipt.FILE_ENDING)
                ? name.substring(0, name.length() - Receipt.FILE_ENDING.length()) + "-upgraded" + Receipt.FILE_ENDING
                : name + "-upgraded" + Receipt.FILE_ENDING;
    }

    private int told(Verification verification) {
        if (json) {
            out.println(Report.json(verification));
        } else {
            out.print(Report.text(verification, language));
        }
        return code(verification.verdict());
    }

    private static int code(Verdict verdict) {
        return switch (verdict) {
            case VALID -> 0;
            case INVALID -> 1;
            case UNKNOWN -> 2;
        };
    }

    private Trust trust(Path file) throws Misuse {
        if (!Files.exists(file)) {
            throw new Misuse(
                    "There is no trust file " + file
                            + ": get the ledger's trust.json from somebody you trust and name it with" + " --trust.",
                    "没有信任文件 " + file + "：请从可信来源取得该账本的 trust.json，并以 --trust 指明。");
        }
        try {
            byte[] bytes = read(file);
            Trust trust = Trust.read(bytes);
            if (!json) {
                out.println(Text.of(
                                "Trusted: " + trust.k() + " of "
                                        + trust.organisations().size() + " organisations, ledger " + trust.ledger()
                                        + "\nTrust file: " + file + ", SHA-256 " + Sha256.of(bytes),
                                "信任：" + trust.organisations().size() + " 个组织中的 " + trust.k() + " 个，账本 " + trust.ledger()
                                        + "\n信任文件：" + file + "，SHA-256 " + Sha256.of(bytes))
                        .in(language));
            }
            return trust;
        } catch (Refusal refusal) {
            throw new Misuse(
                    "The trust file " + file + " cannot be used: "
                            + refusal.detail().en(),
                    "信任文件 " + file + " 无法使用：" + refusal.detail().zh());
        }
    }

    // One byte more than is allowed is enough to refuse a file, however large it is.
    private static byte[] read(Path file) throws Misuse {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ParsedReceipt.MAX_BYTES + 1);
        } catch (IOException e) {
            throw unreadable(file);
        }
    }

    private static Sha256 digest(Path file) throws Misuse {
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.of(in);
        } catch (IOException e) {
            throw unreadable(file);
        }
    }

    private static Misuse unreadable(Path file) {
        return new Misuse("The file " + file + " cannot be read.", "文件 " + file + " 无法读取。");
    }
}
