package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tradeseal.verify.CanonicalJson;

/** Proof that travels: the seller takes a receipt away, and a program that knows no server of ours checks it. */
final class ReceiptAct implements Story.Act {
    private static final int VALID = 0;
    private static final int INVALID = 1;
    private static final String RECEIPT = "royalty.receipt.json";
    private static final String ALTERED = "royalty-altered.receipt.json";
    private static final String FINANCED = "financing.receipt.json";
    private static final String TRUST = "trust.json";

    private final Path verifier;

    ReceiptAct(Path verifier) {
        this.verifier = verifier;
    }

    @Override
    public void play(Stage stage) {
        stage.act("The seller takes proof away that anyone can check without the registry", "卖方取得任何人无须登记系统即可核验的证明");
        Api seller = stage.player("seller").api();
        byte[] trust = seller.download("/log/trust");
        int k = CanonicalJson.tree(trust).path("k").asInt(0);
        byte[] receipt = seller.download("/v1/records/" + stage.id(InvoiceAct.INVOICE) + "/receipt");
        Path folder = stage.keep(TRUST, trust);
        stage.keep(RECEIPT, receipt);
        Checked whole = check(folder, RECEIPT, InvoiceAct.DOCUMENT);
        stage.require(whole.code() == VALID, "the receipt is VALID: " + whole.report(), "收据有效：" + whole.report());
        stage.tell(
                "The invoice's receipt, " + receipt.length + " bytes under a head signed by " + k
                        + " organisation(s) or more: VALID, and the invoice is the one recorded.",
                "发票收据 " + receipt.length + " 字节，树头由至少 " + k + " 个组织签署：有效，且发票即所登记者。");

        Player bank = stage.player("bank-a");
        byte[] paid = bank.api().download("/v1/records/" + stage.id(FinancingAct.FINANCING + bank.id()) + "/receipt");
        stage.keep(FINANCED, paid);
        Checked financed = check(folder, FINANCED);
        stage.require(
                financed.code() == VALID,
                "the bank's receipt is VALID: " + financed.report(),
                "银行的收据有效：" + financed.report());
        stage.tell(
                "Bank A holds the receipt of its own financing, which no other bank can see: VALID.",
                "甲银行持有其融资记录的收据，其他银行无从得见：有效。");

        byte[] altered = receipt.clone();
        int place = new String(receipt, StandardCharsets.ISO_8859_1).indexOf("\"recordedAt\":\"") + 14;
        altered[place] ^= 1;
        stage.keep(ALTERED, altered);
        Checked broken = check(folder, ALTERED);
        stage.require(
                broken.code() == INVALID,
                "the altered receipt is INVALID: " + broken.report(),
                "被改动的收据无效：" + broken.report());
        stage.tell("One bit of the recorded date flipped: INVALID.", "登记日期改动一个比特：无效。");
    }

    /** How the verifier ended, and what it printed. */
    private record Checked(int code, String report) {}

    private Checked check(Path folder, String receipt, String... document) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                verifier.toString(),
                "--json",
                folder.resolve(receipt).toString()));
        for (String name : document) {
            command.add(folder.resolve(name).toString());
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] report = process.getInputStream().readAllBytes();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StoryBroken("the verifier does not end");
            }
            return new Checked(process.exitValue(), new String(report, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryBroken("interrupted");
        }
    }
}
