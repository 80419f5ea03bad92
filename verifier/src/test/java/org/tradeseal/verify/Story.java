package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A ledger with something of every kind that a receipt can be about. */
final class Story {
    private static final String TERMS = "{'from':'2026-12-01','kind':'EXCLUSIVE','territory':{'countries':['CN']}}";

    final TestLedger ledger;
    final RecordId enterprise;
    final RecordId customer;
    final RecordId asset;
    final RecordId invoice;
    final RecordId licence;
    final FieldTree fields;
    final Sha256 document = TestLedger.seed("document"); // of the bytes "tradeseal test document"

    /** Indexes of the record versions. */
    final int founded;

    final int admitted;
    final int filed;
    final int registered;
    final int deposited;
    final int issued;
    final int accepted;
    final int offered;
    final int licensed;
    final int indexed;
    final int recorded;
    final int reindexed;
    final int rotated;
    final int suspended;

    Story(String network) {
        ledger = new TestLedger(network);
        founded = 0;
        enterprise = ledger.admit("morning-star", TestLedger.signingKey("morning-star-1", PublicKey.Algorithm.P256));
        admitted = ledger.size() - 1;
        customer = ledger.admit("customer", null);
        filed = ledger.create("asset.file", "AST", "asset", enterprise, "file-1", assetBody(), assetContent("FILED"));
        asset = ledger.stored(filed).record().id();
        registered = ledger.move(
                "asset.register",
                asset,
                ledger.ipCentre,
                "register-1",
                TestLedger.json("{'reason':'examined 已审查'}"),
                assetContent("REGISTERED"));
        deposited = ledger.create(
                "asset.deposit", "AST", "asset", customer, "deposit-1", assetBody(), assetContent("DEPOSITED"));
        invoice = RecordId.derive(ledger.ledger(), "INV", enterprise.value(), "invoice-1");
        fields = fields();
        issued = ledger.create(
                "invoice.issue", "INV", "invoice", enterprise, "invoice-1", invoiceBody(), invoiceContent("ISSUED"));
        accepted = ledger.move(
                "invoice.accept", invoice, customer, "accept-1", TestLedger.json("{}"), invoiceContent("ACCEPTED"));
        offered = ledger.create(
                "licence.offer",
                "LIC",
                "licence",
                enterprise,
                "licence-1",
                TestLedger.json("{'asset':'" + asset + "','licensee':'" + customer + "','terms':" + TERMS + "}"),
                licenceContent("OFFERED"));
        licence = ledger.stored(offered).record().id();
        licensed = ledger.move(
                "licence.accept", licence, customer, "accept-2", TestLedger.json("{}"), licenceContent("ACCEPTED"));
        indexed = ledger.changesWith(licensed, asset, licensedAsset("ACCEPTED"));
        recorded = ledger.move(
                "licence.record",
                licence,
                ledger.ipCentre,
                "record-1",
                TestLedger.json("{'reason':'complete 齐备'}"),
                licenceContent("RECORDED"));
        reindexed = ledger.changesWith(recorded, asset, licensedAsset("RECORDED"));
        rotated = rotate();
        suspended = ledger.move(
                "participant.suspend",
                customer,
                ledger.regulator,
                "suspend-1",
                TestLedger.json("{'reason':'inquiry 调查'}"),
                ((ObjectNode) ledger.latest(customer).record().content().deepCopy()).put("status", "SUSPENDED"));
    }

    private ObjectNode licenceContent(String status) {
        return TestLedger.json("{'asset':'" + asset + "','licensee':'" + customer + "','licensor':'" + enterprise
                + "','published':" + status.equals("RECORDED") + ",'status':'" + status + "','terms':" + TERMS + "}");
    }

    /** The asset with the licence in its index. */
    ObjectNode licensedAsset(String status) {
        ObjectNode content = assetContent("REGISTERED");
        content.putArray("licences")
                .add(TestLedger.json("{'id':'" + licence + "','licensee':'" + customer + "','licensor':'" + enterprise
                        + "','status':'" + status + "','terms':" + TERMS + "}"));
        return content;
    }

    private int rotate() {
        SigningKey key = TestLedger.signingKey("morning-star-2", PublicKey.Algorithm.ED25519);
        ObjectNode content =
                (ObjectNode) ledger.latest(enterprise).record().content().deepCopy();
        ((ObjectNode) content.get("keys").get(0)).put("untilVersion", 2);
        ((tools.jackson.databind.node.ArrayNode) content.get("keys"))
                .addObject()
                .put("fromVersion", 2)
                .set("key", CanonicalJson.toTree(key.publicKey()));
        ObjectNode body = TestLedger.json("{}");
        body.set("key", CanonicalJson.toTree(key.publicKey()));
        body.put("possession", "x".repeat(86));
        int index = ledger.move("participant.rotate-key", enterprise, enterprise, "rotate-1", body, content);
        ledger.setKey(enterprise, key);
        return index;
    }

    private FieldTree fields() {
        List<Field> list = new ArrayList<>();
        list.add(new Field("/document/sha256", Field.Type.DIGEST, document.hex()));
        list.add(new Field("/payable/amount", Field.Type.DECIMAL, "1250.5"));
        list.add(new Field("/payable/currency", Field.Type.CODE, "EUR"));
        for (int line = 0; line < 20; line++) {
            list.add(new Field("/lines/" + line + "/name", Field.Type.TEXT, "Fahrrad 自行车 " + line));
        }
        return new FieldTree(ledger.ledger(), invoice, "en16931", list, TestLedger.seed("seed"));
    }

    private String privateContent(FieldRoot root) {
        return "{'delivered':[],'fields':{'count':" + root.count() + ",'root':'" + root.root() + "','schema':'"
                + root.schema() + "'},'payload':'" + TestLedger.seed("payload")
                + "','recipients':['BankMSP','OperatorMSP']}";
    }

    private String assetMembers() {
        FieldRoot root = new FieldRoot(TestLedger.seed("fields"), 12, "asset-filing");
        return "'assetClass':'SOFTWARE','creators':[{'en':'Li Ming','zh':'李明'}],'details':{'software':{'completedOn':'2026-06-30',"
                + "'developedBy':'INDEPENDENT','languages':['Java'],'lines':120000,'version':'1.0'}},'jurisdiction':'CN','nature':"
                + "'ORIGINAL','privateContent':" + privateContent(root)
                + ",'registrants':[{'participant':'" + enterprise + "','share':{'denominator':1,'numerator':1}}],"
                + "'title':{'en':'Warehouse control software','zh':'仓储控制软件'}";
    }

    private ObjectNode assetBody() {
        return TestLedger.json("{" + assetMembers() + "}");
    }

    private ObjectNode assetContent(String status) {
        return TestLedger.json("{" + assetMembers() + ",'consents':[],'licences':[],'objections':[],'published':"
                + status.equals("REGISTERED") + ",'status':'" + status + "'}");
    }

    private String invoiceMembers() {
        return "'documentKind':'INVOICE','fingerprints':{'content':'" + TestLedger.seed("content") + "','identity':'"
                + TestLedger.seed("identity") + "','version':1},'privateContent':" + privateContent(fields.root())
                + ",'rules':{'digest':'" + TestLedger.seed("rules")
                + "','ruleSets':['urn:cen.eu:en16931:2017','urn:peppol:bis:billing:3']},'seller':'" + enterprise
                + "','buyer':'" + customer + "','recipientParticipants':['" + customer + "'],'syntax':'UBL'";
    }

    private ObjectNode invoiceBody() {
        return TestLedger.json("{" + invoiceMembers() + "}");
    }

    private ObjectNode invoiceContent(String status) {
        return TestLedger.json("{" + invoiceMembers() + ",'creditNotes':[],'status':'" + status + "'}");
    }
}
