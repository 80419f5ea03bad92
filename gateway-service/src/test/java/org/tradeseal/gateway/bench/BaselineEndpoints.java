package org.tradeseal.gateway.bench;

import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import javax.xml.parsers.DocumentBuilderFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.gateway.commands.Requests;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.SignedCommand;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the gateway is compared with, in the same process and on the same database: an endpoint that takes a record like
 * {@code POST /v1/assets}, from a caller with a token, reads and checks the same body, and keeps it with one INSERT that is
 * on disk before it answers; and the rule sets and the signature library without anything around them. Only in a gateway
 * that {@code scripts/bench} started.
 */
@RestController
@ConditionalOnProperty("tradeseal.bench.signer")
class BaselineEndpoints implements DisposableBean {
    private static final int CONNECTIONS = 64;
    private static final Duration LIFE = Duration.ofHours(1);

    private final Requests requests;
    private final Ledger ledger;
    private final HikariDataSource pool;
    private final CertificateToken anchor;
    private final IValidationExecutorSet<IValidationSourceXML> ruleSet;

    BaselineEndpoints(
            Requests requests, Ledger ledger, DataSource database, @Value("${tradeseal.bench.signer}") Path signer)
            throws SQLException {
        this.requests = requests;
        this.ledger = ledger;
        HikariConfig config = new HikariConfig();
        ((HikariDataSource) database).copyStateTo(config);
        config.setPoolName("baseline");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(CONNECTIONS);
        pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists bench");
            statement.execute(
                    "create table if not exists bench.record (actor text not null, idempotency_key text not null,"
                            + " id text not null, digest bytea not null, record bytea not null, recorded_at timestamptz not null"
                            + " default now(), primary key (actor, idempotency_key))");
        }
        anchor = DSSUtils.loadCertificate(signer.resolve("ca.pem").toFile());
        ValidationExecutorSetRegistry<IValidationSourceXML> registry = new ValidationExecutorSetRegistry<>();
        PeppolValidation.initStandard(registry);
        ruleSet = registry.getAll().stream()
                .filter(set -> set.getID().getGroupID().equals("org.peppol.pint.sg")
                        && set.getID().getArtifactID().equals("invoice"))
                .max(java.util.Comparator.comparing(set -> set.getID().getVersionObj()))
                .orElseThrow();
    }

    @PostMapping("/bench/insert")
    ResponseEntity<byte[]> insert(
            Caller caller, @RequestBody byte[] body, @RequestHeader("Idempotency-Key") String idempotencyKey)
            throws SQLException {
        ObjectNode json = Requests.object(body);
        Commands.Request request = requests.of(caller, Filing.COMMAND, json, idempotencyKey, null);
        CommandRule<?> rule = Contracts.rule(Filing.COMMAND);
        CanonicalJson.read(request.body(), rule.body());
        Command command = new Command(
                Command.FORMAT,
                ledger.digest(),
                Filing.COMMAND,
                caller.participant(),
                null,
                idempotencyKey,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(LIFE),
                List.of(),
                request.body(),
                null);
        RecordId id = RecordId.derive(
                ledger.digest(), rule.type().prefix(), caller.participant().value(), idempotencyKey);
        SignedCommand kept = new SignedCommand(command, null);
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into bench.record (actor, idempotency_key, id, digest, record) values (?, ?, ?, ?, ?)")) {
            insert.setString(1, caller.participant().value());
            insert.setString(2, idempotencyKey);
            insert.setString(3, id.value());
            insert.setBytes(4, command.digest().bytes());
            insert.setBytes(5, CanonicalJson.bytes(kept));
            insert.executeUpdate();
        }
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(CanonicalJson.bytes(Map.of("id", id, "position", Map.of("block", 0), "record", request.body())));
    }

    /** A document and its detached signature. */
    record Signed(String document, String signature) {}

    /** Judges them by phive and DSS as these come, and answers the nanoseconds that took. */
    @PostMapping("/bench/phive-dss")
    byte[] judge(@RequestBody byte[] body) throws Exception {
        Signed signed = CanonicalJson.read(CanonicalJson.tree(body), Signed.class);
        byte[] document = java.util.Base64.getDecoder().decode(signed.document());
        byte[] signature = java.util.Base64.getDecoder().decode(signed.signature());
        long start = System.nanoTime();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        boolean valid = ValidationExecutionManager.executeValidation(
                        IValidityDeterminator.createDefault(),
                        ruleSet,
                        ValidationSourceXML.create(
                                "invoice.xml", factory.newDocumentBuilder().parse(new ByteArrayInputStream(document))),
                        Locale.ENGLISH)
                .containsNoError();
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new InMemoryDocument(signature));
        validator.setDetachedContents(List.of(new InMemoryDocument(document)));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
        CommonTrustedCertificateSource anchors = new CommonTrustedCertificateSource();
        anchors.addCertificate(anchor);
        verifier.setTrustedCertSources(anchors);
        verifier.setCheckRevocationForUntrustedChains(false);
        validator.setCertificateVerifier(verifier);
        Reports reports = validator.validateDocument();
        long nanos = System.nanoTime() - start;
        Indication indication = reports.getSimpleReport()
                .getIndication(reports.getSimpleReport().getFirstSignatureId());
        if (!valid || indication == Indication.TOTAL_FAILED) {
            throw new IllegalStateException("valid: " + valid + ", signature: " + indication);
        }
        return CanonicalJson.bytes(Map.of("nanos", nanos));
    }

    @Override
    public void destroy() {
        pool.close();
    }
}
