package org.tradeseal.gateway.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Two banks finance one invoice: together never more than it is worth, and neither learns of the other. */
final class FinancingAct implements Story.Act {
    /** Before a bank's id: the record it financed the invoice with. */
    static final String FINANCING = "financing of ";

    private static final String CURRENCY = "SGD";

    @Override
    public void play(Stage stage) {
        stage.act("Two banks, one invoice", "两家银行，一张发票");
        Player bankA = stage.player("bank-a");
        Player bankB = stage.player("bank-b");
        String mandateA = mandate(stage, bankA);
        String mandateB = mandate(stage, bankB);
        stage.tell(
                "Lihua mandates bank A (" + mandateA + ") and bank B (" + mandateB + "), each up to SGD 125 000.00.",
                "砺华授权甲银行（" + mandateA + "）和乙银行（" + mandateB + "），上限各 125000.00 新加坡元。");
        String financing = finance(stage, bankA, mandateA, "100000.00");
        stage.tell("Bank A finances 80 %: SGD 100 000.00, " + financing, "甲银行融资 80%：100000.00 新加坡元，" + financing);
        ApiRefused over = stage.refused("OVER_FINANCING", () -> reserve(stage, bankB, mandateB, "37500.00"));
        String answer = over.problem().toString();
        stage.require(
                !answer.contains(bankA.id()) && !answer.contains("BankAMSP") && !answer.contains(financing),
                "the refusal does not name the other bank: " + answer,
                "拒绝理由不透露另一家银行：" + answer);
        stage.tell(
                "Bank B's 30 % is refused without naming anybody: " + over.detail(),
                "乙银行的 30% 被拒绝，且未透露任何一方：" + over.detail());
        String second = finance(stage, bankB, mandateB, "25000.00");
        stage.tell("Bank B's 20 % passes: SGD 25 000.00, " + second, "乙银行的 20% 通过：25000.00 新加坡元，" + second);
        stage.refused("NOT_FOUND", () -> bankB.show(financing));
        stage.tell("Bank B cannot see bank A's record.", "乙银行看不到甲银行的记录。");
    }

    private static String mandate(Stage stage, Player bank) {
        JsonNode given = stage.player(AdmissionAct.SELLER)
                .does(
                        "financing.mandate",
                        Map.of(
                                "invoice",
                                stage.id(InvoiceAct.INVOICE),
                                "bank",
                                bank.id(),
                                "ceiling",
                                money("125000.00"),
                                "expires",
                                Instant.now()
                                        .plus(Duration.ofDays(30))
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString()));
        stage.requireStatus(given, "GIVEN");
        return given.path("id").asString("");
    }

    private static String finance(Stage stage, Player bank, String mandate, String amount) {
        JsonNode asked = bank.does(
                "financing.check",
                Map.of(
                        "invoice",
                        stage.id(InvoiceAct.INVOICE),
                        "purpose",
                        "应收账款融资 receivables financing",
                        "mandate",
                        mandate));
        stage.require(
                asked.at("/content/remaining/currency").asString("").equals(CURRENCY),
                "the bank hears what is left: " + asked.path("content"),
                "银行得知剩余额度：" + asked.path("content"));
        String id = reserve(stage, bank, mandate, amount).path("id").asString("");
        JsonNode financed = bank.does("financing.finance", Map.of("id", id, "amount", money(amount)));
        stage.requireStatus(financed, "FINANCED");
        stage.made(FINANCING + bank.id(), financed);
        return id;
    }

    private static JsonNode reserve(Stage stage, Player bank, String mandate, String amount) {
        return bank.does(
                "financing.reserve",
                Map.of(
                        "invoice",
                        stage.id(InvoiceAct.INVOICE),
                        "mandate",
                        mandate,
                        "amount",
                        money(amount),
                        "days",
                        5));
    }

    private static Map<String, String> money(String amount) {
        return Map.of("amount", amount, "currency", CURRENCY);
    }
}
