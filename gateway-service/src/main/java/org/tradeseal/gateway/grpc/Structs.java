package org.tradeseal.gateway.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.List;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON of any shape inside messages: google.protobuf.Struct, Value and ListValue. */
final class Structs {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String STRUCT = "google.protobuf.Struct";
    private static final String VALUE = "google.protobuf.Value";
    private static final String LIST = "google.protobuf.ListValue";
    private static final int MAX_DEPTH = 64;

    private Structs() {}

    static boolean isStructural(Descriptor type) {
        return List.of(STRUCT, VALUE, LIST).contains(type.getFullName());
    }

    static Refusal notAnInteger(String at) {
        return new Refusal(
                        ErrorCode.MALFORMED,
                        "Only integers up to 2^53-1 are allowed as numbers; write amounts as strings.",
                        "数字只允许绝对值不超过 2^53-1 的整数；金额请写成字符串。")
                .at(at);
    }

    static JsonNode toJson(Message message, String at) {
        return toJson(message, at, 0);
    }

    private static JsonNode toJson(Message message, String at, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Refusal(ErrorCode.MALFORMED, "The value is nested too deeply.", "嵌套过深。").at(at);
        }
        Descriptor type = message.getDescriptorForType();
        return switch (type.getFullName()) {
            case STRUCT -> {
                ObjectNode object = JSON.objectNode();
                for (Object each : (List<?>) message.getField(type.findFieldByName("fields"))) {
                    Message entry = (Message) each;
                    Descriptor entryType = entry.getDescriptorForType();
                    String key = (String) entry.getField(entryType.findFieldByNumber(1));
                    Message member = (Message) entry.getField(entryType.findFieldByNumber(2));
                    object.set(key, toJson(member, at + "/" + key, depth + 1));
                }
                yield object;
            }
            case LIST -> {
                ArrayNode array = JSON.arrayNode();
                for (Object each : (List<?>) message.getField(type.findFieldByName("values"))) {
                    array.add(toJson((Message) each, at + "/" + array.size(), depth + 1));
                }
                yield array;
            }
            default -> scalar(message, at, depth);
        };
    }

    private static JsonNode scalar(Message message, String at, int depth) {
        FieldDescriptor set = message.getOneofFieldDescriptor(
                message.getDescriptorForType().getOneofs().get(0));
        if (set == null) {
            return JSON.nullNode();
        }
        Object value = message.getField(set);
        return switch (set.getJavaType()) {
            case STRING -> JSON.stringNode((String) value);
            case BOOLEAN -> JSON.booleanNode((Boolean) value);
            case DOUBLE -> JSON.numberNode(integer((Double) value, at));
            case MESSAGE -> toJson((Message) value, at, depth + 1);
            case ENUM, INT, LONG, FLOAT, BYTE_STRING -> JSON.nullNode(); // NullValue is the only one of these
        };
    }

    private static long integer(double value, String at) {
        if (value != Math.rint(value) || Math.abs(value) > CanonicalJson.MAX_INTEGER) {
            throw notAnInteger(at); // NaN is unequal to itself, infinity is too large
        }
        return (long) value;
    }

    static DynamicMessage toMessage(JsonNode json, Descriptor type) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
        switch (type.getFullName()) {
            case STRUCT -> {
                FieldDescriptor fields = type.findFieldByName("fields");
                Descriptor entry = fields.getMessageType();
                FieldDescriptor value = entry.findFieldByNumber(2);
                json.properties()
                        .forEach(p -> builder.addRepeatedField(
                                fields,
                                DynamicMessage.newBuilder(entry)
                                        .setField(entry.findFieldByNumber(1), p.getKey())
                                        .setField(value, toMessage(p.getValue(), value.getMessageType()))
                                        .build()));
            }
            case LIST -> {
                FieldDescriptor values = type.findFieldByName("values");
                json.forEach(e -> builder.addRepeatedField(values, toMessage(e, values.getMessageType())));
            }
            default -> setValue(builder, json, type);
        }
        return builder.build();
    }

    private static void setValue(DynamicMessage.Builder builder, JsonNode json, Descriptor type) {
        if (json.isString()) {
            builder.setField(type.findFieldByName("string_value"), json.stringValue());
        } else if (json.isBoolean()) {
            builder.setField(type.findFieldByName("bool_value"), json.booleanValue());
        } else if (json.isNumber()) {
            builder.setField(type.findFieldByName("number_value"), json.doubleValue());
        } else if (json.isArray() || json.isObject()) {
            FieldDescriptor field = type.findFieldByName(json.isArray() ? "list_value" : "struct_value");
            builder.setField(field, toMessage(json, field.getMessageType()));
        } else {
            FieldDescriptor field = type.findFieldByName("null_value");
            EnumValueDescriptor none = field.getEnumType().getValues().get(0);
            builder.setField(field, none);
        }
    }
}
