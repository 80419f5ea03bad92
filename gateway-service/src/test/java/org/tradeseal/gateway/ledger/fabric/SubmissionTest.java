package org.tradeseal.gateway.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

class SubmissionTest {
    private static final MspId OPERATOR = TestConsortium.OPERATOR;
    private static final MspId REGULATOR = TestConsortium.REGULATOR;
    private static final MspId CUSTOMS = TestConsortium.CUSTOMS;
    private static final MspId IP_CENTRE = TestConsortium.IP_CENTRE;

    private StubNetwork network;
    private StubPeer own;
    private StubPeer other;
    private FabricLedger ledger;

    @BeforeEach
    void connect(@TempDir Path folder) throws IOException {
        network = new StubNetwork(folder, OPERATOR, REGULATOR);
        own = network.peer(OPERATOR);
        other = network.peer(REGULATOR);
        ledger = network.connect(OPERATOR, REGULATOR);
    }

    @AfterEach
    void close() {
        ledger.close();
        network.close();
    }

    private static Invocation call(String argument) {
        return Invocation.of(Invocation.Function.SUBMIT, argument.getBytes(StandardCharsets.UTF_8));
    }

    private Refusal refused(Invocation call) {
        return catchThrowableOfType(Refusal.class, () -> ledger.submit(OPERATOR, call));
    }

    private static Set<String> endorsers(EndorseRequest request) {
        return new HashSet<>(request.getEndorsingOrganizationsList());
    }

    @Test
    void aCommittedTransactionIsAcknowledgedWithItsBlockAndRead() {
        Ledger.Committed committed = ledger.submit(OPERATOR, call("value"));

        assertThat(committed.validation()).isEqualTo(Ledger.Validation.VALID);
        assertThat(committed.block()).isEqualTo(1);
        assertThat(committed.result().toArray())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("answer");
        assertThat(ledger.height()).isEqualTo(2);
        assertThat(ledger.blocks(1, 1).get(0).transactions()).singleElement().satisfies(tx -> {
            assertThat(tx.id()).isEqualTo(committed.transactionId());
            assertThat(tx.function()).isEqualTo(Invocation.Function.SUBMIT);
            assertThat(tx.argument().toArray()).asString(StandardCharsets.UTF_8).isEqualTo("value");
            assertThat(tx.submitter()).isEqualTo(OPERATOR);
        });
    }

    @Test
    void exactlyAMajorityOfTheRegistrarsIsAskedToEndorse() {
        for (int i = 0; i < 3; i++) {
            ledger.submit(OPERATOR, call("value " + i));
        }

        assertThat(own.endorsed)
                .allSatisfy(r -> assertThat(endorsers(r))
                        .hasSize(2)
                        .isSubsetOf(REGULATOR.value(), CUSTOMS.value(), IP_CENTRE.value()));
        assertThat(own.endorsed.stream().map(SubmissionTest::endorsers).distinct())
                .as("they take turns")
                .hasSizeGreaterThan(1);
    }

    @Test
    void aRefusalOfTheChaincodeArrivesAsItWasStated() {
        RecordId id = network.consortium().id("bank-a");
        Refusal stated = new Refusal(ErrorCode.ALREADY_EXISTS, "There, already.", "已存在。")
                .at("/x")
                .conflictsWith(List.of(id));
        String message =
                "chaincode response 400, " + new String(CanonicalJson.bytes(stated.stated()), StandardCharsets.UTF_8);
        own.endorse = request -> {
            throw StubPeer.error(
                    Status.Code.ABORTED,
                    "failed to collect enough transaction endorsements",
                    request.getEndorsingOrganizationsList().stream()
                            .map(m -> StubPeer.detail(new MspId(m), message))
                            .toArray(org.hyperledger.fabric.protos.gateway.ErrorDetail[]::new));
        };

        Refusal refusal = refused(call("value"));

        assertThat(refusal.stated()).isEqualTo(stated.stated());
        assertThat(own.endorsed).as("all agree, so nobody is asked again").hasSize(1);
        assertThat(own.submitted).isEmpty();
    }

    @Test
    void anotherMajorityEndorsesWhereARegistrarIsAway() {
        own.endorse = request -> {
            if (endorsers(request).contains(CUSTOMS.value())) {
                throw StubPeer.error(
                        Status.Code.ABORTED, "failed", StubPeer.detail(CUSTOMS, "rpc error: code = Unavailable"));
            }
            return StubNetwork.Result.writing("key", "value");
        };

        for (int i = 0; i < 5; i++) {
            assertThat(ledger.submit(OPERATOR, call("value")).validation()).isEqualTo(Ledger.Validation.VALID);
        }

        assertThat(own.endorsed.stream().filter(r -> endorsers(r).contains(CUSTOMS.value())))
                .as("one that failed lately is not asked again at once")
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void anotherMajorityEndorsesWhereDiscoveryDoesNotKnowARegistrar() {
        own.endorse = request -> {
            if (endorsers(request).contains(CUSTOMS.value())) {
                throw StubPeer.error(
                        Status.Code.UNAVAILABLE, "failed to find any endorsing peers for org(s): " + CUSTOMS);
            }
            return StubNetwork.Result.writing("key", "value");
        };

        for (int i = 0; i < 3; i++) {
            ledger.submit(OPERATOR, call("value"));
        }

        assertThat(own.submitted).hasSize(3);
    }

    @Test
    void aRegistrarWithAnotherAnswerIsAskedAgainAndThenLeftOut() {
        own.endorse = request -> {
            if (endorsers(request).contains(CUSTOMS.value())) {
                throw StubPeer.error(
                        Status.Code.ABORTED,
                        "failed",
                        StubPeer.detail(CUSTOMS, "ProposalResponsePayloads do not match"));
            }
            return StubNetwork.Result.writing("key", "value");
        };

        for (int i = 0; i < 3; i++) {
            ledger.submit(OPERATOR, call("value"));
        }

        assertThat(own.submitted).hasSize(3);
        assertThat(own.endorsed.stream().filter(r -> endorsers(r).contains(CUSTOMS.value())))
                .as("one majority, asked four times in all")
                .hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aRegistrarThatLagsForAMomentIsAskedAgain() {
        AtomicInteger attempts = new AtomicInteger();
        own.endorse = request -> {
            if (attempts.incrementAndGet() <= 2) {
                throw StubPeer.error(
                        Status.Code.ABORTED,
                        "failed",
                        StubPeer.detail(REGULATOR, "ProposalResponsePayloads do not match"));
            }
            return StubNetwork.Result.writing("key", "value");
        };

        ledger.submit(OPERATOR, call("value"));

        assertThat(own.endorsed.stream().map(SubmissionTest::endorsers).distinct())
                .hasSize(1);
    }

    @Test
    void withoutAMajorityNothingIsSubmitted() {
        own.endorse = request -> {
            throw StubPeer.error(
                    Status.Code.ABORTED,
                    "failed",
                    request.getEndorsingOrganizationsList().stream()
                            .map(m -> StubPeer.detail(new MspId(m), "rpc error: code = Unavailable"))
                            .toArray(org.hyperledger.fabric.protos.gateway.ErrorDetail[]::new));
        };
        other.endorse = own.endorse;

        assertThat(refused(call("value")).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(own.submitted).isEmpty();
        assertThat(other.submitted).isEmpty();
    }

    @Test
    void aFullDiskIsSaidAsSuch() {
        own.endorse = request -> {
            throw StubPeer.error(
                    Status.Code.ABORTED, "failed", StubPeer.detail(REGULATOR, "write x: no space left on device"));
        };
        other.endorse = own.endorse;

        assertThat(refused(call("value")).code()).isEqualTo(ErrorCode.STORAGE_FULL);
    }

    @Test
    void aBugOfTheChaincodeIsNoRefusal() {
        own.endorse = request -> {
            throw StubPeer.error(
                    Status.Code.ABORTED, "failed", StubPeer.detail(REGULATOR, "chaincode response 500, internal"));
        };
        other.endorse = own.endorse;

        assertThat(catchThrowableOfType(IllegalStateException.class, () -> ledger.submit(OPERATOR, call("value"))))
                .hasMessageContaining("chaincode response 500");
    }

    @Test
    void aTransactionWhoseFateIsUnknownIsHandedInAgainAsItWasSigned() {
        AtomicInteger attempts = new AtomicInteger();
        own.submit = request -> {
            if (attempts.incrementAndGet() == 1) {
                throw StubPeer.error(Status.Code.UNAVAILABLE, "no orderers could successfully process transaction");
            }
            return request.getPreparedTransaction();
        };
        other.submit = own.submit;

        Ledger.Committed committed = ledger.submit(OPERATOR, call("value"));

        assertThat(committed.validation()).isEqualTo(Ledger.Validation.VALID);
        List<SubmitRequest> all = new java.util.ArrayList<>(own.submitted);
        all.addAll(other.submitted);
        assertThat(all).hasSize(2);
        assertThat(all.get(0).getPreparedTransaction())
                .isEqualTo(all.get(1).getPreparedTransaction())
                .satisfies(e -> assertThat(e.getSignature().isEmpty()).isFalse());
        assertThat(own.endorsed.size() + other.endorsed.size()).isEqualTo(1);
    }

    @Test
    void aTransactionThatWasOrderedAlthoughTheAnswerWasLostIsAcknowledgedOnce() {
        own.submit = request -> {
            network.order(request.getPreparedTransaction());
            throw StubPeer.error(Status.Code.UNAVAILABLE, "the answer was lost");
        };
        other.submit = own.submit;

        Ledger.Committed committed = ledger.submit(OPERATOR, call("value"));

        assertThat(committed.validation()).isEqualTo(Ledger.Validation.VALID);
        assertThat(committed.block()).isEqualTo(1);
    }

    @Test
    void aTransactionThatNeverAppearsHasAnUnknownOutcome(@TempDir Path elsewhere) {
        own.submit = request -> {
            throw StubPeer.error(Status.Code.DEADLINE_EXCEEDED, "submit timeout expired");
        };
        other.submit = own.submit;

        Refusal refusal;
        try (StateFolder folder = StateFolder.open(elsewhere.resolve("state"));
                FabricLedger hurried =
                        FabricLedger.open(network.settings(Duration.ofSeconds(2), OPERATOR, REGULATOR), folder)) {
            refusal = catchThrowableOfType(Refusal.class, () -> hurried.submit(OPERATOR, call("value")));
        }

        assertThat(refusal.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(own.submitted.size()).isGreaterThan(1);
        assertThat(own.submitted.stream()
                        .map(SubmitRequest::getPreparedTransaction)
                        .distinct())
                .singleElement()
                .satisfies(e -> assertThat(refusal.detail().en()).contains(StubNetwork.transactionId(e)));
    }

    @Test
    void aTransactionThatTheOrdererRefusesIsNotRepeated() {
        own.submit = request -> {
            throw StubPeer.error(
                    Status.Code.ABORTED,
                    "received unsuccessful response from orderer: status=REQUEST_ENTITY_TOO_LARGE, info=too large");
        };

        assertThat(refused(call("value")).code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(own.submitted).hasSize(1);
        assertThat(other.submitted).isEmpty();
    }

    @Test
    void aCallOverTheLimitIsNotSent() {
        assertThat(refused(Invocation.of(Invocation.Function.SUBMIT, new byte[9 * 1024 * 1024]))
                        .code())
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(own.endorsed).isEmpty();
    }

    @Test
    void anotherOrganisationIsNotSpokenFor() {
        assertThat(catchThrowableOfType(Refusal.class, () -> ledger.submit(REGULATOR, call("value")))
                        .code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    @Test
    void whileTheOwnPeerIsAwayAnotherOneTakesWhatIsPublic() throws Exception {
        own.kill();

        Ledger.Committed committed = ledger.submit(OPERATOR, call("value"));

        assertThat(committed.validation()).isEqualTo(Ledger.Validation.VALID);
        assertThat(other.submitted).isNotEmpty();
        assertThat(ledger.height()).as("the own peer's blocks stand still").isEqualTo(1);
        assertThat(ledger.evaluate(
                        OPERATOR, Invocation.of(Invocation.Function.READ, "key".getBytes(StandardCharsets.US_ASCII))))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("value");
        own.restart();
        assertThat(ledger.awaitHeight(2, Duration.ofSeconds(60)))
                .as("and go on when it is back")
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void withNoPeerToSendToNothingIsWritten() throws Exception {
        own.kill();
        other.kill();

        assertThat(refused(call("value")).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void anAnswerOfAnotherOrganisationsPeerIsNotKept() {
        network.order(StubNetwork.transaction("tx", OPERATOR, StubNetwork.Result.writing("key", "value"), REGULATOR));
        own.evaluate = request -> {
            throw StubPeer.error(Status.Code.ABORTED, "failed", StubPeer.detail(OPERATOR, "no chaincode stream"));
        };
        other.evaluated.clear();
        Invocation read = Invocation.of(Invocation.Function.READ, "key".getBytes(StandardCharsets.US_ASCII));

        for (int i = 0; i < 2; i++) {
            assertThat(ledger.evaluate(OPERATOR, read))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("value");
        }

        assertThat(other.evaluated).hasSize(2);
    }

    @Test
    void aConnectionThatBreaksWhileEndorsingBlamesNoRegistrar() {
        own.endorse = request -> {
            throw StubPeer.error(Status.Code.UNAVAILABLE, "Network closed for unknown reason");
        };

        ledger.submit(OPERATOR, call("value"));

        assertThat(own.endorsed).hasSize(1);
        assertThat(other.endorsed).hasSize(1);
    }
}
