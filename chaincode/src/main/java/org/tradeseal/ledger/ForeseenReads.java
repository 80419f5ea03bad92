package org.tradeseal.ledger;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tradeseal.ledger.participant.Banks;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;

/**
 * The keys of the channel's state that commands are going to read, as far as the commands themselves tell: where a read
 * is a message, a batch asks for them together. They depend on nothing but the commands, so that every endorser reads
 * the same.
 */
final class ForeseenReads {
    private ForeseenReads() {}

    /** Reads ahead what these commands name. */
    static void of(Transaction transaction, List<Command> commands, RecordType.Home home) {
        Set<String> keys = new LinkedHashSet<>();
        keys.add(LedgerState.LEDGER_KEY);
        commands.forEach(command -> addKeys(keys, command, home));
        transaction.readAhead(keys);
        if (home == RecordType.Home.REGISTRARS) {
            readEveryBank(transaction);
        }
    }

    // Every peer sees which keys of the channel a transaction reads. Among all founders' and all banks' records, those
    // of
    // the bank that acts and of the bank that is named do not stand out.
    private static void readEveryBank(Transaction transaction) {
        byte[] json = transaction.get(Genesis.KEY);
        if (json != null) {
            Genesis genesis = CanonicalJson.read(json, Genesis.class);
            List<RecordId> all = new ArrayList<>(genesis.founderIds(genesis.ledger()));
            all.addAll(Banks.read(transaction.get(Banks.KEY)).ids());
            transaction.readAhead(all.stream().map(RecordId::value).toList());
        }
    }

    private static void addKeys(Set<String> keys, Command command, RecordType.Home home) {
        CommandRule<?> rule = Contracts.table().get(command.command());
        if (rule == null || rule.home() != home) {
            return; // refused before anything is read
        }
        keys.add(command.actor().value());
        if (home == RecordType.Home.CHANNEL) {
            keys.add(Execution.idempotencyKey(command));
        }
        command.expect().forEach(e -> addRecord(keys, e.id()));
        addRecords(keys, command.body());
        keys.addAll(rule.uniqueKeys(command));
    }

    // What a body names is looked at, with few exceptions: the asset, the buyer, the owners.
    private static void addRecords(Set<String> keys, JsonNode node) {
        if (node.isString()) {
            recordId(node.stringValue()).ifPresent(id -> addRecord(keys, id));
        }
        node.values().forEach(child -> addRecords(keys, child));
    }

    private static Optional<RecordId> recordId(String text) {
        if (text.length() != RecordId.LENGTH || text.charAt(3) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecordId(text));
        } catch (Refusal noId) {
            return Optional.empty();
        }
    }

    private static void addRecord(Set<String> keys, RecordId id) {
        boolean ofTheChannel = Contracts.type(id.prefix())
                .filter(t -> t.home() == RecordType.Home.CHANNEL)
                .isPresent();
        if (ofTheChannel) {
            keys.add(id.value());
        }
    }
}
