package org.tradeseal.gateway.cli;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.receipt.ReceiptCode;
import org.tradeseal.ledger.record.Nouns;
import org.tradeseal.verify.Bundle;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.Finding;
import org.tradeseal.verify.Note;
import org.tradeseal.verify.NoteKey;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Text;
import org.tradeseal.verify.Trust;
import tools.jackson.databind.JsonNode;

/** The page of a bundle in both languages: what is proved, by whom, under which head, and how to check it. */
record BundlePage(
        Trust trust,
        Sha256 trustDigest,
        MakeBundle.@Nullable Listed verifier,
        String gateway,
        List<MakeBundle.Proof> proofs,
        Instant madeAt) {

    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>TradeSeal · Proof of records · 登记证明</title>
            <style>
            body { font: 16px/1.6 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1c2430;
              background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
            h1, h2, h3 { line-height: 1.25 }
            h3, code { overflow-wrap: anywhere }
            code, pre { font-family: ui-monospace, Consolas, monospace; font-size: .875em }
            pre { background: #f2f4f7; padding: .75rem; overflow-x: auto }
            dt { font-weight: 600; margin-top: .5rem }
            dd { margin: 0 }
            article { border: 1px solid #c3cad5; border-radius: .5rem; padding: 0 1rem 1rem; margin: 1rem 0 }
            figure { margin: 1rem 0 0; max-width: 13cm }
            svg { width: 100% }
            .note { border-left: .25rem solid #8a5a00; padding-left: .75rem }
            section + section { border-top: 2px solid #1c2430; margin-top: 3rem }
            @media print { article { break-inside: avoid } a { color: inherit } }
            </style>
            </head>
            <body>
            <p><a href="#en">English</a> · <a href="#zh" lang="zh">中文</a></p>
            <main>
            """;

    byte[] bytes() {
        String page = HEAD + section("en") + section("zh") + "</main>\n</body>\n</html>\n";
        return page.getBytes(StandardCharsets.UTF_8);
    }

    private String section(String language) {
        StringBuilder html = new StringBuilder();
        html.append("<section id=\"" + language + "\" lang=\"" + language + "\">\n");
        html.append(Text.of("<h1>Proof of records</h1>", "<h1>登记证明</h1>").in(language));
        html.append(paragraph(
                        Text.of(
                                "This bundle proves, without the registry that made it, that the records below stand in its"
                                        + " log: what was recorded, when, by whom, and that nothing was changed since. It"
                                        + " does not prove that what was recorded is true.",
                                "本证据包无须原登记系统即可证明：下列记录已载入其日志，即登记的内容、时间、办理方，以及此后未被改动。" + "它不证明登记的内容本身属实。"),
                        language))
                .append(note(
                        Text.of(
                                "This page only explains, and was written by whoever made the bundle at " + time()
                                        + ". Rely on what the check below says, not on this page.",
                                "本页仅作说明，由证据包制作者写于 " + time() + "。请以下述核验的结果为准，而非本页。"),
                        language));
        html.append(Text.of("<h2>What is proved</h2>\n", "<h2>证明内容</h2>\n").in(language));
        proofs.forEach(proof -> html.append(article(proof, language)));
        html.append(Text.of("<h2>How to check it</h2>\n", "<h2>如何核验</h2>\n").in(language))
                .append(steps(language))
                .append(Text.of("<h2>Whom the check trusts</h2>\n", "<h2>核验信任何方</h2>\n")
                        .in(language))
                .append(trusted(language));
        return html.append("</section>\n").toString();
    }

    private String time() {
        return madeAt.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String article(MakeBundle.Proof proof, String language) {
        RegistryRecord record = proof.receipt().record();
        Terms terms = new Terms(language);
        terms.add(
                Text.of("Recorded", "登记"),
                Text.of(
                        "version " + record.version() + " of the " + record.type() + ", at " + record.recordedAt()
                                + ", transaction " + record.transactionId(),
                        Nouns.zh(record.type()) + "第 " + record.version() + " 版，时间 " + record.recordedAt() + "，交易 "
                                + record.transactionId()));
        Text name = name(record.content());
        if (name != null) {
            terms.add(Text.of("Name", "名称"), name);
        }
        terms.add(Text.of("By whom of this version", "本版办理方"), actor(proof.receipt()));
        head(terms, proof.receipt());
        terms.add(Text.of("Receipt", "收据"), both(proof.path()));
        if (proof.document() != null) {
            terms.add(Text.of("Document", "文件"), file(proof.document()));
        } else if (proof.withheld() != null) {
            terms.add(Text.of("Document", "文件"), proof.withheld());
        }
        proof.extracts().forEach(e -> terms.add(Text.of("Taken out of that document", "由该文件取出"), file(e)));
        proof.signatures().forEach(s -> terms.add(Text.of("Signature of the document", "文件的签名"), file(s)));
        for (Finding finding : proof.verification().findings()) {
            Text verdict = finding.verdict().text();
            terms.add(
                    finding.aspect().text(),
                    Text.of(
                            verdict.en() + ": " + finding.text().en(),
                            verdict.zh() + "：" + finding.text().zh()));
        }
        return "<article>\n<h3>" + escaped(record.id().value()) + "</h3>\n" + terms.html() + history(proof, language)
                + code(proof.receipt(), language) + "</article>\n";
    }

    /** The versions before, each with who made it: the first one is the command of whoever created the record. */
    private static String history(MakeBundle.Proof proof, String language) {
        if (proof.earlier().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<h4>")
                .append(Text.of("Earlier versions", "此前各版").in(language))
                .append("</h4>\n")
                .append(paragraph(
                        Text.of(
                                "Each has a receipt of its own with the command that made it. The check of the bundle makes"
                                        + " sure that each version names the one before.",
                                "各版均有其收据及形成该版的命令。整体核验时会确认每一版均指明其前一版。"),
                        language))
                .append("<ol>\n");
        for (MakeBundle.Earlier earlier : proof.earlier()) {
            RegistryRecord record = earlier.receipt().record();
            String command = earlier.receipt().command().command();
            Text verdict = earlier.verification().verdict().text();
            Text actor = actor(earlier.receipt());
            html.append("<li>")
                    .append(escaped(Text.of(
                                    record.recordedAt() + ", " + command + ": " + actor.en() + " · " + earlier.path()
                                            + " · " + verdict.en(),
                                    record.recordedAt() + "，" + command + "：" + actor.zh() + " · " + earlier.path()
                                            + " · " + verdict.zh())
                            .in(language)))
                    .append("</li>\n");
        }
        return html.append("</ol>\n").toString();
    }

    // Within HTML the name space goes without saying, and the page names no address.
    private static String inline(ReceiptCode code) {
        return code.svg().replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
    }

    private String code(Receipt receipt, String language) {
        ReceiptCode code = ReceiptCode.of(receipt, gateway);
        Text says = code.isWhole()
                ? Text.of(
                        "This code holds the receipt itself and opens it in the verifier page; print it 12 cm wide or more.",
                        "此二维码含收据本身，可在核验页面中打开；打印宽度不小于 12 厘米。")
                : Text.of(
                        "The receipt is too large for a code: this one opens the verifier page, which asks for the receipt's"
                                + " file.",
                        "收据过大，二维码无法容纳：此码打开核验页面，由其请您选择收据文件。");
        return "<figure>\n" + inline(code) + "<figcaption>" + escaped(says.in(language)) + "</figcaption>\n</figure>\n";
    }

    private static Text actor(Receipt receipt) {
        RegistryRecord record = receipt.record();
        RegistryRecord participant =
                receipt.actor() == null ? record : receipt.actor().record();
        Text known = name(participant.content());
        String en = known == null ? "" : known.en();
        String zh = known == null ? "" : known.zh();
        return record.custodial()
                ? Text.of(
                        en + " (" + record.actor() + "), for which its host acted on its own word",
                        zh + "（" + record.actor() + "），由其托管方代为办理")
                : Text.of(
                        en + " (" + record.actor() + "), by its signed command",
                        zh + "（" + record.actor() + "），以其签署的命令办理");
    }

    // Participants have a name, assets a title, each in one language or both.
    private static @Nullable Text name(JsonNode content) {
        JsonNode name = content.has("title") ? content.path("title") : content.path("name");
        String zh = name.path("zh").asString(name.path("en").asString(""));
        String en = name.path("en").asString(zh);
        return en.isEmpty() ? null : Text.of(en, zh);
    }

    private void head(Terms terms, Receipt receipt) {
        Note note = Note.parse(receipt.head());
        Checkpoint head = Checkpoint.parse(note.text());
        terms.add(
                Text.of("Under which head", "所依树头"),
                Text.of(
                        "leaf " + receipt.index() + " of a log of " + head.size() + " leaves, root " + head.root()
                                + " (SHA-256), origin " + head.origin(),
                        "日志共 " + head.size() + " 个叶，此为第 " + receipt.index() + " 号（自 0 起），根 " + head.root()
                                + "（SHA-256），来源 " + head.origin()));
        List<Trust.Organisation> signers = trust.organisations().stream()
                .filter(o -> signed(o, note, head.size()))
                .toList();
        terms.add(
                Text.of("Head signed by", "树头签署方"),
                Text.of(
                        names(signers, "en") + " (" + trust.k() + " needed)",
                        names(signers, "zh") + "（需 " + trust.k() + " 个组织）"));
    }

    private static String names(List<Trust.Organisation> organisations, String language) {
        return organisations.stream().map(o -> o.name().in(language)).collect(Collectors.joining(" · "));
    }

    private boolean signed(Trust.Organisation organisation, Note note, long size) {
        String witness = Trust.witnessName(trust.ledger(), organisation.msp());
        Stream<NoteKey> log = organisation.logKeys().stream()
                .filter(k -> k.covers(size))
                .map(k -> new NoteKey(trust.origin(), NoteKey.Kind.LOG, k.key()));
        Stream<NoteKey> cosigning = organisation.witnessKeys().stream()
                .filter(k -> k.covers(size))
                .map(k -> new NoteKey(witness, NoteKey.Kind.WITNESS, k.key()));
        return Stream.concat(log, cosigning)
                .anyMatch(key -> note.signatures().stream().anyMatch(line -> key.verifies(note.text(), line)));
    }

    private String steps(String language) {
        MakeBundle.Proof first =
                proofs.stream().filter(p -> p.document() != null).findFirst().orElse(proofs.get(0));
        String document = first.document() == null ? "" : " " + first.document().path();
        return "<ol>\n"
                + step(
                        Text.of(
                                "Get a Java runtime, version 17 or newer. No network is needed from here on.",
                                "准备 Java 17 或更新的运行环境。此后均无须网络。"),
                        language)
                + step(jar(), language)
                + step(
                        Text.of(
                                "Get the ledger's trust file from somebody you trust, better from several of the"
                                        + " organisations. It has to be the one in this bundle, " + MakeBundle.TRUST
                                        + ", SHA-256 " + trustDigest + ". If not, ask why before you go on.",
                                "向您信任的一方（最好是多个组织）索取该账本的信任文件。其应与包内 " + MakeBundle.TRUST + " 相同，SHA-256 " + trustDigest
                                        + "。若不同，请先查明原因。"),
                        language)
                + step(
                        Text.of(
                                "Check the bundle as a whole, as the ZIP that you got. It ends with VALID and exit code 0;"
                                        + " 1 is INVALID, 2 UNKNOWN.",
                                "以所收到的 ZIP 整体核验。结果应为“有效”，退出码 0；1 为无效，2 为未知。"),
                        language,
                        "java -jar verifier.jar --trust YOUR-trust.json bundle BUNDLE.zip")
                + step(
                        Text.of(
                                "To check a single receipt, unpack the ZIP. A document of any origin can be checked"
                                        + " against its receipt.",
                                "如需核验单份收据，请解压 ZIP。任何来源的文件均可与其收据核对。"),
                        language,
                        "java -jar verifier.jar --trust YOUR-trust.json " + first.path() + document)
                + step(
                        Text.of(
                                "Without our program: " + Bundle.MANIFEST + " lists the SHA-256 of every file, and the"
                                        + " project's docs/formats.md specifies every byte, so that anybody can write"
                                        + " another verifier. The page /verify of a gateway checks receipts in a browser.",
                                "不使用我方程序时：" + Bundle.MANIFEST + " 列出每个文件的 SHA-256；本项目的 docs/formats.md 规定了每一个字节，"
                                        + "任何人均可据此另行编写核验程序。网关的 /verify 页面可在浏览器中核验收据。"),
                        language)
                + "</ol>\n";
    }

    private Text jar() {
        String advice = "Prefer a verifier that you got from somebody you trust over one that came with the proof.";
        return verifier == null
                ? Text.of("Get verifier.jar from somebody you trust.", "自可信来源取得 verifier.jar。")
                : Text.of(
                        advice + " The one in this bundle, " + verifier.path() + ", has the SHA-256 "
                                + verifier.digest() + ".",
                        "与随包附带者相比，宜优先使用自可信来源取得的核验程序。包内 " + verifier.path() + " 的 SHA-256 为 " + verifier.digest() + "。");
    }

    private String trusted(String language) {
        String list = trust.organisations().stream()
                .map(o -> "<li>" + escaped(o.name().in(language)) + " (" + escaped(o.msp()) + ")</li>\n")
                .collect(Collectors.joining());
        return paragraph(
                        Text.of(
                                trust.k() + " of these have to have signed a head. Ledger: " + trust.ledger(),
                                "树头须由下列组织中的 " + trust.k() + " 个签署。账本：" + trust.ledger()),
                        language)
                + "<ul>\n" + list + "</ul>\n";
    }

    private static Text file(MakeBundle.Listed file) {
        return both(file.path() + " · SHA-256 " + file.digest());
    }

    private static Text both(String text) {
        return Text.of(text, text);
    }

    private static String paragraph(Text text, String language) {
        return "<p>" + escaped(text.in(language)) + "</p>\n";
    }

    private static String note(Text text, String language) {
        return "<p class=\"note\">" + escaped(text.in(language)) + "</p>\n";
    }

    private static String step(Text text, String language) {
        return "<li>" + escaped(text.in(language)) + "</li>\n";
    }

    private static String step(Text text, String language, String command) {
        return "<li>" + escaped(text.in(language)) + "\n<pre>" + escaped(command) + "</pre></li>\n";
    }

    /** Terms with what they mean here. */
    private static final class Terms {
        private final String language;
        private final StringBuilder html = new StringBuilder("<dl>\n");

        private Terms(String language) {
            this.language = language;
        }

        private void add(Text term, Text meaning) {
            html.append("<dt>").append(escaped(term.in(language))).append("</dt><dd>");
            html.append(escaped(meaning.in(language))).append("</dd>\n");
        }

        private String html() {
            return html + "</dl>\n";
        }
    }

    // Names come from records: they are text, without marks that turn its direction, and never markup.
    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default ->
                    safe.appendCodePoint(
                            Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c);
            }
        });
        return safe.toString();
    }
}
