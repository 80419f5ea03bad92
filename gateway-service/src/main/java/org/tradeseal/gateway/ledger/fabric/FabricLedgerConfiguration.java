package org.tradeseal.gateway.ledger.fabric;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tradeseal.gateway.database.StateFolder;

/** The ledger on Fabric as a bean, if {@code tradeseal.ledger} says so. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "tradeseal.ledger", havingValue = "fabric")
@EnableConfigurationProperties(FabricSettings.class)
class FabricLedgerConfiguration {

    @Bean(destroyMethod = "close")
    FabricLedger fabricLedger(FabricSettings settings, StateFolder folder) {
        return FabricLedger.open(settings, folder);
    }
}
