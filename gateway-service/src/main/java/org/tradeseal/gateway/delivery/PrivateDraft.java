package org.tradeseal.gateway.delivery;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.Sha256;

/**
 * Private content before it has salts: its schema, fields, documents, and the organisations that are to get it.
 * {@code openings} names members of the command's body that open one field to the contract, and the fields' pointers; {@code digests} names members, such
 * as {@code rules.digest}, that hold SHA-256 over the seed and the digest given here.
 * {@code within} is the member of the body that holds the private content, or empty for the body itself.
 */
public record PrivateDraft(
        String schema,
        List<Field> fields,
        List<Payload.Document> documents,
        SortedSet<MspId> recipients,
        Map<String, String> openings,
        Map<String, Sha256> digests,
        String within) {
    public PrivateDraft {
        fields = List.copyOf(fields);
        documents = List.copyOf(documents);
        openings = Map.copyOf(openings);
        digests = Map.copyOf(digests);
    }
}
