package org.tradeseal.gateway.delivery;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.Records;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.StoredRecord;

/** Takes payloads for the organisations of this gateway: into their collections, and acknowledged on the record. */
@Component
public class Reception {
    private static final int ATTEMPTS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Ledger ledger;
    private final Records records;
    private final Intents intents;
    private final DeliveryAcknowledgement acknowledgement;

    Reception(Ledger ledger, Records records, Intents intents, DeliveryAcknowledgement acknowledgement) {
        this.ledger = ledger;
        this.records = records;
        this.intents = intents;
        this.acknowledgement = acknowledgement;
    }

    /**
     * Stores a payload that another gateway sent, and acknowledges it. Once that is done it is not done again. Refuses
     * what the contract refuses: NOT_DELIVERED for a payload that the record does not name for this recipient.
     */
    public void receive(MspId recipient, Payload payload) {
        RegistryRecord record = awaited(recipient, payload.record());
        if (!contentOf(record).delivered().contains(recipient)) {
            receive(recipient, payload, record);
        } else if (!contentOf(record).payload().equals(payload.digest())) {
            throw notNamed(record.id());
        }
    }

    void receive(MspId recipient, Payload payload, RegistryRecord record) {
        store(recipient, payload);
        intents.received(recipient, payload);
        acknowledgement.acknowledge(record, recipient);
    }

    static PrivateContent contentOf(RegistryRecord record) {
        if (!record.content().path("privateContent").isObject()) {
            throw notNamed(record.id());
        }
        return CanonicalJson.read(record.content().path("privateContent"), PrivateContent.class);
    }

    private static Refusal notNamed(RecordId id) {
        return new Refusal(
                ErrorCode.NOT_DELIVERED,
                "The payload is not the one that record " + id + " names.",
                "载荷与记录 " + id + " 所载不符。");
    }

    // The sender's peer may be a block ahead of this organisation's.
    private RegistryRecord awaited(MspId recipient, RecordId id) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var found = records.find(recipient, id).map(StoredRecord::record);
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new Refusal(ErrorCode.NOT_FOUND, "There is no record " + id + " here yet.", "此处尚无记录 " + id + "。");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    // The delivery reads the record, which may move in the meantime: the transaction is then invalid, and sent anew.
    private void store(MspId recipient, Payload payload) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Ledger.Committed committed =
                    ledger.submit(recipient, Invocation.ofTransient(Invocation.Function.DELIVER, payload.bytes()));
            if (committed.validation() != Ledger.Validation.MVCC_READ_CONFLICT) {
                return;
            }
        }
    }
}
