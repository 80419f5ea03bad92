package org.tradeseal.gateway.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bridge between proto messages and the registry's JSON, by descriptors alone. It differs from ProtoJSON in one
 * point: 64-bit integers are JSON numbers within ±(2^53-1), as everywhere in the registry.
 */
final class JsonMessages {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String UNSPECIFIED = "_UNSPECIFIED";

    private JsonMessages() {}

    /**
     * A message as JSON. What is absent is left out, and so are empty texts and unspecified enum values; lists are always
     * written. Refuses MALFORMED what JSON of the registry cannot say.
     */
    static ObjectNode toJson(Message message) {
        return object(message, "");
    }

    private static ObjectNode object(Message message, String pointer) {
        ObjectNode json = JSON.objectNode();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            String at = pointer + "/" + field.getJsonName();
            if (field.isMapField()) {
                putMap(json, message, field, at);
            } else if (field.isRepeated()) {
                ArrayNode array = json.putArray(field.getJsonName());
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    array.add(value(field, message.getRepeatedField(field, i), at + "/" + i));
                }
            } else if (!isAbsent(field, message)) {
                json.set(field.getJsonName(), value(field, message.getField(field), at));
            }
        }
        return json;
    }

    private static boolean isAbsent(FieldDescriptor field, Message message) {
        if (field.hasPresence()) {
            return !message.hasField(field) || isUnspecified(field, message.getField(field));
        }
        return switch (field.getJavaType()) {
            case STRING -> ((String) message.getField(field)).isEmpty();
            case BYTE_STRING -> ((ByteString) message.getField(field)).isEmpty();
            case ENUM -> isUnspecified(field, message.getField(field));
            case INT, LONG, BOOLEAN, FLOAT, DOUBLE, MESSAGE -> false;
        };
    }

    private static boolean isUnspecified(FieldDescriptor field, Object value) {
        return field.getJavaType() == FieldDescriptor.JavaType.ENUM
                && ((EnumValueDescriptor) value).getName().endsWith(UNSPECIFIED);
    }

    private static void putMap(ObjectNode json, Message message, FieldDescriptor field, String at) {
        if (message.getRepeatedFieldCount(field) == 0) {
            return;
        }
        ObjectNode map = json.putObject(field.getJsonName());
        for (Object each : (List<?>) message.getField(field)) {
            Message entry = (Message) each;
            Descriptor type = entry.getDescriptorForType();
            String key = String.valueOf(entry.getField(type.findFieldByNumber(1)));
            FieldDescriptor valueField = type.findFieldByNumber(2);
            map.set(key, value(valueField, entry.getField(valueField), at + "/" + key));
        }
    }

    private static JsonNode value(FieldDescriptor field, Object value, String at) {
        return switch (field.getJavaType()) {
            case STRING -> JSON.stringNode((String) value);
            case BOOLEAN -> JSON.booleanNode((Boolean) value);
            case INT -> JSON.numberNode((Integer) value);
            case LONG -> JSON.numberNode(integer((Long) value, at));
            case BYTE_STRING -> JSON.stringNode(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case ENUM -> JSON.stringNode(enumName((EnumValueDescriptor) value, at));
            case MESSAGE ->
                Structs.isStructural(field.getMessageType())
                        ? Structs.toJson((Message) value, at)
                        : object((Message) value, at);
            case FLOAT, DOUBLE -> throw new IllegalStateException("the API has no floating-point field: " + field);
        };
    }

    private static long integer(long value, String at) {
        if (Math.abs(value) > CanonicalJson.MAX_INTEGER || value == Long.MIN_VALUE) {
            throw Structs.notAnInteger(at);
        }
        return value;
    }

    private static String enumName(EnumValueDescriptor value, String at) {
        if (value.getIndex() < 0 || value.getName().endsWith(UNSPECIFIED)) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "The value " + value.getNumber() + " is none of "
                                    + value.getType().getContainingType().getName() + ".",
                            "取值 " + value.getNumber() + " 不属于 "
                                    + value.getType().getContainingType().getName() + "。")
                    .at(at);
        }
        return value.getName();
    }

    /** JSON as a message. A member that the message lacks is an error of this program: the two have drifted apart. */
    static DynamicMessage toMessage(JsonNode json, Descriptor type) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
        json.properties().forEach(member -> {
            FieldDescriptor field = byJsonName(type, member.getKey());
            if (field == null) {
                throw new IllegalStateException(type.getFullName() + " has no field " + member.getKey());
            }
            if (!member.getValue().isNull()) {
                put(builder, field, member.getValue());
            }
        });
        return builder.build();
    }

    private static @Nullable FieldDescriptor byJsonName(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(f -> f.getJsonName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static void put(DynamicMessage.Builder builder, FieldDescriptor field, JsonNode json) {
        if (field.isMapField()) {
            Descriptor entry = field.getMessageType();
            json.properties()
                    .forEach(member -> builder.addRepeatedField(
                            field,
                            DynamicMessage.newBuilder(entry)
                                    .setField(entry.findFieldByNumber(1), member.getKey())
                                    .setField(
                                            entry.findFieldByNumber(2),
                                            typed(entry.findFieldByNumber(2), member.getValue()))
                                    .build()));
        } else if (field.isRepeated()) {
            json.forEach(element -> builder.addRepeatedField(field, typed(field, element)));
        } else {
            builder.setField(field, typed(field, json));
        }
    }

    private static Object typed(FieldDescriptor field, JsonNode json) {
        return switch (field.getJavaType()) {
            case STRING -> json.stringValue();
            case BOOLEAN -> json.booleanValue();
            case INT -> json.intValue();
            case LONG -> json.longValue();
            case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(json.stringValue()));
            case ENUM -> enumValue(field, json.stringValue());
            case MESSAGE ->
                Structs.isStructural(field.getMessageType())
                        ? Structs.toMessage(json, field.getMessageType())
                        : toMessage(json, field.getMessageType());
            case FLOAT, DOUBLE -> throw new IllegalStateException("the API has no floating-point field: " + field);
        };
    }

    private static EnumValueDescriptor enumValue(FieldDescriptor field, String name) {
        EnumValueDescriptor value = field.getEnumType().findValueByName(name);
        if (value == null) {
            throw new IllegalStateException(field.getFullName() + " has no value " + name);
        }
        return value;
    }
}
