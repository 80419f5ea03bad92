package org.tradeseal.gateway.consortium;

import org.springframework.beans.factory.ObjectProvider;
import org.tradeseal.gateway.log.Heads;
import org.tradeseal.gateway.log.OwnKeys;
import org.tradeseal.gateway.log.Statements;
import org.tradeseal.gateway.log.Witnesses;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.proto.consortium.v1.KeysAnswer;
import org.tradeseal.proto.consortium.v1.StateRequest;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedStatus;

/** Tells the own log's keys, and cosigns other organisations' heads. */
final class WitnessDesk {
    private final OwnKeys keys;
    private final ObjectProvider<Heads> heads;
    private final ObjectProvider<Statements> statements;

    // The heads know the other gateways, which this desk answers: the circle is closed when the first call comes.
    WitnessDesk(OwnKeys keys, ObjectProvider<Heads> heads, ObjectProvider<Statements> statements) {
        this.keys = keys;
        this.heads = heads;
        this.statements = statements;
    }

    KeysAnswer keys() {
        return KeysAnswer.newBuilder()
                .setLog(keys.log().key().key())
                .setWitness(keys.witness().key().key())
                .build();
    }

    SignedStatus state(StateRequest request) {
        return statements
                .getObject()
                .state(new Witnesses.Question(
                        new RecordId(request.getSubject()),
                        request.getSize(),
                        new Sha256(request.getRoot()),
                        request.getAsker(),
                        request.hasNonce() ? request.getNonce() : null));
    }

    String cosign(MspId asker, String note) {
        return heads.getObject().cosign(asker, note);
    }
}
