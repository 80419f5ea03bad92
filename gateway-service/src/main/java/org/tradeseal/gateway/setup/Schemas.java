package org.tradeseal.gateway.setup;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.tradeseal.gateway.database.Database;

/** Brings the gateway's own schemas up to date before anything asks them. */
@Configuration(proxyBeanMethods = false)
class Schemas {
    /** Every JDBC template exists after the schemas do, so that no bean meets a missing table. */
    @Bean
    JdbcTemplate jdbcTemplate(Database database) {
        database.migrate("gateway");
        database.migrate("readmodel");
        return new JdbcTemplate(database.dataSource());
    }
}
