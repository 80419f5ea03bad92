package org.tradeseal.verify;

import org.jspecify.annotations.Nullable;

/** Whether the parts of a receipt belong together. */
final class IntegrityCheck {
    static final String FOUND = "participant.found";

    private IntegrityCheck() {}

    static Finding of(ParsedReceipt receipt, Sha256 ledger) {
        if (!receipt.ledger().equals(ledger)) {
            return finding(
                    Reason.OTHER_LEDGER,
                    "The receipt's ledger is " + receipt.ledger() + ".",
                    "收据所属账本为 " + receipt.ledger() + "。");
        }
        if (!receipt.commandFits()) {
            return Finding.of(Aspect.INTEGRITY, Reason.COMMAND_DIFFERS);
        }
        Finding contradiction = contradiction(receipt);
        if (contradiction != null) {
            return contradiction;
        }
        for (FieldOpening opening : receipt.openings()) {
            if (!opens(opening, receipt)) {
                return finding(
                        Reason.OPENING_DIFFERS,
                        "Field: " + opening.field().pointer(),
                        "字段：" + opening.field().pointer());
            }
        }
        return Finding.of(Aspect.INTEGRITY, Reason.INTACT);
    }

    private static Finding finding(Reason reason, String en, String zh) {
        return Finding.of(Aspect.INTEGRITY, reason, en, zh);
    }

    private static @Nullable Finding contradiction(ParsedReceipt receipt) {
        Json record = receipt.record().record();
        Json command = receipt.command();
        boolean custodial = command.find("keyId") == null;
        boolean founder = command.text("command").equals(FOUND);
        if (!record.text("actor").equals(command.text("actor"))) {
            return finding(Reason.RECORD_DIFFERS, "They name different actors.", "二者的行为人不同。");
        }
        if (record.truth("custodial") != custodial || custodial != (receipt.signature() == null)) {
            return finding(Reason.RECORD_DIFFERS, "They differ on whether the actor signed.", "二者关于行为人是否签名的说法不一。");
        }
        // Whole seconds: the record's time has no others.
        boolean late = seconds(record.text("recordedAt")).compareTo(seconds(command.text("expires"))) > 0;
        if (late && !founder) {
            return finding(Reason.RECORD_DIFFERS, "The command had expired when it was recorded.", "登记时该命令已过期。");
        }
        if (Naming.of(receipt) == Naming.CONTRADICTED) {
            return finding(
                    Reason.RECORD_DIFFERS, "The command moves another version of the record.", "该命令变更的是记录的另一版本。");
        }
        LoggedRecord before = receipt.before();
        if (before != null && !before.hasLeaf(receipt.record().previousLeaf())) {
            return finding(
                    Reason.RECORD_DIFFERS,
                    "The version before is not the one that the record names.",
                    "所示前一版本并非记录所载者。");
        }
        return actorContradiction(receipt, founder);
    }

    private static String seconds(String time) {
        return time.substring(0, 19);
    }

    private static @Nullable Finding actorContradiction(ParsedReceipt receipt, boolean founder) {
        LoggedRecord actor = receipt.actor();
        boolean shown = founder
                ? actor == null && receipt.actorLeaf() == null && receipt.genesis() != null && receipt.version() == 1
                : actor != null && receipt.actorLeaf() != null && receipt.genesis() == null;
        if (!shown) {
            return finding(
                    Reason.RECORD_DIFFERS,
                    "The receipt shows who acted by the actor's record, for a founder's first version by the genesis.",
                    "收据须以行为人的记录说明办理人；创始方首版则以创世记录说明。");
        }
        if (actor != null
                && !(actor.id().value().equals(receipt.command().text("actor"))
                        && actor.record().text("type").equals("participant"))) {
            return finding(Reason.RECORD_DIFFERS, "The participant record is not the actor's.", "该参与方记录不是行为人的记录。");
        }
        return null;
    }

    private static boolean opens(FieldOpening opening, ParsedReceipt receipt) {
        FieldRoot root = fieldRoot(receipt);
        return root != null && opening.opens(receipt.ledger(), receipt.id(), root);
    }

    /** What the record keeps of its private content, if it has any. Throws {@link Refusal}. */
    static @Nullable FieldRoot fieldRoot(ParsedReceipt receipt) {
        Json content = receipt.record().content().find("privateContent");
        return content == null ? null : ParsedDisclosure.fieldRoot(content.get("fields"));
    }
}
