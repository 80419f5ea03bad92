package org.tradeseal.gateway.commands;

import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.delivery.DeliveryAcknowledgement;
import org.tradeseal.gateway.keys.HeldKeys;
import org.tradeseal.gateway.readmodel.ParticipantDirectory;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.participant.ParticipantStatus;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import tools.jackson.databind.node.ObjectNode;

/** Acknowledges a delivery by a participant of the receiving organisation for which this gateway can act. */
@Component
class AcknowledgeDelivery implements DeliveryAcknowledgement {
    private final Commands commands;
    private final ParticipantDirectory directory;
    private final HeldKeys keys;

    AcknowledgeDelivery(Commands commands, ParticipantDirectory directory, HeldKeys keys) {
        this.commands = commands;
        this.directory = directory;
        this.keys = keys;
    }

    @Override
    public void acknowledge(RegistryRecord record, MspId recipient) {
        Caller caller = directory.hostedBy(recipient).stream()
                .flatMap(id -> directory.find(id).filter(p -> canActFor(id, p)).stream()
                        .map(p -> new Caller(id, recipient, p.roles(), false, "delivery")))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        ErrorCode.SIGNATURE_REQUIRED,
                        "This gateway can act for no participant of " + recipient + ".",
                        "本网关无法代表 " + recipient + " 的任何参与方。"));
        ObjectNode body = CanonicalJson.jsonMapper().createObjectNode();
        body.put("id", record.id().value());
        if (Doors.bodyHas(Contracts.rule(record.type() + ".delivered"), "recipient")) {
            body.put("recipient", recipient.value());
        }
        // A corrected filing has another payload under the same id: its delivery is another request.
        String payload = record.content().path("privateContent").path("payload").asString("");
        String key = "delivered-" + record.id() + "-" + recipient + "-" + payload.substring(0, 16);
        commands.execute(caller, new Commands.Request(record.type() + ".delivered", body, null, key, null));
    }

    private boolean canActFor(RecordId id, Participant participant) {
        boolean mayAct = participant.status() == ParticipantStatus.ACTIVE;
        return mayAct
                && (participant.custody() == Custody.HOST
                        || keys.inForce(id, participant).isPresent());
    }
}
