package org.tradeseal.gateway.setup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.einvoice.InvoiceRules;
import org.tradeseal.gateway.signature.SignatureValidation;

/** Loads rule sets and validation policies in the background, so that the first invoice does not wait for them. */
@Component
class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final InvoiceRules rules;
    private final SignatureValidation signatures;

    WarmUp(InvoiceRules rules, SignatureValidation signatures) {
        this.rules = rules;
        this.signatures = signatures;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        Thread thread = new Thread(this::warmUp, "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private void warmUp() {
        try {
            signatures.warmUp();
            rules.warmUp();
        } catch (RuntimeException e) {
            LOG.warn("The warm-up stopped; the first documents will take longer.", e);
        }
    }
}
