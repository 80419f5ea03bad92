package org.tradeseal.gateway.delivery;

import java.util.List;
import java.util.SortedSet;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Field;

/** Private content before it has salts: its schema, fields, documents, and the organisations that are to get it. */
public record PrivateDraft(
        String schema, List<Field> fields, List<Payload.Document> documents, SortedSet<MspId> recipients) {
    public PrivateDraft {
        fields = List.copyOf(fields);
        documents = List.copyOf(documents);
    }
}
