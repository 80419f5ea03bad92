package org.tradeseal.gateway.ledger.embedded;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.GenesisSource;

/** The embedded ledger as beans, unless {@code tradeseal.ledger} names another one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "tradeseal.ledger", havingValue = "embedded", matchIfMissing = true)
class EmbeddedLedgerConfiguration {

    @Bean(destroyMethod = "close")
    EmbeddedLedger embeddedLedger(Database database, StateFolder folder, GenesisSource source) {
        return EmbeddedLedger.open(database, folder, source);
    }
}
