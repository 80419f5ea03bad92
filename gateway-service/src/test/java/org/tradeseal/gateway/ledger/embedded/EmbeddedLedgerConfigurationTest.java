package org.tradeseal.gateway.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.tradeseal.gateway.ledger.GenesisSource;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.TestConsortium;

class EmbeddedLedgerConfigurationTest {
    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withUserConfiguration(EmbeddedLedgerConfiguration.class, DatabaseBeans.class)
            .withBean(GenesisSource.class, TestConsortium::create);

    @Test
    void theEmbeddedLedgerIsTheDefaultAndUsesTheServerItIsGiven(@TempDir Path temp) throws Exception {
        TestServer.Empty database = TestServer.newDatabase();
        gateway.withPropertyValues(
                        "tradeseal.state-folder=" + temp.resolve("state"),
                        "tradeseal.database.url=" + database.url(),
                        "tradeseal.database.user=" + database.user(),
                        "tradeseal.database.password=" + database.password())
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).hasSingleBean(DataSource.class);
                    assertThat(context.getBean(Ledger.class).height()).isEqualTo(1);
                });
    }

    @Test
    void anotherLedgerLeavesItOut() {
        gateway.withPropertyValues("tradeseal.ledger=fabric")
                .run(context -> assertThat(context).doesNotHaveBean(Ledger.class));
    }

    /** The folder and the database that every ledger shares. */
    @Configuration(proxyBeanMethods = false)
    @ComponentScan("org.tradeseal.gateway.database")
    static class DatabaseBeans {}
}
