package org.tradeseal.gateway.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Tokens;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.verify.RecordId;

/** Gives the operator a token at the first start, and says where the gateway is and what to do next. */
@Component
class FirstStart {
    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    private final Tokens tokens;
    private final Ledger ledger;
    private final Path tokenFile;
    private final Environment environment;

    FirstStart(
            Tokens tokens,
            Ledger ledger,
            @Value("${tradeseal.state-folder:.tradeseal}") Path stateFolder,
            Environment environment) {
        this.tokens = tokens;
        this.ledger = ledger;
        this.tokenFile = stateFolder.resolve("operator.token").toAbsolutePath();
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (tokens.list().stream().noneMatch(t -> t.operator() && t.revokedAt() == null)) {
            write(tokens.create(operator(), true, "operator").secret());
            LOG.info("The operator's token is in {} (readable by its owner only).", tokenFile);
        }
        LOG.info(
                "TradeSeal is ready: REST http://{}:{} gRPC {}. Ledger {}.",
                environment.getProperty("server.address"),
                environment.getProperty("local.server.port"),
                environment.getProperty("spring.grpc.server.port"),
                ledger.digest());
    }

    // The first founder that this gateway serves is who runs it.
    private RecordId operator() {
        return ledger.genesis().founders().stream()
                .filter(f -> ledger.organisations().contains(f.participant().organisation()))
                .map(f -> Genesis.founderId(ledger.digest(), f.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no founder of the ledger belongs to "
                        + ledger.organisations() + " / 账本创始方中没有 " + ledger.organisations() + " 的成员"));
    }

    private void write(String secret) {
        try {
            Files.deleteIfExists(tokenFile);
            OwnerFiles.create(tokenFile, secret + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the operator's token cannot be written to " + tokenFile, e);
        }
    }
}
