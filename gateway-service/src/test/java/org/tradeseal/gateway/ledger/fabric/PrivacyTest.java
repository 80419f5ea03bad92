package org.tradeseal.gateway.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.node.ObjectNode;

/** What must not leave the own organisation, whatever fails. */
class PrivacyTest {
    private static final MspId OWN = TestConsortium.CUSTOMS;
    private static final byte[] CANARY = "canary".getBytes(StandardCharsets.UTF_8);

    private StubNetwork network;
    private StubPeer own;
    private StubPeer other;
    private FabricLedger ledger;

    @BeforeEach
    void connect(@TempDir Path folder) throws IOException {
        network = new StubNetwork(folder, OWN, TestConsortium.BANK_A);
        own = network.peer(OWN);
        other = network.peer(TestConsortium.BANK_A);
        ledger = network.connect(OWN, TestConsortium.BANK_A);
        other.evaluated.clear();
    }

    @AfterEach
    void close() {
        ledger.close();
        network.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"DELIVER", "SUBMIT_PRIVATE", "START"})
    void aSubmittedSecretGoesThroughTheOwnPeerOnly(Invocation.Function function) throws Exception {
        own.endorse = request -> {
            throw StubPeer.error(Status.Code.UNAVAILABLE, "the chaincode is away");
        };
        Invocation call = Invocation.ofTransient(function, CANARY);

        assertThat(catchThrowableOfType(Refusal.class, () -> ledger.submit(OWN, call))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        own.kill();
        assertThat(catchThrowableOfType(Refusal.class, () -> ledger.submit(OWN, call))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);

        assertThat(other.endorsed).isEmpty();
        assertThat(other.evaluated).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_PRIVATE", "READ_PAYLOAD"})
    void aPrivateAnswerComesFromTheOwnPeerOnly(Invocation.Function function) throws Exception {
        own.kill();

        assertThat(catchThrowableOfType(Refusal.class, () -> ledger.evaluate(OWN, Invocation.of(function, CANARY)))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(other.evaluated).isEmpty();
    }

    @Test
    void aPayloadIsEndorsedByItsOwnerAlone() {
        own.endorse = request -> StubNetwork.Result.writingTo("elsewhere");

        ledger.submit(OWN, Invocation.ofTransient(Invocation.Function.DELIVER, CANARY));

        assertThat(own.endorsed).singleElement().satisfies(r -> {
            assertThat(r.getEndorsingOrganizationsList()).containsExactly(OWN.value());
            assertThat(StubPeer.payload(r.getProposedTransaction())
                            .getTransientMapOrThrow(Invocation.TRANSIENT_KEY)
                            .toByteArray())
                    .isEqualTo(CANARY);
        });
        assertThat(own.submitted)
                .allSatisfy(r -> assertThat(r.toByteString().toString(StandardCharsets.ISO_8859_1))
                        .doesNotContain("canary"));
    }

    @Test
    void aRegistrarsSecretIsEndorsedByRegistrarsAlone() {
        own.endorse = request -> StubNetwork.Result.writingTo("other");

        ledger.submit(OWN, Invocation.ofTransient(Invocation.Function.SUBMIT_PRIVATE, CANARY));

        assertThat(own.endorsed)
                .singleElement()
                .satisfies(r -> assertThat(r.getEndorsingOrganizationsList())
                        .hasSize(2)
                        .isSubsetOf("RegulatorMSP", "CustomsMSP", "IpCentreMSP"));
    }

    @Test
    void aPreviewOfWhatConcernsTheRegistrarsStaysAtHome() throws Exception {
        own.kill();

        assertThat(catchThrowableOfType(Refusal.class, () -> ledger.evaluate(OWN, preview("financing.reserve")))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(other.evaluated).isEmpty();
    }

    @Test
    void aPreviewOfWhatWillBePublicMayPassAnotherPeer() throws Exception {
        own.kill();

        assertThat(ledger.evaluate(OWN, preview("participant.suspend")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("answer of BankAMSP");
    }

    private Invocation preview(String command) {
        Command draft = new Command(
                Command.FORMAT,
                network.consortium().genesis().ledger(),
                command,
                network.consortium().id("customs"),
                null,
                "key-0123456789abcdef",
                Instant.parse("2026-12-01T00:00:00Z"),
                List.of(),
                (ObjectNode) CanonicalJson.jsonMapper().createObjectNode(),
                null);
        return Invocation.ofTransient(Invocation.Function.PREVIEW, draft.bytes());
    }
}
