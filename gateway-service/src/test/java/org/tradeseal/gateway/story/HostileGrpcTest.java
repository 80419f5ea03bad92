package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tradeseal.gateway.grpc.ApiDescriptors;

/** Bytes that are no request, for every rpc: a code with a sentence in the caller's language, and nothing is stored. */
class HostileGrpcTest extends GatewayStory {
    private Footprint before;
    private Rpc rpc;

    @BeforeEach
    void connect() {
        rpc = new Rpc(GRPC_PORT);
        before = Footprint.of(jdbc);
    }

    @AfterEach
    void nothingWasStored() {
        rpc.close();
        before.mustBeAll(jdbc);
    }

    private static List<MethodDescriptor> methods() {
        return ApiDescriptors.load().services().stream()
                .flatMap(s -> s.getMethods().stream())
                .filter(m -> !m.isClientStreaming())
                .toList();
    }

    @Test
    void bytesThatAreNoMessageAreRefusedByEveryRpc() {
        for (MethodDescriptor method : methods()) {
            for (Map.Entry<String, byte[]> poison : poisons(method).entrySet()) {
                for (String language : List.of("en", "zh")) {
                    Rpc.Answer answer = rpc.call(method, poison.getValue(), world.seller.secret(), language);
                    String what = method.getFullName() + " " + poison.getKey() + ": " + answer;
                    assertThat(answer.status().getCode()).as(what).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(answer.code()).as(what).isEqualTo("MALFORMED");
                    assertThat(answer.text().matches("(?s).*\\p{IsHan}.*"))
                            .as(what)
                            .isEqualTo(language.equals("zh"));
                }
            }
        }
    }

    private static Map<String, byte[]> poisons(MethodDescriptor method) {
        Map<String, byte[]> poisons = new LinkedHashMap<>();
        poisons.put("noise", new byte[] {(byte) 0xff, 1, 2, 3, (byte) 0x80});
        poisons.put("cut off", new byte[] {10, 100, 'a'});
        poisons.put(
                "unknown field",
                UnknownFieldSet.newBuilder()
                        .addField(
                                9999,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build()
                        .toByteArray());
        for (FieldDescriptor field : method.getInputType().getFields()) {
            if (field.getType() == FieldDescriptor.Type.STRING && !field.isRepeated()) {
                poisons.put(field.getName() + " in no UTF-8", bytes(field.getNumber(), new byte[] {(byte) 0xc3, '('}));
                poisons.put(
                        field.getName() + " with NUL",
                        bytes(field.getNumber(), "a\u0000b".getBytes(StandardCharsets.UTF_8)));
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                byte[] deep = new byte[0];
                for (int i = 0; i < 120; i++) {
                    deep = bytes(field.getNumber(), deep);
                }
                poisons.put(
                        field.getName() + " with a field that it lacks", bytes(field.getNumber(), bytes(9998, deep)));
            }
        }
        return poisons;
    }

    private static byte[] bytes(int field, byte[] value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeByteArray(field, value);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void aMessageOverTheLimitIsRefused() {
        MethodDescriptor check = methods().stream()
                .filter(m -> m.getFullName().equals("tradeseal.invoice.v1.InvoiceService.Check"))
                .findFirst()
                .orElseThrow();

        Rpc.Answer answer = rpc.call(check, bytes(1, new byte[17 * 1024 * 1024]), world.seller.secret(), "en");

        assertThat(answer.status().getCode()).as(answer.toString()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void headersOverTheLimitAreRefused() {
        Rpc.Answer answer = rpc.call(methods().get(0), new byte[0], "x".repeat(20_000), "en");

        assertThat(answer.isOk()).isFalse();
        assertThat(answer.status().getCode()).as(answer.toString()).isNotEqualTo(Status.Code.OK);
        assertThat(rpc.call(methods().get(0), new byte[0], world.seller.secret(), "en")
                        .code())
                .isNotEqualTo("INTERNAL");
    }
}
