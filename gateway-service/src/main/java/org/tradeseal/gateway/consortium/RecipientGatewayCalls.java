package org.tradeseal.gateway.consortium;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.tradeseal.gateway.delivery.RecipientGateways;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.proto.consortium.v1.DeliverAnswer;
import org.tradeseal.proto.consortium.v1.DeliverRequest;

/** Deliveries to the other organisations' gateways. */
final class RecipientGatewayCalls implements RecipientGateways {
    private static final Duration ATTEMPT = Duration.ofSeconds(30);

    private final Channels channels;

    RecipientGatewayCalls(Channels channels) {
        this.channels = channels;
    }

    @Override
    public void deliver(MspId recipient, Payload payload) {
        DeliverRequest request = DeliverRequest.newBuilder()
                .setRecipient(recipient.value())
                .setPayload(ByteString.copyFrom(payload.bytes()))
                .build();
        DeliverAnswer answer;
        try {
            answer = channels.blocking(recipient, ATTEMPT).deliver(request);
        } catch (StatusRuntimeException e) {
            throw Unreachable.of(recipient, e.getStatus());
        }
        if (answer.getOutcomeCase() != DeliverAnswer.OutcomeCase.RECEIVED) {
            throw RefusalBytes.read(answer.getRefusal());
        }
    }
}
