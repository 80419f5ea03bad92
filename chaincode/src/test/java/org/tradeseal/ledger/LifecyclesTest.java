package org.tradeseal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.record.Lifecycle;

/** docs/lifecycles.md shows the tables that the contracts move records by. */
class LifecyclesTest {

    @Test
    void theDocumentShowsTheTables() {
        StringBuilder text = new StringBuilder("""
                # Lifecycles 生命周期

                Made from the tables in the code by `LifecyclesTest`; do not edit. A record moves only by a line of its
                table: from this state, by this move, in this capacity. Whoever acts in another capacity is refused with
                `NOT_YOUR_ROLE`, whoever moves from another state with `WRONG_STATE`. *Awaited by* names the record's time by
                which the step is due.

                本文由 `LifecyclesTest` 根据代码中的状态表生成，请勿手工修改。记录只能按表中的一行变更：在该状态、以该身份、执行该动作。身份不符返回
                `NOT_YOUR_ROLE`，状态不符返回 `WRONG_STATE`。“期限”列给出该步骤应在哪一时间之前完成。
                """);
        Contracts.lifecycles().forEach(lifecycle -> append(lifecycle, text));
        GeneratedFile.of("lifecycles.md").mustBe(text.toString());
    }

    private static <S extends Enum<S>> void append(Lifecycle<S> lifecycle, StringBuilder text) {
        text.append("\n## ").append(lifecycle.name()).append("\n\n```mermaid\nstateDiagram-v2\n");
        Map<String, List<String>> edges = new LinkedHashMap<>();
        for (Lifecycle.Transition<S> t : lifecycle.transitions()) {
            String edge = (t.from() == null ? "[*]" : t.from().name()) + " --> " + t.to();
            List<String> moves = edges.computeIfAbsent(edge, e -> new java.util.ArrayList<>());
            if (!moves.contains(t.move().wire())) {
                moves.add(t.move().wire());
            }
        }
        edges.forEach((edge, moves) -> text.append("    ")
                .append(edge)
                .append(": ")
                .append(String.join(", ", moves))
                .append('\n'));
        text.append("```\n\n| from 状态 | move 动作 | by 身份 | to 新状态 | awaited by 期限 |\n|---|---|---|---|---|\n");
        for (Lifecycle.Transition<S> t : lifecycle.transitions()) {
            text.append("| ")
                    .append(t.from() == null ? "–" : t.from())
                    .append(" | `")
                    .append(t.move().wire())
                    .append("` | ")
                    .append(t.by().en())
                    .append(" ")
                    .append(t.by().zh())
                    .append(" | ")
                    .append(t.to())
                    .append(" | ")
                    .append(t.deadline() == null ? "" : "`" + t.deadline() + "`")
                    .append(" |\n");
        }
    }

    @Test
    void everyStateIsReachedFromTheCreation() {
        for (Lifecycle<?> lifecycle : Contracts.lifecycles()) {
            assertThat(lifecycle.transitions()).as(lifecycle.name()).anyMatch(t -> t.from() == null);
            for (Lifecycle.Transition<?> t : lifecycle.transitions()) {
                assertThat(lifecycle.transitions())
                        .as("%s: a way into %s", lifecycle.name(), t.from())
                        .anyMatch(o -> t.from() == null || (o.to() == t.from() && o.from() != t.from()));
            }
        }
    }

    @Test
    void noLineStandsTwice() {
        for (Lifecycle<?> lifecycle : Contracts.lifecycles()) {
            assertThat(lifecycle.transitions().stream()
                            .map(t -> t.from() + " " + t.move() + " " + t.by() + " " + t.to())
                            .toList())
                    .as(lifecycle.name())
                    .doesNotHaveDuplicates();
        }
    }
}
