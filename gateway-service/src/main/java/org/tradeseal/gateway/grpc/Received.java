package org.tradeseal.gateway.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;

/** The bytes of a request, read where its answer is made: so that bytes that are no such message get an answer too. */
record Received(com.google.protobuf.ByteString bytes, Descriptor type) {

    /** Takes bytes as they come. */
    static Marshaller<Received> marshaller(Descriptor type) {
        return new Marshaller<>() {
            @Override
            public InputStream stream(Received request) {
                return request.bytes().newInput();
            }

            @Override
            public Received parse(InputStream in) {
                try {
                    return new Received(com.google.protobuf.ByteString.readFrom(in), type);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** The request as JSON, held to the rules of REST. Refuses MALFORMED. */
    JsonNode json() {
        DynamicMessage message;
        try {
            message = DynamicMessage.parseFrom(type, bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "The bytes are no " + type.getName() + ": " + e.getMessage(),
                    "字节不是 " + type.getName() + "：" + e.getMessage());
        }
        refuseUnknown(message, "");
        // Read again as JSON: texts, depth and keys are held to the same rules as over REST.
        return CanonicalJson.request(CanonicalJson.bytes(JsonMessages.toJson(message)));
    }

    // A field that is not known here would be lost, and with it what its sender meant.
    private static void refuseUnknown(Message message, String pointer) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            int number = message.getUnknownFields().asMap().keySet().iterator().next();
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "There is no field number " + number + " in "
                                    + message.getDescriptorForType().getName() + ".",
                            message.getDescriptorForType().getName() + " 没有编号为 " + number + " 的字段。")
                    .at(pointer);
        }
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                String at = pointer + "/" + field.getJsonName();
                if (value instanceof java.util.List<?> list) {
                    for (int i = 0; i < list.size(); i++) {
                        refuseUnknown((Message) list.get(i), at + "/" + i);
                    }
                } else {
                    refuseUnknown((Message) value, at);
                }
            }
        });
    }
}
