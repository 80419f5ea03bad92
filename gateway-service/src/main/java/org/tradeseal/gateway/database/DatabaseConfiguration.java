package org.tradeseal.gateway.database;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The gateway's folder and its database as beans. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

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
}
