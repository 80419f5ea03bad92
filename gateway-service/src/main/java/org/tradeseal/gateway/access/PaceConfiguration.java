package org.tradeseal.gateway.access;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Puts the least speed of bodies before everything else. */
@Component
class PaceConfiguration implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final long graceMillis;
    private final long bytesPerSecond;
    private final long restBytes;

    PaceConfiguration(
            @Value("${tradeseal.limits.body-grace-millis:20000}") long graceMillis,
            @Value("${tradeseal.limits.body-bytes-per-second:8192}") long bytesPerSecond,
            @Value("${server.tomcat.max-swallow-size:22MB}") DataSize restBytes) {
        this.graceMillis = graceMillis;
        this.bytesPerSecond = bytesPerSecond;
        this.restBytes = restBytes.toBytes();
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(new PaceValve(graceMillis, bytesPerSecond, restBytes));
    }
}
