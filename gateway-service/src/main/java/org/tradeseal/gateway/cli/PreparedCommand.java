package org.tradeseal.gateway.cli;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.gateway.delivery.PrivateFields;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.financing.IdentityOpening;
import org.tradeseal.ledger.invoice.PayableOpening;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** What a gateway prepared for signing, checked by the one who is to sign without trusting the gateway. */
final class PreparedCommand {
    private static final Set<Class<?>> OPENINGS =
            Set.of(FieldOpening.class, PayableOpening.class, IdentityOpening.class);

    private final Commands.Prepared prepared;

    private PreparedCommand(Commands.Prepared prepared) {
        this.prepared = prepared;
    }

    static PreparedCommand of(JsonNode answer) {
        return new PreparedCommand(CanonicalJson.read(answer, Commands.Prepared.class));
    }

    Command command() {
        return prepared.command();
    }

    String keyId() {
        String keyId = command().keyId();
        if (keyId == null) {
            throw new NotAsAsked("The prepared command names no key.", "准备好的命令未写明密钥。");
        }
        return keyId;
    }

    /** Refuses to go on unless the command says what was asked, over the content that was sent. */
    void requireAsAsked(CommandRule<?> rule, String idempotencyKey, @Nullable ObjectNode sent) {
        Command command = command();
        require(
                command.command().equals(rule.name())
                        && command.idempotencyKey().equals(idempotencyKey),
                "The gateway prepared another command than asked.",
                "网关准备的命令与请求不符。");
        require(
                Arrays.equals(Base64.getDecoder().decode(prepared.signedBytes()), command.signedBytes()),
                "The bytes to sign are not those of the command shown.",
                "待签字节与所示命令不符。");
        if (sent != null) {
            requireBody(rule, command.body(), sent);
        }
        requireResult(command);
        Payload payload = prepared.payload();
        require(
                (payload != null) == privateContent(command.body()).isObject(),
                "The command and its private content do not belong together.",
                "命令与私密内容不对应。");
        if (payload != null) {
            requirePayload(rule, command, payload, sent);
        }
    }

    // The gateway may add proofs of fields, which the contract checks against the invoice, and nothing else.
    private static void requireBody(CommandRule<?> rule, ObjectNode prepared, ObjectNode sent) {
        ObjectNode shown = prepared.deepCopy();
        shown.remove("privateContent");
        shown.forEach(member -> {
            if (member instanceof ObjectNode holder) {
                holder.remove("privateContent");
            }
        });
        for (RecordComponent member : rule.body().getRecordComponents()) {
            if (OPENINGS.contains(member.getType()) && !sent.has(member.getName())) {
                shown.remove(member.getName());
            }
        }
        ObjectNode asked = sent.deepCopy();
        asked.remove(List.of("private", "documents", "recipients"));
        require(
                Arrays.equals(CanonicalJson.bytes(shown), CanonicalJson.bytes(asked)),
                "The command's body is not the one that was sent.",
                "命令内容与提交的不同。");
    }

    // An authority signs the digest of the resulting record; it must be the digest of the record it is shown.
    private void requireResult(Command command) {
        Sha256 result = command.result();
        if (result != null) {
            require(
                    !prepared.records().isEmpty()
                            && result.equals(StoredRecord.result(
                                    prepared.records().get(0).id(),
                                    prepared.records().get(0).content())),
                    "The result to sign is not the record shown.",
                    "待签结果与所示记录不符。");
        }
    }

    // In the body itself, or in the member that holds a whole filing.
    private static JsonNode privateContent(ObjectNode body) {
        return Stream.concat(Stream.of((JsonNode) body), body.valueStream())
                .map(holder -> holder.path("privateContent"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }

    private static void requirePayload(
            CommandRule<?> rule, Command command, Payload payload, @Nullable ObjectNode sent) {
        JsonNode content = privateContent(command.body());
        RecordId record = rule.creates()
                ? RecordId.derive(
                        command.ledger(), rule.type().prefix(), command.actor().value(), command.idempotencyKey())
                : new RecordId(command.body().path("id").asString(""));
        FieldRoot root = payload.fieldTree(command.ledger()).root();
        require(
                payload.record().equals(record)
                        && root.equals(CanonicalJson.read(content.path("fields"), FieldRoot.class))
                        && payload.digest().hex().equals(content.path("payload").asString("")),
                "The field root in the command is not that of the private content.",
                "命令中的字段根与私密内容不符。");
        if (sent != null) {
            requireFields(payload, sent);
        }
    }

    private static void requireFields(Payload payload, ObjectNode sent) {
        List<Field> asked = new ArrayList<>();
        if (sent.has("private")) {
            asked.addAll(PrivateFields.of(sent.path("private")));
        }
        JsonNode documents = sent.path("documents");
        boolean same = documents.size() == payload.documents().size();
        for (int i = 0; same && i < documents.size(); i++) {
            String base64 = documents.get(i).path("base64").asString("");
            byte[] bytes = Base64.getDecoder().decode(base64);
            same = base64.equals(payload.documents().get(i).base64());
            String pointer = "/documents/" + i;
            asked.add(new Field(
                    pointer + "/name",
                    Field.Type.TEXT,
                    documents.get(i).path("name").asString("")));
            asked.add(new Field(
                    pointer + "/sha256", Field.Type.DIGEST, Sha256.of(bytes).hex()));
            asked.add(new Field(pointer + "/sizeBytes", Field.Type.INTEGER, String.valueOf(bytes.length)));
        }
        require(
                same && new HashSet<>(asked).equals(new HashSet<>(payload.fields())),
                "The private content is not the one that was sent.",
                "私密内容与提交的不同。");
    }

    private static void require(boolean holds, String en, String zh) {
        if (!holds) {
            throw new NotAsAsked(en, zh);
        }
    }

    /** Shows what will be signed. */
    void print(Session session) {
        Texts texts = session.texts();
        Command command = command();
        session.terminal.out().println(texts.get("sign.heading"));
        Table table = new Table()
                .row(texts.get("sign.command"), command.command())
                .row(texts.get("sign.actor"), command.actor().value())
                .row(texts.get("sign.key"), keyId())
                .row(texts.get("sign.ledger"), command.ledger().hex())
                .row(texts.get("sign.expires"), command.expires().toString());
        command.expect()
                .forEach(e ->
                        table.row(texts.get("sign.expect"), e.id() + "  " + texts.get("record.version", e.version())));
        Pointers.values(command.body()).forEach(v -> table.row(v.pointer(), v.text()));
        for (RegistryRecord record : prepared.records()) {
            table.row(
                    texts.get("sign.becomes"),
                    record.id() + "  " + record.content().path("status").asString(""));
        }
        if (prepared.payload() != null) {
            table.row(
                    texts.get("sign.private"),
                    texts.get(
                            "sign.recomputed",
                            Objects.requireNonNull(prepared.payload()).fields().size()));
        }
        table.row(texts.get("sign.digest"), command.digest().hex());
        table.print(session.terminal.out(), "  ");
    }
}
