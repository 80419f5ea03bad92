package org.tradeseal.gateway.delivery;

import jakarta.annotation.PreDestroy;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.Records;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;

/**
 * Brings payloads to their recipients' collections after the record is on the ledger, and asks each recipient's
 * organisation to acknowledge on the record. Business never waits for it; it is tried again until it is done.
 */
@Component
public class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int ATTEMPTS = 8;

    private final Ledger ledger;
    private final Records records;
    private final Intents intents;
    private final DeliveryAcknowledgement acknowledgement;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread thread = new Thread(r, "deliveries");
        thread.setDaemon(true);
        return thread;
    });

    Deliveries(Ledger ledger, Records records, Intents intents, DeliveryAcknowledgement acknowledgement) {
        this.ledger = ledger;
        this.records = records;
        this.intents = intents;
        this.acknowledgement = acknowledgement;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        var unused = worker.scheduleWithFixedDelay(this::deliverWaiting, 1, 5, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        worker.shutdown();
    }

    @EventListener
    void wake(Submitted submitted) {
        try {
            worker.execute(() -> deliver(submitted.record()));
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway is stopping; {} is delivered after the next start", submitted.record());
        }
    }

    private void deliverWaiting() {
        try {
            intents.undelivered().forEach(this::deliver);
        } catch (RuntimeException e) {
            LOG.warn("deliveries wait: {}", e.getMessage());
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

    private void deliver(RecordId id) {
        try {
            Optional<RegistryRecord> record =
                    records.find(ledger.organisations().get(0), id).map(s -> s.record());
            if (record.isEmpty()
                    || !record.get().content().path("privateContent").isObject()) {
                return; // nothing private, or refused by the ledger
            }
            PrivateContent content =
                    CanonicalJson.read(record.get().content().path("privateContent"), PrivateContent.class);
            Optional<Payload> payload = intents.payload(id, content.payload());
            if (payload.isEmpty()) {
                return; // it came through another gateway
            }
            for (MspId recipient : content.recipients()) {
                if (ledger.organisations().contains(recipient)
                        && !content.delivered().contains(recipient)) {
                    store(recipient, payload.get());
                    intents.received(recipient, payload.get());
                    acknowledgement.acknowledge(record.get(), recipient);
                }
            }
            intents.delivered(id, content.payload());
        } catch (Refusal refusal) {
            LOG.warn("delivery of {} waits: {}", id, refusal.code());
        } catch (RuntimeException e) {
            LOG.error("delivery of {} failed", id, e);
        }
    }
}
