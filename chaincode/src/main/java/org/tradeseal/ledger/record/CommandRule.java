package org.tradeseal.ledger.record;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;

/**
 * One line of the dispatch table: a command's name on the wire, the record type it is about, the shape of its body and
 * the function that carries it out.
 */
public record CommandRule<B>(
        String feature,
        RecordType<?> type,
        RecordType.Home home,
        Move move,
        Class<B> body,
        boolean creates,
        BiConsumer<Execution, B> contract,
        @Nullable BiFunction<RecordId, B, List<UniqueName>> names) {

    /** A command that creates its record: {@code POST /v1/<things>} or {@code POST /v1/<things>/<move>}. */
    public static <B> CommandRule<B> creating(
            RecordType<?> type, Move move, Class<B> body, BiConsumer<Execution, B> contract) {
        return new CommandRule<>(type.name(), type, type.home(), move, body, true, contract, null);
    }

    /** A command that moves the record its body names as {@code id}: {@code POST /v1/<things>/{id}/<move>}. */
    public static <B> CommandRule<B> moving(
            RecordType<?> type, Move move, Class<B> body, BiConsumer<Execution, B> contract) {
        return new CommandRule<>(type.name(), type, type.home(), move, body, false, contract, null);
    }

    /** The same command, travelling to the registrars only although its record is the channel's. */
    public CommandRule<B> privately() {
        return new CommandRule<>(feature, type, RecordType.Home.REGISTRARS, move, body, creates, contract, names);
    }

    /** The same command under a feature's name, where one feature has several record types. */
    public CommandRule<B> under(String newFeature) {
        return new CommandRule<>(newFeature, type, home, move, body, creates, contract, names);
    }

    /** The same command, which asks for the unique names that follow from its actor and body. */
    public CommandRule<B> claiming(BiFunction<RecordId, B, List<UniqueName>> newNames) {
        return new CommandRule<>(feature, type, home, move, body, creates, contract, newNames);
    }

    /** The keys of the channel's state under which the unique names lie that a command asks for. */
    public List<String> uniqueKeys(Command command) {
        if (names == null) {
            return List.of(); // most commands: their body is read only once
        }
        try {
            return names.apply(command.actor(), CanonicalJson.read(command.body(), body)).stream()
                    .map(UniqueName::key)
                    .toList();
        } catch (Refusal malformed) {
            return List.of(); // refused before it asks
        }
    }

    /** The command's name, for example {@code asset.request-correction}. */
    public String name() {
        return feature + "." + move.wire();
    }

    /** Reads the body and carries the command out. Throws {@link Refusal}. */
    public void run(Execution execution, JsonNode bodyTree) {
        B typed;
        try {
            typed = CanonicalJson.read(bodyTree, body);
        } catch (Refusal refusal) {
            throw refusal.at("/body" + (refusal.field() == null ? "" : refusal.field()));
        }
        contract.accept(execution, typed);
    }
}
