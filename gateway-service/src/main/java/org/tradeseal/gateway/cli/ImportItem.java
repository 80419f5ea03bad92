package org.tradeseal.gateway.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of what is imported: the body that is sent, or why there is none. {@code line} counts from 1 in a folder and is
 * the row's number in a table; {@code cells} tells where in a table a field came from.
 */
record ImportItem(
        int line,
        String source,
        @Nullable ObjectNode body,
        @Nullable Refusal refusal,
        Map<String, String> cells) {

    ImportItem {
        cells = Map.copyOf(cells);
    }

    /** The cell that a field of the request came from, or the column that is missing; empty if there is none. */
    String cell(String pointer) {
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('/')))) {
            String cell = cells.get(at);
            if (cell != null) {
                return cell;
            }
        }
        return "";
    }
}
