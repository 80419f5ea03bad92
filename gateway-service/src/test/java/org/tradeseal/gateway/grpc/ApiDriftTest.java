package org.tradeseal.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.gateway.commands.Doors;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.financing.IdentityOpening;
import org.tradeseal.ledger.financing.RegisterTotals;
import org.tradeseal.ledger.invoice.PayableOpening;
import org.tradeseal.ledger.licence.LicenceConflict;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.proto.consortium.v1.ConsortiumServiceGrpc;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.RegistryRecord;
import tools.jackson.databind.JsonNode;

/** The proto messages and the Java records are one vocabulary: names, types, enum values, and what may be absent. */
class ApiDriftTest {
    /** Members of a request that are not the command's: how to write, and private content in the clear. */
    private static final Set<String> OF_THE_REQUEST = Set.of("options", "private", "documents", "recipients");

    /** What a caller may leave out because the gateway fills it in, or has to say although it has a default. */
    private static final Set<Class<?>> FILLED_IN = Set.of(
            FieldOpening.class, PayableOpening.class, IdentityOpening.class, PrivateContent.class, Boolean.class);

    private static final ApiDescriptors API = ApiDescriptors.load();

    private final Set<String> compared = new HashSet<>();

    static Stream<String> commands() {
        return Contracts.table().keySet().stream();
    }

    private static Map<String, MethodDescriptor> rpcs() {
        Map<String, MethodDescriptor> rpcs = new HashMap<>();
        API.services().forEach(s -> s.getMethods().forEach(m -> rpcs.put(m.getFullName(), m)));
        return rpcs;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasItsRpc(String command) {
        assertThat(rpcs()).containsKey(CommandNames.rpc(command));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void requestsHaveTheFieldsOfTheirBodiesAndAnswersThoseOfTheirRecords(String command) {
        CommandRule<?> rule = Contracts.rule(command);
        MethodDescriptor rpc = rpcs().get(CommandNames.rpc(command));
        if (Doors.byPath().containsValue(command)) {
            boolean secret = holdsPrivateContent(rule.body())
                    || Arrays.stream(rule.body().getRecordComponents())
                            .anyMatch(c -> c.getType().isRecord() && holdsPrivateContent(c.getType()));
            Set<String> extra = secret ? OF_THE_REQUEST : Set.of("options");
            assertThat(rpc.getInputType().getFields())
                    .extracting(FieldDescriptor::getJsonName)
                    .containsAll(extra);
            compare(rule.body(), rpc.getInputType(), extra);
        }
        Descriptor record = rpc.getOutputType().findFieldByName("record").getMessageType();
        compare(RegistryRecord.class, record, Set.of("position"));
        compare(rule.type().content(), record.findFieldByName("content").getMessageType(), Set.of());
    }

    private static boolean holdsPrivateContent(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(c -> c.getName().equals("privateContent"));
    }

    @Test
    void theOtherMessagesHaveTheFieldsOfTheirRecords() throws ClassNotFoundException {
        compare(RegistryRecord.class, API.message("tradeseal.record.v1.Record"), Set.of("position"));
        compare(Commands.Prepared.class, API.message("tradeseal.record.v1.Prepared"), Set.of());
        compare(Commands.Position.class, API.message("tradeseal.record.v1.Position"), Set.of("leafIndex", "leaf"));
        compare(Command.class, API.message("tradeseal.record.v1.Command"), Set.of());
        compare(Payload.class, API.message("tradeseal.record.v1.Payload"), Set.of());
        compare(RegisterTotals.class, API.message("tradeseal.invoice.v1.RegisterTotals"), Set.of());
        compare(LicenceConflict.class, API.message("tradeseal.licence.v1.LicenceConflict"), Set.of());
        compare(
                Class.forName("org.tradeseal.gateway.verification.Verification"),
                API.message("tradeseal.verification.v1.Verification"),
                Set.of());
        compare(
                Class.forName("org.tradeseal.gateway.invoice.Report$Line"),
                API.message("tradeseal.invoice.v1.InvoiceFinding"),
                Set.of());
        compare(
                Class.forName("org.tradeseal.gateway.records.Work$Task"),
                API.message("tradeseal.record.v1.Task"),
                Set.of());
        compare(
                Class.forName("org.tradeseal.gateway.licence.LicenceCheck$Question"),
                API.message("tradeseal.licence.v1.CheckRequest"),
                Set.of());
    }

    @Test
    void everyRpcMessageFieldAndValueHasAComment() {
        Set<String> without = new TreeSet<>();
        API.services().forEach(s -> {
            note(without, s.getFullName());
            s.getMethods().forEach(m -> note(without, m.getFullName()));
        });
        API.messages().values().stream()
                .filter(m -> !m.getOptions().getMapEntry())
                .forEach(m -> {
                    note(without, m.getFullName());
                    m.getFields().forEach(f -> note(without, f.getFullName()));
                    m.getEnumTypes()
                            .forEach(e ->
                                    e.getValues().forEach(v -> note(without, e.getFullName() + "." + v.getName())));
                });
        assertThat(without).isEmpty();
    }

    @Test
    void whatGatewaysAskEachOtherIsNoPartOfThePublicApi() {
        String between = ConsortiumServiceGrpc.SERVICE_NAME;
        assertThat(API.services()).noneMatch(s -> s.getFullName().equals(between));

        Set<String> without = new TreeSet<>();
        note(without, between);
        ConsortiumServiceGrpc.getServiceDescriptor()
                .getMethods()
                .forEach(m -> note(without, m.getFullMethodName().replace('/', '.')));
        assertThat(without).isEmpty();
    }

    private static void note(Set<String> without, String name) {
        if (API.comment(name).isBlank()) {
            without.add(name);
        }
    }

    private void compare(Class<?> record, Descriptor message, Set<String> extra) {
        if (!compared.add(record.getName() + " " + message.getFullName())) {
            return;
        }
        Map<String, FieldDescriptor> fields = message.getFields().stream()
                .filter(f -> !extra.contains(f.getJsonName()))
                .collect(Collectors.toMap(FieldDescriptor::getJsonName, f -> f));
        Map<String, RecordComponent> components =
                Arrays.stream(record.getRecordComponents()).collect(Collectors.toMap(RecordComponent::getName, c -> c));
        assertThat(fields.keySet())
                .as("fields of %s and %s", message.getFullName(), record.getName())
                .isEqualTo(components.keySet());
        components.forEach((name, component) -> {
            FieldDescriptor field = fields.get(name);
            compareType(component.getGenericType(), field, message.getFullName() + "." + name);
            compareAbsence(component, field);
        });
    }

    private static void compareAbsence(RecordComponent component, FieldDescriptor field) {
        if (field.isRepeated() || FILLED_IN.contains(component.getType())) {
            return;
        }
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        assertThat(field.toProto().getProto3Optional())
                .as("%s is optional", field.getFullName())
                .isEqualTo(nullable);
    }

    private void compareType(Type type, FieldDescriptor field, String where) {
        Type written = asWritten(type);
        Class<?> raw = raw(written);
        if (Map.class.isAssignableFrom(raw)) {
            assertThat(field.isMapField()).as(where).isTrue();
            compareType(argument(written, 1), field.getMessageType().findFieldByNumber(2), where);
        } else if (Collection.class.isAssignableFrom(raw)) {
            assertThat(field.isRepeated()).as(where).isTrue();
            compareSingle(asWritten(argument(written, 0)), field, where);
        } else {
            assertThat(field.isRepeated()).as(where).isFalse();
            compareSingle(written, field, where);
        }
    }

    private void compareSingle(Type type, FieldDescriptor field, String where) {
        Class<?> raw = raw(type);
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().getFullName().startsWith("google.protobuf.")) {
            return; // JSON of any shape
        }
        if (raw.isEnum()) {
            assertThat(field.getJavaType()).as(where).isEqualTo(FieldDescriptor.JavaType.ENUM);
            compareEnum(raw, field);
        } else if (raw.isRecord()) {
            assertThat(field.getJavaType()).as(where).isEqualTo(FieldDescriptor.JavaType.MESSAGE);
            compare(raw, field.getMessageType(), Set.of("position"));
        } else if (JsonNode.class.isAssignableFrom(raw)) {
            assertThat(field.getJavaType()).as(where).isEqualTo(FieldDescriptor.JavaType.MESSAGE);
        } else {
            assertThat(field.getJavaType()).as(where).isEqualTo(scalar(raw, field));
        }
    }

    private static void compareEnum(Class<?> type, FieldDescriptor field) {
        List<String> values =
                field.getEnumType().getValues().stream().map(v -> v.getName()).toList();
        assertThat(values.get(0)).endsWith("_UNSPECIFIED");
        assertThat(values.subList(1, values.size()))
                .as("values of %s", field.getEnumType().getFullName())
                .containsExactlyElementsOf(Arrays.stream(type.getEnumConstants())
                        .map(v -> ((Enum<?>) v).name())
                        .toList());
    }

    private static FieldDescriptor.JavaType scalar(Class<?> raw, FieldDescriptor field) {
        if (raw == int.class || raw == Integer.class) {
            return FieldDescriptor.JavaType.INT;
        }
        if (raw == long.class || raw == Long.class) {
            return FieldDescriptor.JavaType.LONG;
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return FieldDescriptor.JavaType.BOOLEAN;
        }
        assertThat(raw).as(field.getFullName()).isIn(String.class, Instant.class, LocalDate.class);
        boolean base64 = Set.of("base64", "signedBytes").contains(field.getJsonName());
        return base64 ? FieldDescriptor.JavaType.BYTE_STRING : FieldDescriptor.JavaType.STRING;
    }

    /** The type that stands in JSON for a value type: that of its one component. */
    private static Type asWritten(Type type) {
        Class<?> raw = raw(type);
        if (raw.isRecord()) {
            for (RecordComponent component : raw.getRecordComponents()) {
                if (component.getAccessor().isAnnotationPresent(JsonValue.class)) {
                    return component.getGenericType();
                }
            }
        }
        return type;
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
