package org.tradeseal.gateway.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tradeseal.gateway.grpc.ApiDescriptors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schemas (2020-12) of the proto messages, under names such as {@code asset.SoftwareDetails}. */
final class ApiSchemas {
    static final String REFERENCE = "#/components/schemas/";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String UNSPECIFIED = "_UNSPECIFIED";

    private final ApiDescriptors api;

    ApiSchemas(ApiDescriptors api) {
        this.api = api;
    }

    /** Every schema by its name. */
    SortedMap<String, ObjectNode> all() {
        SortedMap<String, ObjectNode> schemas = new TreeMap<>();
        api.messages().values().stream()
                .filter(m -> !m.getOptions().getMapEntry())
                .forEach(m -> schemas.put(name(m), schema(m)));
        return schemas;
    }

    /** {@code tradeseal.asset.v1.SoftwareDetails.Work} is {@code asset.SoftwareDetails.Work}. */
    static String name(Descriptor message) {
        String[] words = message.getFullName().split("\\.", 4);
        return words[1] + "." + words[3];
    }

    static ObjectNode reference(String schema) {
        return JSON.objectNode().put("$ref", REFERENCE + schema);
    }

    private ObjectNode schema(Descriptor message) {
        if (message.getFields().isEmpty() && message.getEnumTypes().size() == 1) {
            return enumeration(message, message.getEnumTypes().get(0));
        }
        ObjectNode schema = JSON.objectNode();
        schema.put("type", "object");
        schema.put("description", api.comment(message.getFullName()));
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        for (FieldDescriptor field : message.getFields()) {
            if (isOptions(field)) {
                continue; // over REST these are headers
            }
            properties.set(field.getJsonName(), property(field));
            if (isRequired(message, field)) {
                required.add(field.getJsonName());
            }
        }
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private static boolean isOptions(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().getName().equals("WriteOptions");
    }

    // The id of a move stands in the path; a Struct such as `private` is always the sender's choice.
    private static boolean isRequired(Descriptor message, FieldDescriptor field) {
        boolean inPath =
                message.getName().endsWith("Request") && field.getName().equals("id");
        boolean free = field.getName().equals("private");
        return !field.isRepeated() && !field.toProto().getProto3Optional() && !inPath && !free;
    }

    private ObjectNode enumeration(Descriptor message, EnumDescriptor type) {
        ObjectNode schema = JSON.objectNode();
        schema.put("type", "string");
        StringBuilder description = new StringBuilder(api.comment(message.getFullName()));
        ArrayNode values = schema.putArray("enum");
        for (EnumValueDescriptor value : type.getValues()) {
            if (!value.getName().endsWith(UNSPECIFIED)) {
                values.add(value.getName());
                description
                        .append("\n- `")
                        .append(value.getName())
                        .append("`: ")
                        .append(api.comment(type.getFullName() + "." + value.getName()));
            }
        }
        schema.put("description", description.toString());
        return schema;
    }

    private ObjectNode property(FieldDescriptor field) {
        ObjectNode schema;
        if (field.isMapField()) {
            schema = JSON.objectNode().put("type", "object");
            schema.set("additionalProperties", single(field.getMessageType().findFieldByNumber(2)));
        } else if (field.isRepeated()) {
            schema = JSON.objectNode().put("type", "array");
            schema.set("items", single(field));
        } else {
            schema = single(field);
        }
        schema.put("description", api.comment(field.getFullName()));
        return schema;
    }

    private static ObjectNode single(FieldDescriptor field) {
        ObjectNode schema = JSON.objectNode();
        return switch (field.getJavaType()) {
            case STRING -> schema.put("type", "string");
            case BYTE_STRING -> schema.put("type", "string").put("contentEncoding", "base64");
            case BOOLEAN -> schema.put("type", "boolean");
            case INT -> schema.put("type", "integer").put("format", "int32");
            case LONG -> schema.put("type", "integer").put("format", "int64");
            case ENUM -> reference(name(field.getEnumType().getContainingType()));
            case MESSAGE ->
                field.getMessageType().getFullName().startsWith("google.protobuf.")
                        ? schema.put("type", "object")
                        : reference(name(field.getMessageType()));
            case FLOAT, DOUBLE -> throw new IllegalStateException("the API has no floating-point field: " + field);
        };
    }
}
