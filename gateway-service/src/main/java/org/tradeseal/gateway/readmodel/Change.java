package org.tradeseal.gateway.readmodel;

import java.util.SortedSet;
import java.util.TreeSet;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.EncodedRecord;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.JsonNode;

/** One record version on its way into the tables. */
record Change(
        long leafIndex, long block, String transactionId, Sha256 leafHash, EncodedRecord encoded, Content content) {
    Change(long leafIndex, long block, String transactionId, Sha256 leafHash, EncodedRecord encoded) {
        this(leafIndex, block, transactionId, leafHash, encoded, typed(encoded.record()));
    }

    private static Content typed(RegistryRecord record) {
        RecordId id = record.id();
        RecordType<?> type = Contracts.type(id.prefix())
                .orElseThrow(() -> new IllegalStateException("no record type " + id.prefix()));
        return CanonicalJson.read(record.content(), type.content());
    }

    RegistryRecord record() {
        return encoded.record();
    }

    String parties() {
        SortedSet<String> ids = new TreeSet<>();
        content.parties().forEach(p -> ids.add(p.value()));
        return String.join(",", ids);
    }

    String searchText() {
        StringBuilder text = new StringBuilder(record().id().value());
        collect(record().content(), text);
        return text.toString();
    }

    private static void collect(JsonNode node, StringBuilder text) {
        if (node.isString()) {
            text.append('\n').append(node.stringValue());
        } else {
            node.forEach(child -> collect(child, text));
        }
    }
}
