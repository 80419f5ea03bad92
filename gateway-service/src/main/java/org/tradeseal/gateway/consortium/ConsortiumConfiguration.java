package org.tradeseal.gateway.consortium;

import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tradeseal.gateway.access.Access;
import org.tradeseal.gateway.delivery.Reception;
import org.tradeseal.gateway.ledger.CommandArchive;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.gateway.ledger.Records;
import org.tradeseal.gateway.log.Heads;
import org.tradeseal.gateway.log.OwnKeys;
import org.tradeseal.gateway.log.Statements;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.gateway.readmodel.HiddenLeaves;
import org.tradeseal.gateway.readmodel.ParticipantDirectory;
import org.tradeseal.gateway.readmodel.RecordQueries;

/** The consortium's doors, of a gateway that has {@code tradeseal.consortium.address}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("tradeseal.consortium.address")
@EnableConfigurationProperties(ConsortiumSettings.class)
class ConsortiumConfiguration {
    @Bean
    Members consortiumMembers(ConsortiumSettings settings) {
        return Members.of(settings);
    }

    @Bean(destroyMethod = "close")
    Channels consortiumChannels(ConsortiumSettings settings, Members members) {
        return new Channels(settings, members);
    }

    @Bean(destroyMethod = "close")
    Workers consortiumThreads() {
        return new Workers();
    }

    @Bean
    RegistrarGateways registrarGateways(
            Channels channels,
            Ledger ledger,
            HiddenLeaves hidden,
            Workers workers,
            @Value("${tradeseal.ledger-client.deadline-seconds:30}") long deadlineSeconds) {
        return new RegistrarGateways(channels, ledger, hidden, workers.calling(), Duration.ofSeconds(deadlineSeconds));
    }

    @Bean
    RecipientGatewayCalls recipientGateways(Channels channels) {
        return new RecipientGatewayCalls(channels);
    }

    @Bean
    ConsortiumServer consortiumServer(
            ConsortiumSettings settings, Members members, ConsortiumEndpoint endpoint, Workers workers) {
        return new ConsortiumServer(settings, members, endpoint, workers.answering());
    }

    @Bean
    HiddenRecords hiddenRecords(HiddenLeaves hidden, Follower follower, RegistrarGateways registrars, Workers workers) {
        return new HiddenRecords(hidden, follower, registrars, workers.calling());
    }

    @Bean
    RegistrarDesk.ReadModel consortiumReadModel(
            ParticipantDirectory directory,
            RecordQueries queries,
            HiddenLeaves hidden,
            Follower follower,
            CommandArchive commands) {
        return new RegistrarDesk.ReadModel(directory, queries, hidden, follower, commands);
    }

    @Bean
    RegistrarDesk registrarDesk(
            LedgerClient client,
            Ledger ledger,
            Records records,
            Access access,
            RegistrarDesk.ReadModel readModel,
            Workers workers) {
        return new RegistrarDesk(client, ledger, records, access, readModel, workers.answering());
    }

    @Bean
    WitnessCalls witnessCalls(Channels channels, Members members) {
        return new WitnessCalls(channels, members);
    }

    @Bean
    ConsortiumEndpoint consortiumEndpoint(
            RegistrarDesk desk,
            Ledger ledger,
            Reception reception,
            OwnKeys keys,
            ObjectProvider<Heads> heads,
            ObjectProvider<Statements> statements,
            Workers workers) {
        return new ConsortiumEndpoint(
                desk,
                new RecipientDesk(ledger, reception),
                new WitnessDesk(keys, heads, statements),
                workers.answering());
    }
}
