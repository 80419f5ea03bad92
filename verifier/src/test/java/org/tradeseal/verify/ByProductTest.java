package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records that changed beside the one that the command is about: only what the rules derive is VALID. */
class ByProductTest {
    private final Story story = new Story("by-products");
    private final TestLedger ledger = story.ledger;

    private Finding issuer(int index) {
        return issuer(ledger.receipt(index));
    }

    private Finding issuer(Receipt receipt) {
        return new Verifier(ledger.trust(2))
                .verify(receipt.bytes(), null, TestLedger.TIME)
                .about(Aspect.ISSUER)
                .orElseThrow();
    }

    private ObjectNode content(RecordId id) {
        return (ObjectNode) ledger.latest(id).record().content().deepCopy();
    }

    /** The IP centre moves the licence to this status. */
    private int moved(String move, String status) {
        return ledger.move(
                "licence." + move,
                story.licence,
                ledger.ipCentre,
                move + ledger.size(),
                TestLedger.json("{'reason':'judgment 判决'}"),
                content(story.licence).put("status", status));
    }

    private Reason assetAfter(int cause, Consumer<ObjectNode> change) {
        ObjectNode asset = content(story.asset);
        change.accept(asset);
        return issuer(ledger.changesWith(cause, story.asset, asset)).reason();
    }

    private static ObjectNode entry(ObjectNode asset, int index) {
        return (ObjectNode) asset.get("licences").get(index);
    }

    @Test
    void anIndexFollowsItsLicence() {
        assertThat(issuer(story.indexed).reason()).isEqualTo(Reason.FOLLOWS);
        assertThat(issuer(story.reindexed).reason()).isEqualTo(Reason.FOLLOWS);
        assertThat(assetAfter(
                        moved("suspend", "SUSPENDED"), asset -> entry(asset, 0).put("status", "SUSPENDED")))
                .isEqualTo(Reason.FOLLOWS);
        assertThat(assetAfter(moved("terminate", "TERMINATED"), asset -> asset.putArray("licences")))
                .isEqualTo(Reason.FOLLOWS);
    }

    @Test
    void nothingElseMayChangeInTheAsset() {
        Consumer<ObjectNode> right = asset -> entry(asset, 0).put("status", "SUSPENDED");
        for (Consumer<ObjectNode> wrong : java.util.List.<Consumer<ObjectNode>>of(
                asset -> {},
                right.andThen(asset -> asset.put("jurisdiction", "HK")),
                right.andThen(asset -> asset.put("more", "x")),
                right.andThen(asset -> asset.remove("nature")),
                right.andThen(asset -> asset.putArray("registrants")),
                right.andThen(asset -> entry(asset, 0).put("licensee", ledger.regulator.value())),
                right.andThen(asset -> entry(asset, 0).put("status", "RECORDED")),
                right.andThen(asset ->
                        ((ArrayNode) asset.get("licences")).add(entry(asset, 0).deepCopy())),
                right.andThen(asset -> ((ArrayNode) asset.get("consents")).add("x")),
                asset -> asset.putArray("licences"))) {
            Story fresh = new Story("by-products");
            TestLedger log = fresh.ledger;
            int cause = log.move(
                    "licence.suspend",
                    fresh.licence,
                    log.ipCentre,
                    "suspend",
                    TestLedger.json("{}"),
                    ((ObjectNode) log.latest(fresh.licence).record().content().deepCopy()).put("status", "SUSPENDED"));
            ObjectNode asset =
                    (ObjectNode) log.latest(fresh.asset).record().content().deepCopy();
            wrong.accept(asset);
            Receipt receipt = log.receipt(log.changesWith(cause, fresh.asset, asset));
            assertThat(issuer(receipt).reason()).as("%s", asset).isEqualTo(Reason.NOT_DERIVED);
            assertThat(issuer(receipt).verdict()).isEqualTo(Verdict.INVALID);
        }
    }

    @Test
    void aSublicenceEndsWithItsLicence() {
        ObjectNode terms =
                ((ObjectNode) content(story.licence).get("terms").deepCopy()).put("parent", story.licence.value());
        ObjectNode sub = content(story.licence).put("status", "ACCEPTED");
        sub.set("terms", terms);
        int offered =
                ledger.create("licence.offer", "LIC", "licence", story.enterprise, "sub", TestLedger.json("{}"), sub);
        RecordId id = ledger.stored(offered).record().id();
        int ended = moved("terminate", "TERMINATED");
        ObjectNode after = sub.deepCopy().put("status", "TERMINATED");
        after.putObject("decision")
                .put("by", ledger.ipCentre.value())
                .put("move", "terminate")
                .put("reason", "ends with its parent licence / 随上级许可终止: " + story.licence);
        // The test ledger's times are all alike: what the ledger adds to them is missing here.
        assertThat(issuer(ledger.changesWith(ended, id, after)).reason()).isEqualTo(Reason.NOT_DERIVED);
    }

    @Test
    void aRecordThatTheCauseDoesNotNameIsUnknown() {
        int cause = moved("suspend", "SUSPENDED");
        assertThat(issuer(ledger.changesWith(cause, story.invoice, content(story.invoice)))
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void registersFollowTheInvoiceThatACommandNames() {
        RecordId register = RecordId.derive(ledger.ledger(), "REG", story.invoice.value(), "register");
        Command reserve = ledger.command(
                "financing.reserve",
                story.enterprise,
                "reserve",
                TestLedger.json("{'invoice':'" + story.invoice + "'}"));
        int index = ledger.append(
                ledger.record(reserve, register, "register", TestLedger.json("{'status':'OPEN'}")),
                ledger.signed(reserve));
        assertThat(issuer(index).reason()).isEqualTo(Reason.SIGNED);
        RecordId other = RecordId.derive(ledger.ledger(), "REG", story.asset.value(), "register");
        int foreign = ledger.append(
                ledger.record(reserve, other, "register", TestLedger.json("{'status':'OPEN'}")),
                ledger.signed(reserve));
        assertThat(issuer(foreign).reason()).isEqualTo(Reason.BY_PRODUCT);
    }
}
