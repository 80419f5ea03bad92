package org.tradeseal.gateway.cli;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.CommandRule;

/** The members of a command's body as help text, read from the record that the contract reads. */
final class BodyOutline {
    private static final int MAX_DEPTH = 4;

    private BodyOutline() {}

    static String[] of(Texts texts, CommandRule<?> rule) {
        List<String> lines = new ArrayList<>();
        members(rule.body(), "", 0, lines);
        lines.removeIf(line -> line.strip().startsWith("/id "));
        boolean isPrivate = lines.removeIf(line -> line.contains("/privateContent/"));
        if (isPrivate) {
            lines.add("  " + texts.get("outline.private"));
        }
        if (!lines.isEmpty()) {
            lines.add(0, texts.get("outline.heading"));
        }
        return lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
    }

    private static void members(Class<?> type, String pointer, int depth, List<String> lines) {
        for (RecordComponent component : type.getRecordComponents()) {
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            member(component.getGenericType(), pointer + "/" + component.getName(), optional, depth, lines);
        }
    }

    private static void member(Type type, String pointer, boolean optional, int depth, List<String> lines) {
        if (type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw
                && Collection.class.isAssignableFrom(raw)) {
            member(generic.getActualTypeArguments()[0], pointer + "/0", optional, depth, lines);
            return;
        }
        Class<?> plain = type instanceof Class<?> c
                ? c
                : type instanceof ParameterizedType p && p.getRawType() instanceof Class<?> r ? r : Object.class;
        boolean composite = plain.isRecord() && plain.getRecordComponents().length > 1 && depth < MAX_DEPTH;
        if (composite) {
            members(plain, pointer, depth + 1, lines);
        } else {
            lines.add("  " + pointer + (optional ? " ?" : " ") + " " + shape(plain));
        }
    }

    private static String shape(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(" | "));
        }
        return type.isPrimitive() ? type.getName() : type.getSimpleName();
    }
}
