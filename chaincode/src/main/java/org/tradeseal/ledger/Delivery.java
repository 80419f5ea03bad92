package org.tradeseal.ledger;

import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.JsonNode;

/**
 * Payloads in organisations' own collections. Fabric keeps foreign clients out of them; the submitter is compared with the
 * collection's owner here as well, so that it never rests on one setting.
 */
final class Delivery {
    private Delivery() {}

    /** Stores a payload of a record for the submitter's organisation. The same payload again is no error. */
    static byte[] store(Transaction transaction, LedgerState state, byte[] json) {
        requireOwnPeer(transaction);
        Payload payload = CanonicalJson.readCanonical(json, Payload.class);
        byte[] stored = transaction.get(payload.record().value());
        if (stored == null) {
            throw new Refusal(
                            ErrorCode.NOT_FOUND,
                            "There is no record " + payload.record() + ".",
                            "没有记录 " + payload.record() + "。")
                    .at("/record");
        }
        RegistryRecord record = CanonicalJson.read(stored, StoredRecord.class).record();
        JsonNode promised = record.content().path("privateContent");
        boolean recipient = promised.path("recipients")
                .valueStream()
                .anyMatch(r -> r.asString().equals(transaction.submitter().value()));
        boolean same =
                promised.path("payload").asString("").equals(Sha256.of(json).hex())
                        && promised.path("fields")
                                .equals(CanonicalJson.toTree(
                                        payload.fieldTree(state.ledger()).root()));
        if (!recipient || !same) {
            throw new Refusal(
                    ErrorCode.NOT_DELIVERED,
                    recipient
                            ? "The payload is not the one that record " + record.id() + " names."
                            : "The organisation is no recipient of record " + record.id() + ".",
                    recipient ? "载荷与记录 " + record.id() + " 所载不符。" : "该组织不是记录 " + record.id() + " 的接收方。");
        }
        String collection = transaction.submitter().payloadCollection();
        String key = PrivateContent.key(record.id(), Sha256.of(json));
        if (transaction.getPrivateHash(collection, key) == null) {
            transaction.putPrivate(collection, key, json);
        }
        return new byte[0];
    }

    /** The payload that the record names now. */
    static byte[] read(Transaction transaction, RecordId id) {
        requireOwnPeer(transaction);
        byte[] stored = transaction.get(id.value());
        if (stored == null) {
            return new byte[0];
        }
        JsonNode promised = CanonicalJson.read(stored, StoredRecord.class)
                .record()
                .content()
                .path("privateContent")
                .path("payload");
        byte[] value = promised.isString()
                ? transaction.getPrivate(
                        transaction.submitter().payloadCollection(),
                        PrivateContent.key(id, new Sha256(promised.stringValue())))
                : null;
        return value == null ? new byte[0] : value;
    }

    private static void requireOwnPeer(Transaction transaction) {
        MspId submitter = transaction.submitter();
        if (!submitter.equals(transaction.peer())) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE,
                    "Only " + transaction.peer() + " itself reaches its private collection.",
                    "只有 " + transaction.peer() + " 自己可以访问其私有集合。");
        }
    }
}
