package org.tradeseal.gateway.ledger.embedded;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
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
    StateFolder stateFolder(@Value("${tradeseal.state-folder:.tradeseal}") String folder) {
        return StateFolder.open(Path.of(folder));
    }

    @Bean(destroyMethod = "close")
    Database database(
            StateFolder folder,
            @Value("${tradeseal.database.url:}") String url,
            @Value("${tradeseal.database.user:}") String user,
            @Value("${tradeseal.database.password:}") String password) {
        return url.isEmpty() ? Database.embedded(folder) : Database.external(url, user, password);
    }

    // The pool belongs to the database and is closed with it.
    @Bean(destroyMethod = "")
    DataSource dataSource(Database database) {
        return database.dataSource();
    }

    @Bean(destroyMethod = "close")
    EmbeddedLedger embeddedLedger(Database database, StateFolder folder, GenesisSource source) {
        return EmbeddedLedger.open(database, folder, source);
    }
}
