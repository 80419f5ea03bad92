package org.tradeseal.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.gateway.log.Heads;
import org.tradeseal.gateway.log.LogAlarms;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The regulator's view: the whole ledger checked from its first block, the alarms, and who asked what. */
@RestController
class AuditController {
    private static final Logger LOG = LoggerFactory.getLogger(AuditController.class);
    private static final int BLOCKS_BETWEEN_LINES = 1000;

    private final Ledger ledger;
    private final JdbcTemplate jdbc;
    private final LogAlarms logAlarms;
    private final Heads heads;

    AuditController(Ledger ledger, JdbcTemplate jdbc, LogAlarms logAlarms, Heads heads) {
        this.ledger = ledger;
        this.jdbc = jdbc;
        this.logAlarms = logAlarms;
        this.heads = heads;
    }

    @GetMapping(path = "/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] audit(Caller caller) {
        requireAuditor(caller);
        LedgerVerification.Report report = ledger.verification().run(this::tell);
        List<Map<String, Object>> alarms = jdbc.queryForList(
                "select block, transaction_id, reason_en, reason_zh from readmodel.alarm order by id");
        List<LogAlarms.Alarm> ofTheLog = logAlarms.all();
        Map<String, Object> answer = new TreeMap<>();
        answer.put(
                "whole",
                report.isWhole() && alarms.isEmpty() && ofTheLog.stream().allMatch(a -> a.decidedAt() != null));
        answer.put("logAlarms", ofTheLog);
        answer.put("blocks", report.blocks());
        answer.put("transactions", report.transactions());
        answer.put("commands", report.commands());
        answer.put("records", report.records());
        answer.put("untraced", report.untraced());
        answer.put("unseen", report.unseen());
        answer.put("findings", report.findings());
        answer.put("alarms", alarms);
        return CanonicalJson.bytes(answer);
    }

    /** The alarms about the log, without looking through the whole ledger. */
    @GetMapping(path = "/v1/audit/log-alarms", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] alarms(Caller caller) {
        if (!caller.operator()) { // who decides about them has to see them
            requireAuditor(caller);
        }
        return CanonicalJson.bytes(Map.of("logAlarms", logAlarms.all()));
    }

    /** The evidence of an alarm as a file; {@code verifier.jar evidence FILE} judges two heads. */
    @GetMapping(path = "/v1/audit/log-alarms/{id}/evidence", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> evidence(Caller caller, @PathVariable long id) {
        requireAuditor(caller);
        LogAlarms.Alarm alarm = logAlarms.find(id);
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"log-alarm-" + id + ".evidence.json\"")
                .body(alarm.evidence().getBytes(StandardCharsets.UTF_8));
    }

    /** Closes an alarm about the log with a decision, after which heads are signed again. */
    @PostMapping(path = "/v1/audit/log-alarms/{id}/decide", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] decide(Caller caller, @PathVariable long id, @RequestBody byte[] body) {
        caller.requireOperator();
        Decision decision = CanonicalJson.read(CanonicalJson.request(body), Decision.class);
        logAlarms.requireOpen(id);
        boolean goOnFromHere = Boolean.TRUE.equals(decision.goOnFromHere());
        if (goOnFromHere) {
            heads.goOnFromHere();
        }
        logAlarms.decide(id, decision.decision());
        LOG.warn(
                "Alarm {} about the log is decided{}: {}",
                id,
                goOnFromHere ? ", the log goes on from where it is" : "",
                decision.decision());
        return CanonicalJson.bytes(Map.of("logAlarms", logAlarms.all()));
    }

    /**
     * What people decided about an alarm, in their words; {@code goOnFromHere} if what is missing is lost and the log as it
     * is now goes on.
     */
    record Decision(String decision, @Nullable Boolean goOnFromHere) {
        Decision {
            if (decision.isBlank() || decision.length() > 1000) {
                throw new Refusal(ErrorCode.MALFORMED, "A decision is 1 to 1000 characters.", "决定须为 1 至 1000 个字符。")
                        .at("/decision");
            }
        }
    }

    // A gateway of one organisation checks what that organisation's peer holds, for the organisation itself too. Where
    // several are hosted together the report would tell one about the others.
    private void requireAuditor(Caller caller) {
        boolean own = caller.operator() && ledger.organisations().size() == 1;
        if (!own) {
            caller.require(Role.REGULATOR);
        }
    }

    private void tell(LedgerVerification.Progress progress) {
        if (progress.blocks() % BLOCKS_BETWEEN_LINES == 0 || progress.blocks() == progress.ofBlocks()) {
            LOG.info("Whole-ledger check at {} of {} blocks.", progress.blocks(), progress.ofBlocks());
        }
    }

    @GetMapping(path = "/v1/audit/access-log", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] accessLog(
            Caller caller,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit) {
        caller.require(Role.REGULATOR);
        List<Map<String, Object>> items = jdbc.query(
                "select id, at, participant, action, subject, answer from gateway.access_log where id > ?"
                        + " order by id limit ?",
                (row, n) -> {
                    Map<String, Object> line = new TreeMap<>();
                    line.put("id", row.getLong("id"));
                    line.put("at", row.getTimestamp("at").toInstant());
                    line.put("participant", row.getString("participant"));
                    line.put("action", row.getString("action"));
                    line.put("subject", String.valueOf(row.getString("subject")));
                    line.put("answer", row.getString("answer"));
                    return line;
                },
                after,
                Math.max(1, Math.min(limit, 500)));
        return CanonicalJson.bytes(Map.of("items", items));
    }
}
