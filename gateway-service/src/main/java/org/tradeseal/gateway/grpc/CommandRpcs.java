package org.tradeseal.gateway.grpc;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.commands.Answers;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.gateway.commands.Doors;
import org.tradeseal.gateway.commands.Requests;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rpcs of the dispatch table, all through one method, and the submission of commands that their actors signed. */
@Component
class CommandRpcs implements Rpcs {
    private static final String SUBMIT = "tradeseal.command.v1.CommandService.Submit";

    private final Commands commands;
    private final Requests requests;

    CommandRpcs(Commands commands, Requests requests) {
        this.commands = commands;
        this.requests = requests;
    }

    @Override
    public List<Rpc> rpcs() {
        List<Rpc> rpcs = new ArrayList<>();
        Doors.byPath().values().forEach(c -> rpcs.add(new Rpc.Unary(CommandNames.rpc(c), call -> write(c, call))));
        Doors.bulk()
                .values()
                .forEach(c -> rpcs.add(new Rpc.Many(CommandNames.rpc(c) + "Many", call -> write(c, call))));
        rpcs.add(new Rpc.Unary(SUBMIT, this::submit));
        return rpcs;
    }

    private ObjectNode write(String command, Rpc.Call call) {
        ObjectNode body = call.request();
        Writing writing = Writing.takenFrom(body, commands);
        // A repeated field cannot be absent, but here "none" would mean private content without a field.
        for (String list : List.of("documents", "recipients")) {
            if (body.has(list) && body.get(list).isEmpty()) {
                body.remove(list);
            }
        }
        try {
            Commands.Request request =
                    requests.of(call.caller(), command, body, writing.idempotencyKey(), writing.expectedVersion());
            return writing.carriedOut(call, request, commands);
        } catch (Refusal refusal) {
            throw Requests.inRequest(refusal);
        }
    }

    private ObjectNode submit(Rpc.Call call) {
        Command command = CanonicalJson.read(member(call.request(), "command"), Command.class);
        JsonNode signature = member(call.request(), "signature");
        if (!signature.path("keyId").asString("").equals(command.keyId())) {
            throw new Refusal(
                            ErrorCode.KEY_NOT_IN_FORCE, "Command and signature name different keys.", "命令与签名所写的密钥不一致。")
                    .at("/signature/keyId");
        }
        SignedCommand signed =
                new SignedCommand(command, signature.path("value").asString(""));
        return written(commands.submitSigned(call.caller(), signed), command.idempotencyKey());
    }

    private static JsonNode member(ObjectNode request, String name) {
        JsonNode member = request.get(name);
        if (member == null) {
            throw new Refusal(ErrorCode.FIELD_REQUIRED, name + " is missing.", "缺少 " + name + "。").at("/" + name);
        }
        return member;
    }

    static ObjectNode written(Commands.Written written, String idempotencyKey) {
        ObjectNode answer = CanonicalJson.jsonMapper().createObjectNode();
        answer.set("record", Answers.json(written));
        answer.put("replayed", written.replayed());
        answer.put("idempotencyKey", idempotencyKey);
        return answer;
    }
}
