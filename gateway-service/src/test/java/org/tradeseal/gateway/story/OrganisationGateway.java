package org.tradeseal.gateway.story;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.tradeseal.gateway.Gateway;
import org.tradeseal.gateway.consortium.OrganisationCa;
import org.tradeseal.gateway.keys.HeldKeys;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.OneOrganisation;
import org.tradeseal.gateway.ledger.embedded.TestServer;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.SigningKey;

/** One organisation's whole gateway: its own database, folder, certificate and doors. */
final class OrganisationGateway {
    final OneOrganisation ledger;
    private final Path state;
    private final Map<String, Object> settings = new HashMap<>();
    private ConfigurableApplicationContext context;

    OrganisationGateway(OneOrganisation ledger, Path state, int port, OrganisationCa ca) throws Exception {
        this.ledger = ledger;
        this.state = state;
        TestServer.Empty database = TestServer.newDatabase();
        OrganisationCa.Identity identity = ca.gateway();
        settings.put("tradeseal.ledger", "shared-by-the-test");
        settings.put("tradeseal.state-folder", state.toString());
        settings.put(
                "tradeseal.trust.folder", GatewayStory.STATE.resolve("trust").toString());
        settings.put("tradeseal.database.url", database.url());
        settings.put("tradeseal.database.user", database.user());
        settings.put("tradeseal.database.password", database.password());
        settings.put("tradeseal.consortium.address", "127.0.0.1:" + port);
        settings.put("tradeseal.consortium.certificate", identity.certificate().toString());
        settings.put("tradeseal.consortium.key", identity.key().toString());
        settings.put("server.port", "0");
        settings.put("spring.grpc.server.port", "0");
    }

    void knows(int index, String msp, int port, OrganisationCa ca) {
        String member = "tradeseal.consortium.members[" + index + "].";
        settings.put(member + "msp", msp);
        settings.put(member + "address", "127.0.0.1:" + port);
        settings.put(member + "tls-ca", ca.file().toString());
    }

    void start(String... arguments) {
        SpringApplication application = new SpringApplicationBuilder(Gateway.class)
                .initializers(c -> ((GenericApplicationContext) c).registerBean(Ledger.class, () -> ledger))
                .registerShutdownHook(false)
                .build();
        List<String> all = new ArrayList<>(List.of(arguments));
        settings.forEach((name, value) -> all.add("--" + name + "=" + value));
        context = application.run(all.toArray(String[]::new));
    }

    void stop() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    /** Closes the door to the other organisations' gateways, and nothing else. */
    void closeDoor() {
        context.getBean("consortiumServer", SmartLifecycle.class).stop();
    }

    void openDoor() {
        context.getBean("consortiumServer", SmartLifecycle.class).start();
    }

    void holdsKey(RecordId participant, SigningKey key) {
        context.getBean(HeldKeys.class).keep(participant, key);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    JdbcTemplate jdbc() {
        return bean(JdbcTemplate.class);
    }

    /** The organisation's own participant, by the token that the gateway made for it. */
    Api operator(String participant) throws Exception {
        return new Api(base(), Files.readString(state.resolve("operator.token")).strip(), participant);
    }

    /** A participant that the organisation hosts. */
    Api caller(Api operator, String participant) {
        String secret = operator.post("/v1/tokens", Map.of("participant", participant, "label", "story"))
                .is(201)
                .json()
                .path("secret")
                .asString("");
        return new Api(base(), secret, participant);
    }

    private String base() {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }
}
