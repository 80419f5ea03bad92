package org.tradeseal.gateway.delivery;

import jakarta.annotation.PreDestroy;
import java.util.List;
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
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.StoredRecord;

/**
 * Brings payloads to their recipients' collections after the record is on the ledger, and asks each recipient's
 * organisation to acknowledge on the record. Business never waits for it; it is tried again until it is done.
 */
@Component
public class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int PAGE = 500;

    private final Ledger ledger;
    private final Records records;
    private final Intents intents;
    private final Reception reception;
    private final Optional<Dispatch> dispatch;
    private String after = "";
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread thread = new Thread(r, "deliveries");
        thread.setDaemon(true);
        return thread;
    });

    Deliveries(
            Ledger ledger,
            Records records,
            Intents intents,
            Reception reception,
            Optional<RecipientGateways> otherGateways) {
        this.ledger = ledger;
        this.records = records;
        this.intents = intents;
        this.reception = reception;
        this.dispatch = otherGateways.map(Dispatch::new);
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        var unused = worker.scheduleWithFixedDelay(this::deliverWaiting, 1, 5, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        worker.shutdown();
        dispatch.ifPresent(Dispatch::stop);
    }

    @EventListener
    void wake(Submitted submitted) {
        try {
            worker.execute(() -> deliver(submitted.record()));
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway is stopping; {} is delivered after the next start", submitted.record());
        }
    }

    // A page at a time, round and round: what waits for an absent recipient does not stand before all others.
    private void deliverWaiting() {
        try {
            List<RecordId> page = intents.undelivered(after, PAGE);
            after = page.size() < PAGE ? "" : page.get(PAGE - 1).value();
            page.forEach(this::deliver);
        } catch (RuntimeException e) {
            LOG.warn("deliveries wait: {}", e.getMessage());
        }
    }

    private void deliver(RecordId id) {
        try {
            if (!intents.isUndelivered(id)) {
                return;
            }
            Optional<RegistryRecord> record =
                    records.find(ledger.organisations().get(0), id).map(StoredRecord::record);
            if (record.isEmpty()
                    || !record.get().content().path("privateContent").isObject()) {
                return; // nothing private, or refused by the ledger
            }
            PrivateContent content = Reception.contentOf(record.get());
            Optional<Payload> payload = intents.payload(id, content.payload());
            if (payload.isEmpty()) {
                return; // it came through another gateway
            }
            boolean everybody = true;
            for (MspId recipient : content.recipients()) {
                if (!content.delivered().contains(recipient)) {
                    everybody &= deliver(recipient, payload.get(), record.get());
                }
            }
            if (everybody) {
                intents.delivered(id, content.payload());
            }
        } catch (Refusal refusal) {
            LOG.warn("delivery of {} waits: {}", id, refusal.code());
        } catch (RuntimeException e) {
            LOG.error("delivery of {} failed", id, e);
        }
    }

    // Whether the recipient has it now. Who gets it through another gateway has it when the record says so.
    private boolean deliver(MspId recipient, Payload payload, RegistryRecord record) {
        if (ledger.organisations().contains(recipient)) {
            try {
                reception.receive(recipient, payload, record);
                return true;
            } catch (Refusal refusal) {
                LOG.warn("delivery of {} to {} waits: {}", record.id(), recipient, refusal.code());
                return false;
            }
        }
        dispatch.ifPresent(d -> d.send(recipient, payload));
        return dispatch.isEmpty();
    }
}
