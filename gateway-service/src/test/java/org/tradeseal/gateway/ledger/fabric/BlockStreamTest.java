package org.tradeseal.gateway.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;

class BlockStreamTest {
    private static final MspId OWN = TestConsortium.CUSTOMS;
    private static final Duration SOON = Duration.ofSeconds(60);

    private StubNetwork network;
    private StubPeer peer;
    private FabricLedger ledger;
    private int transactions;

    @BeforeEach
    void connect(@TempDir Path folder) throws IOException {
        network = new StubNetwork(folder, OWN);
        peer = network.peer(OWN);
        for (int i = 0; i < 3; i++) {
            write("old", "value " + i);
        }
        ledger = network.connect(OWN);
    }

    @AfterEach
    void close() {
        ledger.close();
        network.close();
    }

    private Envelope transaction(StubNetwork.Result result) {
        return StubNetwork.transaction("tx-" + transactions++, OWN, result, OWN, TestConsortium.REGULATOR);
    }

    private void write(String key, String value) {
        network.order(transaction(StubNetwork.Result.writing(key, value)));
    }

    private String read(String key) {
        byte[] value =
                ledger.evaluate(OWN, Invocation.of(Invocation.Function.READ, key.getBytes(StandardCharsets.UTF_8)));
        return new String(value, StandardCharsets.UTF_8);
    }

    private long reads() {
        return peer.evaluated.stream()
                .filter(r -> StubPeer.function(r.getProposedTransaction()).equals("READ"))
                .count();
    }

    private void requireWhole(List<Block> blocks, long from) {
        for (int i = 0; i < blocks.size(); i++) {
            assertThat(blocks.get(i).number()).isEqualTo(from + i);
            if (i > 0) {
                assertThat(blocks.get(i).previousHash())
                        .isEqualTo(blocks.get(i - 1).hash());
            }
        }
    }

    @Test
    void olderBlocksAreReadFromThePeerAndNewerOnesFromTheStream() throws Exception {
        assertThat(ledger.height()).isEqualTo(4);
        write("new", "value");
        assertThat(ledger.awaitHeight(5, SOON)).isEqualTo(5);

        requireWhole(ledger.blocks(0, 100), 0);
        assertThat(ledger.blocks(0, 100)).hasSize(5);
        assertThat(ledger.blocks(1, 2)).extracting(Block::number).containsExactly(1L, 2L);
        assertThat(ledger.blocks(4, 100)).extracting(Block::number).containsExactly(4L);
        assertThat(ledger.blocks(5, 100)).isEmpty();
        assertThat(ledger.blocks(0, 1).get(0).transactions())
                .as("a configuration block tells nothing")
                .isEmpty();
    }

    @Test
    void anInterruptedStreamGoesOnWithoutGapOrRepetition() throws Exception {
        for (int i = 0; i < 5; i++) {
            write("key", "before " + i);
            network.breakDeliveries();
            write("key", "after " + i);
        }

        assertThat(ledger.awaitHeight(14, SOON)).isEqualTo(14);
        requireWhole(ledger.blocks(4, 100), 4);
        assertThat(ledger.blocks(4, 100)).hasSize(10);
    }

    @Test
    void theHeightStandsStillWhileThePeerIsAwayAndBlocksAreNotInvented() throws Exception {
        peer.kill();
        write("key", "meanwhile");
        assertThat(ledger.awaitHeight(5, Duration.ofMillis(500))).isEqualTo(4);

        peer.restart();

        assertThat(ledger.awaitHeight(5, SOON)).isEqualTo(5);
        requireWhole(ledger.blocks(0, 100), 0);
    }

    @Test
    void aRecordReadBeforeIsAnsweredFromMemoryUntilABlockChangesIt() throws Exception {
        assertThat(read("old")).isEqualTo("value 2");
        assertThat(read("old")).isEqualTo("value 2");
        assertThat(reads()).isEqualTo(1);

        write("old", "changed");
        ledger.awaitHeight(5, SOON);

        assertThat(read("old")).isEqualTo("changed");
        assertThat(reads()).as("the block brought the new value").isEqualTo(1);
    }

    @Test
    void anAnswerThatABlockOvertakesIsNotKept() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        var ordinary = peer.evaluate;
        peer.evaluate = request -> {
            ByteString value = ordinary.apply(request);
            if (StubPeer.function(request.getProposedTransaction()).equals("READ")) {
                asked.countDown();
                try {
                    goOn.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return value;
        };
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> read("old"));
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

        write("old", "changed");
        ledger.awaitHeight(5, SOON);
        goOn.countDown();

        assertThat(slow.get(60, TimeUnit.SECONDS)).isEqualTo("value 2");
        assertThat(read("old")).isEqualTo("changed");
    }

    @Test
    void whileBlocksAreNotFollowedNothingIsAnsweredFromMemory() throws Exception {
        assertThat(read("old")).isEqualTo("value 2");
        peer.kill();
        write("old", "changed meanwhile");
        peer.restart();

        String seen = "value 2";
        long end = System.nanoTime() + SOON.toNanos();
        while (ledger.height() < 5 && System.nanoTime() < end) {
            try {
                seen = read("old");
                assertThat(seen).isEqualTo("changed meanwhile");
            } catch (org.tradeseal.verify.Refusal away) {
                Thread.sleep(20);
            }
        }
        assertThat(read("old")).isEqualTo("changed meanwhile");
    }

    @Test
    void privateValuesThatComeLateAreWaitedFor() throws Exception {
        network.order(transaction(StubNetwork.Result.writingTo(RecordType.FINANCING)));
        assertThat(ledger.awaitHeight(5, Duration.ofMillis(1500))).isEqualTo(4);

        network.deliverLate(4, Map.of(0L, StubNetwork.value(RecordType.FINANCING, "k", "secret")));

        assertThat(ledger.awaitHeight(5, SOON)).isEqualTo(5);
        assertThat(ledger.blocks(4, 1).get(0).transactions()).singleElement().satisfies(tx -> {
            assertThat(tx.privateWrites()).hasSize(1);
            assertThat(tx.collections()).containsExactly(RecordType.FINANCING);
        });
    }

    @Test
    void aBlockTellsWhoEndorsedAndWhichCollectionsWereWrittenToWithoutTheirValues() throws Exception {
        String foreign = TestConsortium.BANK_A.payloadCollection();
        network.append(
                List.of(
                        transaction(StubNetwork.Result.writingTo(foreign)),
                        transaction(StubNetwork.Result.writing("key", "never")),
                        transaction(StubNetwork.Result.writing("key", "never"))),
                List.of(
                        TxValidationCode.VALID,
                        TxValidationCode.MVCC_READ_CONFLICT,
                        TxValidationCode.ENDORSEMENT_POLICY_FAILURE),
                Map.of());
        ledger.awaitHeight(5, SOON);

        List<Block.Tx> read = ledger.blocks(4, 1).get(0).transactions();

        assertThat(read)
                .extracting(Block.Tx::validation)
                .containsExactly(
                        Ledger.Validation.VALID, Ledger.Validation.MVCC_READ_CONFLICT, Ledger.Validation.REJECTED);
        assertThat(read.get(0).collections()).containsExactly(foreign);
        assertThat(read.get(0).privateWrites()).isEmpty();
        assertThat(read.get(0).event()).isNotNull();
        assertThat(read.get(0).endorsers()).containsExactly(OWN, TestConsortium.REGULATOR);
        assertThat(read.get(1).writes()).as("what is not valid wrote nothing").isEmpty();
        assertThat(read.get(1).event()).isNull();
    }

    @Test
    void aTransactionThatNobodyCanReadDoesNotStopTheStream() throws Exception {
        network.append(
                List.of(Envelope.newBuilder()
                        .setPayload(org.hyperledger.fabric.protos.common.Payload.newBuilder()
                                .setHeader(org.hyperledger.fabric.protos.common.Header.newBuilder()
                                        .setChannelHeader(
                                                org.hyperledger.fabric.protos.common.ChannelHeader.newBuilder()
                                                        .setType(3)
                                                        .setTxId("garbage")
                                                        .build()
                                                        .toByteString()))
                                .setData(ByteString.copyFromUtf8("\u0007garbage"))
                                .build()
                                .toByteString())
                        .build()),
                List.of(TxValidationCode.BAD_PAYLOAD),
                Map.of());

        assertThat(ledger.awaitHeight(5, SOON)).isEqualTo(5);
        assertThat(ledger.blocks(4, 1).get(0).transactions()).isEmpty();
    }

    @Test
    void anotherGenesisThanTheOneKnownIsRefused(@TempDir Path elsewhere) throws Exception {
        try (StubNetwork second = new StubNetwork(elsewhere, OWN);
                org.tradeseal.gateway.database.StateFolder state =
                        org.tradeseal.gateway.database.StateFolder.open(elsewhere.resolve("other"))) {
            FabricLedger.open(second.settings(OWN), state).close();
            assertThatThrownBy(() -> FabricLedger.open(network.settings(OWN), state))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another genesis")
                    .hasMessageContaining("创世记录");
            assertThat(Files.getPosixFilePermissions(state.path().resolve("genesis.json")))
                    .hasSize(2);
        }
    }
}
