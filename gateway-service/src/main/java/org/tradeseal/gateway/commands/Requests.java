package org.tradeseal.gateway.commands;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Access;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.delivery.PrivateDraft;
import org.tradeseal.gateway.delivery.PrivateFields;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the JSON that callers send into command bodies. Private content comes in the clear, as {@code private} (an object
 * of any shape), {@code documents} (files in base64) and {@code recipients} (participants who get it besides the caller);
 * the body that goes on holds its field root instead.
 */
@Component
public class Requests {
    private final Access access;
    private final List<BodyCompletion> completions;

    Requests(Access access, List<BodyCompletion> completions) {
        this.access = access;
        this.completions = List.copyOf(completions);
    }

    /** A file of private content. */
    record InlineDocument(
            String name,
            String mediaType,
            String base64,
            @Nullable String purpose) {
        InlineDocument {
            Required.field(name, "/name");
            Required.field(mediaType, "/mediaType");
            Required.field(base64, "/base64");
        }
    }

    public Commands.Request of(
            Caller caller, String command, ObjectNode json, String idempotencyKey, @Nullable Integer ifMatch) {
        CommandRule<?> rule = Contracts.rule(command);
        completions.forEach(c -> c.complete(caller, rule, json));
        Optional<String> holder = Doors.holderOfPrivateContent(rule);
        PrivateDraft secret =
                holder.map(within -> secret(caller, command, json, within)).orElse(null);
        return new Commands.Request(command, json, secret, idempotencyKey, ifMatch);
    }

    private @Nullable PrivateDraft secret(Caller caller, String command, ObjectNode json, String within) {
        JsonNode fields = json.remove("private");
        JsonNode documents = json.remove("documents");
        JsonNode recipients = json.remove("recipients");
        if (fields == null && documents == null) {
            return null; // the contract says whether private content is needed
        }
        List<Field> typed = new ArrayList<>();
        if (fields != null) {
            requireObject(fields);
            typed.addAll(PrivateFields.of(fields));
        }
        List<Payload.Document> files = new ArrayList<>();
        if (documents != null) {
            InlineDocument[] given = under("/documents", () -> CanonicalJson.read(documents, InlineDocument[].class));
            for (int i = 0; i < given.length; i++) {
                InlineDocument file = given[i];
                files.add(under(
                        "/documents/" + i,
                        () -> new Payload.Document(file.name(), file.mediaType(), file.base64(), file.purpose())));
                typed.addAll(fileFields("/documents/" + i, file));
            }
        }
        String schema = command.replace('.', '/') + "/1";
        return new PrivateDraft(schema, typed, files, organisations(caller, recipients), Map.of(), Map.of(), within);
    }

    // A refusal's pointer leads from the request, not from the part of it that was read.
    private static <T> T under(String pointer, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Refusal refusal) {
            throw refusal.at(refusal.field() == null ? pointer : pointer + refusal.field());
        }
    }

    private static void requireObject(JsonNode fields) {
        if (!fields.isObject() || fields.isEmpty()) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "private is an object with at least one field.",
                            "private 须为至少含一个字段的对象。")
                    .at("/private");
        }
    }

    private static List<Field> fileFields(String pointer, InlineDocument document) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(document.base64());
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.MALFORMED, "The document is not base64.", "文件不是 base64 编码。")
                    .at(pointer + "/base64");
        }
        return List.of(
                new Field(pointer + "/name", Field.Type.TEXT, document.name()),
                new Field(
                        pointer + "/sha256", Field.Type.DIGEST, Sha256.of(bytes).hex()),
                new Field(pointer + "/sizeBytes", Field.Type.INTEGER, String.valueOf(bytes.length)));
    }

    /** The organisations that host the caller and the participants named. */
    public SortedSet<MspId> organisations(Caller caller, @Nullable JsonNode recipients) {
        SortedSet<MspId> organisations = new TreeSet<>();
        organisations.add(caller.organisation());
        if (recipients != null) {
            RecordId[] named = under("/recipients", () -> CanonicalJson.read(recipients, RecordId[].class));
            for (int i = 0; i < named.length; i++) {
                RecordId id = named[i];
                organisations.add(
                        under("/recipients/" + i, () -> access.participant(id)).organisation());
            }
        }
        return organisations;
    }

    /** A body that is one JSON object. */
    public static ObjectNode object(byte[] body) {
        if (CanonicalJson.request(body) instanceof ObjectNode object) {
            return object;
        }
        throw new Refusal(ErrorCode.MALFORMED, "The body is a JSON object.", "请求体须为 JSON 对象。");
    }

    /** The refusal with its pointer into the request, whose body is the command's body. */
    public static Refusal inRequest(Refusal refusal) {
        String field = refusal.field();
        return field != null && field.startsWith("/body/") ? refusal.at(field.substring("/body".length())) : refusal;
    }

    /** Puts the id of the path into the body. Refuses another one there. */
    static void putId(ObjectNode json, String id) {
        new RecordId(id);
        JsonNode given = json.get("id");
        if (given != null && !given.asString("").equals(id)) {
            throw new Refusal(ErrorCode.MALFORMED, "The body names another record than the path.", "请求体中的编号与路径中的不同。")
                    .at("/id");
        }
        json.put("id", id);
    }
}
