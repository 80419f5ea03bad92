package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.gateway.ledger.audit.BlockVerification;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import tools.jackson.databind.JsonNode;

class AuditTest extends GatewayStory {
    @Autowired
    Ledger ledger;

    private JsonNode audit() {
        return world.regulator.get("/v1/audit").is(200).json();
    }

    @Test
    void theRegulatorFindsTheLedgerWhole() {
        world.accepted(world.bankA);

        JsonNode report = audit();

        assertThat(report.path("whole").asBoolean(false)).as("%s", report).isTrue();
        assertThat(report.path("records").asLong()).isPositive();
        world.seller.get("/v1/audit").refuses(403, "NOT_YOUR_ROLE");
    }

    @Test
    void theSameBlocksAsABanksPeerHoldsThemAreFoundWhole() {
        String asset = world.registeredSoftware("整账核查");
        String licence = world.seller
                .post("/v1/licences", World.offer(asset, world.buyer, "EXCLUSIVE", "SG", "2026-12-01", "2029-11-30"))
                .is(201)
                .id();
        world.buyer.post("/v1/licences/" + licence + "/accept", Map.of()).is(200);
        String invoice = world.accepted(world.bankA);
        String mandate = world.mandate(invoice, world.bankA);
        String financing = world.reserve(world.bankA, invoice, mandate, "100000.00")
                .is(201)
                .id();
        world.finance(world.bankA, financing, "100000.00").is(200);

        LedgerVerification.Report bank;
        LedgerVerification.Report whole;
        long height;
        do { // acknowledgements of deliveries come in by themselves
            height = ledger.height();
            bank = new BlockVerification(new BanksView(ledger)).run(p -> {});
            whole = ledger.verification().run(p -> {});
        } while (ledger.height() != height);

        assertThat(bank.findings()).isEmpty();
        assertThat(bank.unseen()).isGreaterThanOrEqualTo(5); // mandate, financing twice, the register with each of them
        assertThat(bank.untraced()).isGreaterThanOrEqualTo(bank.unseen());
        assertThat(bank.records()).isEqualTo(whole.records());
        assertThat(whole.findings()).isEmpty();
        assertThat(whole.untraced()).isZero();
        assertThat(whole.unseen()).isZero();
    }

    @Test
    void oneFlippedByteInBlockOrStateIsFound() {
        String invoice = world.accepted(world.bankA);
        for (Map<String, String> place : List.of(
                Map.of("table", "ledger.transaction", "column", "envelope", "where", "block = 2"),
                Map.of("table", "ledger.block", "column", "hash", "where", "number = 2"),
                Map.of("table", "ledger.state", "column", "value", "where", "key = '" + invoice + "'"))) {
            flip(place);
            try {
                assertThat(audit().path("whole").asBoolean(true))
                        .as("%s", place)
                        .isFalse();
            } finally {
                flip(place);
            }
        }
        assertThat(audit().path("whole").asBoolean(false)).isTrue();
    }

    private void flip(Map<String, String> place) {
        String column = place.get("column");
        int changed = jdbc.update("update " + place.get("table") + " set " + column + " = set_byte(" + column
                + ", 20, get_byte(" + column + ", 20) # 1) where " + place.get("where"));
        assertThat(changed).isPositive();
    }

    /** The blocks without the values of collections, endorsed by two registrars. */
    private record BanksView(Ledger ledger) implements Ledger {
        @Override
        public Genesis genesis() {
            return ledger.genesis();
        }

        @Override
        public List<MspId> organisations() {
            return ledger.organisations();
        }

        @Override
        public Committed submit(MspId submitter, Invocation call) {
            return ledger.submit(submitter, call);
        }

        @Override
        public byte[] evaluate(MspId submitter, Invocation call) {
            return ledger.evaluate(submitter, call);
        }

        @Override
        public List<Block> blocks(long fromNumber, int limit) {
            return ledger.blocks(fromNumber, limit).stream()
                    .map(b -> new Block(
                            b.number(),
                            b.previousHash(),
                            b.hash(),
                            b.transactions().stream().map(this::seen).toList()))
                    .toList();
        }

        private Block.Tx seen(Block.Tx tx) {
            return new Block.Tx(
                    tx.id(),
                    tx.submitter(),
                    tx.timestamp(),
                    tx.validation(),
                    tx.function(),
                    tx.argument(),
                    tx.writes(),
                    List.of(),
                    tx.collections(),
                    new TreeSet<>(genesis().registrars().subList(0, 2)),
                    tx.event());
        }

        @Override
        public long height() {
            return ledger.height();
        }

        @Override
        public long awaitHeight(long height, Duration atMost) throws InterruptedException {
            return ledger.awaitHeight(height, atMost);
        }

        @Override
        public void close() {}
    }
}
