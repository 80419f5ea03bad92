package org.tradeseal.gateway.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.embedded.ChainVerification;
import org.tradeseal.gateway.ledger.embedded.EmbeddedLedger;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The regulator's view: the whole ledger checked from its first block, the alarms, and who asked what. */
@RestController
class AuditController {
    private final ObjectProvider<EmbeddedLedger> ledger;
    private final JdbcTemplate jdbc;

    AuditController(ObjectProvider<EmbeddedLedger> ledger, JdbcTemplate jdbc) {
        this.ledger = ledger;
        this.jdbc = jdbc;
    }

    @GetMapping(path = "/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] audit(Caller caller) {
        caller.require(Role.REGULATOR);
        EmbeddedLedger embedded = ledger.getIfAvailable();
        if (embedded == null) {
            throw new Refusal(
                    ErrorCode.NOT_FOUND,
                    "The whole-ledger check reads the embedded ledger, and this gateway uses another one.",
                    "整链核验针对内置账本，而本网关使用其他账本。");
        }
        ChainVerification.Report report = embedded.verification().run(progress -> {});
        List<Map<String, Object>> alarms = jdbc.queryForList(
                "select block, transaction_id, reason_en, reason_zh from readmodel.alarm order by id");
        Map<String, Object> answer = new TreeMap<>();
        answer.put("whole", report.isWhole() && alarms.isEmpty());
        answer.put("blocks", report.blocks());
        answer.put("transactions", report.transactions());
        answer.put("commands", report.commands());
        answer.put("records", report.records());
        answer.put("findings", report.findings());
        answer.put("alarms", alarms);
        return CanonicalJson.bytes(answer);
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
