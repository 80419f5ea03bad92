package org.tradeseal.gateway.grpc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The public API as its proto files describe it: services, messages, and the comments that document them. */
public final class ApiDescriptors {
    private static final String RESOURCE = "/tradeseal.desc";
    private static final String PACKAGE = "tradeseal.";

    // What gateways ask each other goes over a door of its own, with mutual TLS, and never over this one.
    private static final String BETWEEN_GATEWAYS = "tradeseal.consortium.v1";

    private final List<FileDescriptor> files = new ArrayList<>();
    private final Map<String, Descriptor> messages = new LinkedHashMap<>();
    private final Map<String, String> comments = new LinkedHashMap<>();

    private ApiDescriptors(FileDescriptorSet set) throws DescriptorValidationException {
        Map<String, FileDescriptorProto> protos = new LinkedHashMap<>();
        set.getFileList().forEach(f -> protos.put(f.getName(), f));
        Map<String, FileDescriptor> built = new LinkedHashMap<>();
        for (FileDescriptorProto proto : set.getFileList()) {
            FileDescriptor file = build(proto, protos, built);
            if (file.getPackage().startsWith(PACKAGE)) {
                files.add(file);
                file.getMessageTypes().forEach(this::add);
                new Comments(proto).collect();
            }
        }
    }

    /** Reads what the proto module compiled. */
    public static ApiDescriptors load() {
        try (InputStream in = Objects.requireNonNull(ApiDescriptors.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new ApiDescriptors(FileDescriptorSet.parseFrom(in));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(RESOURCE, e);
        }
    }

    private static FileDescriptor build(
            FileDescriptorProto proto, Map<String, FileDescriptorProto> protos, Map<String, FileDescriptor> built)
            throws DescriptorValidationException {
        FileDescriptor known = built.get(proto.getName());
        if (known != null) {
            return known;
        }
        List<FileDescriptor> dependencies = new ArrayList<>();
        for (String name : proto.getDependencyList()) {
            dependencies.add(build(Objects.requireNonNull(protos.get(name), name), protos, built));
        }
        FileDescriptor file = FileDescriptor.buildFrom(proto, dependencies.toArray(FileDescriptor[]::new));
        built.put(proto.getName(), file);
        return file;
    }

    private void add(Descriptor message) {
        messages.put(message.getFullName(), message);
        message.getNestedTypes().forEach(this::add);
    }

    /** The services of the public API, in the order of their files. */
    public List<ServiceDescriptor> services() {
        return files.stream()
                .filter(f -> !f.getPackage().equals(BETWEEN_GATEWAYS))
                .flatMap(f -> f.getServices().stream())
                .toList();
    }

    /** Every message by its full name, nested ones included. */
    public Map<String, Descriptor> messages() {
        return java.util.Collections.unmodifiableMap(messages);
    }

    /** The message with this full name. */
    public Descriptor message(String fullName) {
        return Objects.requireNonNull(messages.get(fullName), fullName);
    }

    /** The comment on a service, rpc, message, field, enum or value, by its full name; empty if there is none. */
    public String comment(String fullName) {
        return comments.getOrDefault(fullName, "");
    }

    /** Finds what the comments of one file belong to: paths of field numbers in descriptor.proto. */
    private final class Comments {
        private final FileDescriptorProto file;
        private final Map<List<Integer>, String> byPath = new LinkedHashMap<>();

        Comments(FileDescriptorProto file) {
            this.file = file;
            for (SourceCodeInfo.Location location : file.getSourceCodeInfo().getLocationList()) {
                if (location.hasLeadingComments()) {
                    byPath.put(location.getPathList(), flowing(location.getLeadingComments()));
                }
            }
        }

        void collect() {
            for (int i = 0; i < file.getMessageTypeCount(); i++) {
                message(
                        file.getMessageType(i),
                        List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i),
                        file.getPackage());
            }
            for (int i = 0; i < file.getServiceCount(); i++) {
                List<Integer> path = List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, i);
                String name = file.getPackage() + "." + file.getService(i).getName();
                put(path, name);
                for (int j = 0; j < file.getService(i).getMethodCount(); j++) {
                    put(
                            below(path, 2, j),
                            name + "." + file.getService(i).getMethod(j).getName());
                }
            }
        }

        private void message(DescriptorProto message, List<Integer> path, String scope) {
            String name = scope + "." + message.getName();
            put(path, name);
            for (int i = 0; i < message.getFieldCount(); i++) {
                put(
                        below(path, DescriptorProto.FIELD_FIELD_NUMBER, i),
                        name + "." + message.getField(i).getName());
            }
            for (int i = 0; i < message.getEnumTypeCount(); i++) {
                List<Integer> enumPath = below(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i);
                String enumName = name + "." + message.getEnumType(i).getName();
                for (int j = 0; j < message.getEnumType(i).getValueCount(); j++) {
                    put(
                            below(enumPath, 2, j),
                            enumName + "." + message.getEnumType(i).getValue(j).getName());
                }
            }
            for (int i = 0; i < message.getNestedTypeCount(); i++) {
                message(message.getNestedType(i), below(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i), name);
            }
        }

        private void put(List<Integer> path, String name) {
            String comment = byPath.get(path);
            if (comment != null) {
                comments.put(name, comment);
            }
        }

        private static List<Integer> below(List<Integer> path, int field, int index) {
            List<Integer> longer = new ArrayList<>(path);
            longer.add(field);
            longer.add(index);
            return longer;
        }

        private static String flowing(String comment) {
            return comment.strip().replaceAll("\\s*\n\\s*", " ");
        }
    }
}
