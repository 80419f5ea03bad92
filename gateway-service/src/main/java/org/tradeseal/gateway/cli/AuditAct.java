package org.tradeseal.gateway.cli;

import tools.jackson.databind.JsonNode;

/** The regulator checks every block, signature and commitment; nobody else may. */
final class AuditAct implements Story.Act {
    @Override
    public void play(Stage stage) {
        stage.act("The regulator checks the whole ledger", "监管机构核查整个账本");
        stage.refused("NOT_YOUR_ROLE", () -> stage.player("bank-a").api().get("/v1/audit"));
        JsonNode report = stage.player("regulator").api().get("/v1/audit");
        stage.require(report.path("whole").asBoolean(false), "the ledger is whole: " + report, "账本完好：" + report);
        stage.tell(
                "All " + report.path("blocks").asLong(0) + " blocks and "
                        + report.path("commands").asLong(0) + " commands verified, nothing amiss.",
                "全部 " + report.path("blocks").asLong(0) + " 个区块、"
                        + report.path("commands").asLong(0) + " 条命令核验无误。");
    }
}
