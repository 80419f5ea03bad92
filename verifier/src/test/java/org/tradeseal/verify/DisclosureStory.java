package org.tradeseal.verify;

import java.util.List;

/** A ledger with invoices whose private fields are of every kind that a disclosure could confuse. */
final class DisclosureStory {
    static final String SIGNER = "BankMSP";

    final TestLedger ledger;
    final RecordId enterprise;
    final RecordId invoice;
    final FieldTree fields;

    /** Indexes of the record versions; {@code corrected} has other private content under the same id. */
    final int issued;

    final int corrected;
    final int another;
    final int bare;

    DisclosureStory(String network) {
        ledger = new TestLedger(network);
        enterprise = ledger.admit("morning-star", null);
        invoice = id("invoice-1");
        fields = fields(invoice, "1250.5");
        issued = issue("invoice-1", fields);
        FieldTree changed = fields(invoice, "1300");
        corrected = ledger.move(
                "invoice.correct",
                invoice,
                enterprise,
                "correct-1",
                TestLedger.json("{}"),
                TestLedger.json("{'privateContent':" + privateContent(changed.root()) + "}"));
        another = issue("invoice-2", fields(id("invoice-2"), "1250.5"));
        bare = ledger.create(
                "asset.file", "AST", "asset", enterprise, "asset-1", TestLedger.json("{}"), TestLedger.json("{}"));
    }

    private RecordId id(String key) {
        return RecordId.derive(ledger.ledger(), "INV", enterprise.value(), key);
    }

    private int issue(String key, FieldTree tree) {
        return ledger.create(
                "invoice.issue",
                "INV",
                "invoice",
                enterprise,
                key,
                TestLedger.json("{}"),
                TestLedger.json("{'privateContent':" + privateContent(tree.root()) + "}"));
    }

    private static String privateContent(FieldRoot root) {
        return "{'fields':{'count':" + root.count() + ",'root':'" + root.root() + "','schema':'" + root.schema()
                + "'},'payload':'" + TestLedger.seed("payload") + "'}";
    }

    private FieldTree fields(RecordId record, String amount) {
        return new FieldTree(
                ledger.ledger(),
                record,
                "invoice/1",
                List.of(
                        new Field(
                                "/document/sha256",
                                Field.Type.DIGEST,
                                TestLedger.seed("document").hex()),
                        new Field("/lines/0/name", Field.Type.TEXT, "Fahrrad 自行车"),
                        new Field("/lines/1/name", Field.Type.TEXT, "Helm 头盔"),
                        new Field("/note", Field.Type.TEXT, "3"),
                        new Field("/payable/amount", Field.Type.DECIMAL, amount),
                        new Field("/payable/currency", Field.Type.CODE, "EUR"),
                        new Field("/quantity", Field.Type.INTEGER, "3"),
                        new Field("/seller/id", Field.Type.IDENTIFIER, "91310000MA1FL0000X"),
                        new Field("/taxed", Field.Type.BOOLEAN, "true")),
                TestLedger.seed("seed"));
    }

    NoteSigner signer() {
        return ledger.witness(SIGNER);
    }

    /** What the invoice's discloser shows. */
    Disclosure disclosure(Disclosure.Terms terms, String... pointers) {
        return new Disclosure(
                ledger.ledger(),
                invoice,
                fields.root(),
                enterprise,
                fields.open(List.of(pointers)),
                terms,
                TestLedger.TIME.minusSeconds(60),
                ledger.size());
    }

    byte[] signed(Disclosure disclosure) {
        return signer().sign(disclosure);
    }

    /** Six of the nine fields. */
    byte[] genuine() {
        return signed(disclosure(
                Disclosure.Terms.NONE,
                "/lines/0/name",
                "/lines/1/name",
                "/note",
                "/payable/amount",
                "/quantity",
                "/taxed"));
    }

    byte[] receipt(int index) {
        return ledger.receipt(index).bytes();
    }
}
