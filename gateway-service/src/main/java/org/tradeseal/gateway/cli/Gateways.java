package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The gateways of the story: one that serves every organisation, or each organisation's own. Peers are apart by moments,
 * so that who reads at one gateway what was written at another says up to which block.
 */
final class Gateways {
    private final Map<String, Api> byOrganisation;
    private final AtomicLong newestBlock = new AtomicLong(-1);

    private Gateways(Map<String, Api> byOrganisation) {
        this.byOrganisation = byOrganisation;
    }

    /** One gateway for all. */
    static Gateways one(Api operator) {
        return of(List.of(operator));
    }

    /** Each organisation's own: the folder holds one state folder a gateway. */
    static Gateways in(Path folder, String language) {
        return of(states(folder).stream()
                .map(state -> at(text(state.resolve("address")), state, language))
                .toList());
    }

    /** The state folders of the gateways that are up. */
    static List<Path> states(Path folder) {
        try (Stream<Path> states = Files.list(folder)) {
            return states.filter(state -> Files.exists(state.resolve("address")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("there are no gateways in " + folder, e);
        }
    }

    private static Gateways of(List<Api> operators) {
        Map<String, Api> byOrganisation = new LinkedHashMap<>();
        for (Api operator : operators) {
            for (JsonNode organisation : operator.get("/v1/ledger").path("organisations")) {
                byOrganisation.put(organisation.asString(""), operator);
            }
        }
        return new Gateways(byOrganisation);
    }

    /** The gateway at an address, as the operator whose token lies in its state folder. */
    static Api at(String server, Path state, String language) {
        return Api.of(server, text(state.resolve("operator.token")), language);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    Api any() {
        return byOrganisation.values().iterator().next();
    }

    Api of(String organisation) {
        Api operator = byOrganisation.get(organisation);
        if (operator == null) {
            throw new StoryBroken("no gateway serves " + organisation + " / 没有服务于 " + organisation + " 的网关");
        }
        return operator;
    }

    /** Remembers where a write stands. */
    JsonNode noted(JsonNode written) {
        newestBlock.accumulateAndGet(written.at("/position/block").asLong(-1), Math::max);
        return written;
    }

    /** Waits until an organisation's gateway knows everything written so far. */
    void catchUp(String organisation) {
        long block = newestBlock.get();
        if (block >= 0) {
            of(organisation).get("/v1/ledger?minBlock=" + block);
        }
    }
}
