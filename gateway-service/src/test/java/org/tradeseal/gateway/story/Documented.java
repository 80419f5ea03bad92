package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the API's description says of an address. */
final class Documented {
    private final JsonNode document;

    Documented(Api anybody) {
        this.document = anybody.get("/openapi.json").is(200).json();
    }

    JsonNode document() {
        return document;
    }

    /** Fails unless the description lists this status for the address that was asked, and not only by default. */
    void mustKnow(Api.Answer answer) {
        String[] asked = answer.request().split(" ", 2);
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            JsonNode operation = path.getValue().path(asked[0].toLowerCase(java.util.Locale.ROOT));
            if (!operation.isMissingNode()
                    && pattern(path.getKey()).matcher(asked[1]).matches()) {
                if (operation.path("responses").has(String.valueOf(answer.status()))) {
                    return;
                }
            }
        }
        assertThat(answer.status())
                .as("status of %s, which openapi.json does not list: %s", answer.request(), answer.text())
                .isNull();
    }

    private static Pattern pattern(String path) {
        StringBuilder pattern = new StringBuilder();
        for (String step : path.substring(1).split("/", -1)) {
            pattern.append('/').append(step.startsWith("{") ? "[^/]*" : Pattern.quote(step));
        }
        return Pattern.compile(pattern.toString());
    }
}
