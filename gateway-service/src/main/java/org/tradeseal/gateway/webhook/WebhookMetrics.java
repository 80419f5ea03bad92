package org.tradeseal.gateway.webhook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How many messages of all webhooks wait, and how many are dead letters. */
@Component
class WebhookMetrics implements MeterBinder {
    private final Webhooks webhooks;

    WebhookMetrics(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("tradeseal.webhooks.waiting", webhooks, w -> w.count(false))
                .description("Messages of webhooks that will be tried again")
                .register(registry);
        Gauge.builder("tradeseal.webhooks.dead", webhooks, w -> w.count(true))
                .description("Messages of webhooks that nobody took")
                .register(registry);
    }
}
