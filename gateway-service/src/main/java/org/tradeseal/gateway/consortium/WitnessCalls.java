package org.tradeseal.gateway.consortium;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import org.tradeseal.gateway.log.Witnesses;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.proto.consortium.v1.CosignAnswer;
import org.tradeseal.proto.consortium.v1.CosignRequest;
import org.tradeseal.proto.consortium.v1.KeysAnswer;
import org.tradeseal.proto.consortium.v1.KeysRequest;
import org.tradeseal.proto.consortium.v1.StateAnswer;
import org.tradeseal.proto.consortium.v1.StateRequest;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.SignedStatus;

/** The other organisations' gateways as witnesses of this one's log. */
final class WitnessCalls implements Witnesses {
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private final Channels channels;
    private final Members members;

    WitnessCalls(Channels channels, Members members) {
        this.channels = channels;
        this.members = members;
    }

    @Override
    public List<MspId> organisations() {
        return members.all().stream().map(Member::msp).toList();
    }

    @Override
    public Keys keys(MspId organisation) {
        try {
            KeysAnswer answer = channels.blocking(organisation, ATTEMPT).keys(KeysRequest.getDefaultInstance());
            return new Keys(answer.getLog(), answer.getWitness());
        } catch (StatusRuntimeException e) {
            throw Unreachable.of(organisation, e.getStatus());
        }
    }

    @Override
    public SignedStatus state(MspId organisation, Question question) {
        StateRequest.Builder request = StateRequest.newBuilder()
                .setSubject(question.subject().value())
                .setSize(question.size())
                .setRoot(question.root().hex())
                .setAsker(question.asker());
        if (question.nonce() != null) {
            request.setNonce(question.nonce());
        }
        StateAnswer answer;
        try {
            answer = channels.blocking(organisation, ATTEMPT).state(request.build());
        } catch (StatusRuntimeException e) {
            throw Unreachable.of(organisation, e.getStatus());
        }
        return switch (answer.getOutcomeCase()) {
            case SIGNED_STATUS -> CanonicalJson.read(answer.getSignedStatus().toByteArray(), SignedStatus.class);
            case REFUSAL -> throw RefusalBytes.read(answer.getRefusal());
            case OUTCOME_NOT_SET -> throw RefusalBytes.read(ByteString.EMPTY);
        };
    }

    @Override
    public String cosign(MspId organisation, String note) {
        CosignAnswer answer;
        try {
            answer = channels.blocking(organisation, ATTEMPT)
                    .cosign(CosignRequest.newBuilder().setNote(note).build());
        } catch (StatusRuntimeException e) {
            throw Unreachable.of(organisation, e.getStatus());
        }
        return switch (answer.getOutcomeCase()) {
            case LINE -> answer.getLine();
            case REFUSAL -> throw RefusalBytes.read(answer.getRefusal());
            case OUTCOME_NOT_SET -> throw RefusalBytes.read(ByteString.EMPTY);
        };
    }
}
