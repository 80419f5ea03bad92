package org.tradeseal.gateway.delivery;

import java.util.ArrayList;
import java.util.List;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;

/** Turns a JSON object into typed fields, one per value, each under its JSON pointer. */
public final class PrivateFields {
    private PrivateFields() {}

    public static List<Field> of(JsonNode tree) {
        List<Field> fields = new ArrayList<>();
        collect(tree, "", fields);
        return fields;
    }

    private static void collect(JsonNode node, String pointer, List<Field> fields) {
        if (node.isObject()) {
            node.properties()
                    .forEach(p -> collect(
                            p.getValue(),
                            pointer + "/" + p.getKey().replace("~", "~0").replace("/", "~1"),
                            fields));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), pointer + "/" + i, fields);
            }
        } else if (node.isString()) {
            fields.add(new Field(pointer, Field.Type.TEXT, node.stringValue()));
        } else if (node.isBoolean()) {
            fields.add(new Field(pointer, Field.Type.BOOLEAN, String.valueOf(node.booleanValue())));
        } else if (node.isIntegralNumber()) {
            fields.add(new Field(pointer, Field.Type.INTEGER, String.valueOf(node.longValue())));
        } else {
            throw new Refusal(ErrorCode.MALFORMED, "A private field has no value.", "私密字段没有值。")
                    .at("/private" + pointer);
        }
    }
}
