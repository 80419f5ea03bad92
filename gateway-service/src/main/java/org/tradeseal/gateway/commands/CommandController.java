package org.tradeseal.gateway.commands;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The REST doors of the dispatch table: one address for each command, all through the same method. */
@RestController
class CommandController {
    private static final Pattern IF_MATCH = Pattern.compile("\"?([0-9]{1,9})\"?");

    private final Commands commands;
    private final Requests requests;
    private final Map<String, String> doors = Doors.byPath();

    CommandController(
            Commands commands,
            Requests requests,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping)
            throws NoSuchMethodException {
        this.commands = commands;
        this.requests = requests;
        for (String path : doors.keySet()) {
            mapping.registerMapping(
                    RequestMappingInfo.paths(path)
                            .methods(RequestMethod.POST)
                            .produces(MediaType.APPLICATION_JSON_VALUE)
                            .options(mapping.getBuilderConfiguration())
                            .build(),
                    this,
                    CommandController.class.getDeclaredMethod(
                            "command", Caller.class, byte[].class, HttpServletRequest.class));
        }
    }

    ResponseEntity<byte[]> command(
            Caller caller, @RequestBody(required = false) byte @Nullable [] body, HttpServletRequest http) {
        String pattern = String.valueOf(http.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        String command = Objects.requireNonNull(doors.get(pattern), pattern);
        @SuppressWarnings("unchecked")
        Map<String, String> variables =
                (Map<String, String>) http.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        ObjectNode json = Requests.object(body == null || body.length == 0 ? new byte[] {'{', '}'} : body);
        String id = variables.get("id");
        if (id != null) {
            Requests.putId(json, id);
        }
        String key = WriteHeaders.idempotencyKey(http, commands);
        Commands.Request request = requests.of(caller, command, json, key, ifMatch(http));
        try {
            return carryOut(caller, request, http);
        } catch (Refusal refusal) {
            throw Requests.inRequest(refusal);
        }
    }

    private ResponseEntity<byte[]> carryOut(Caller caller, Commands.Request request, HttpServletRequest http) {
        String key = request.idempotencyKey();
        if (WriteHeaders.prefersPreparation(http)) {
            return ResponseEntity.ok()
                    .header("Idempotency-Key", key)
                    .header("Preference-Applied", "prepare")
                    .body(CanonicalJson.bytes(commands.prepare(caller, request)));
        }
        return Answers.written(commands.execute(caller, request), key);
    }

    static @Nullable Integer ifMatch(HttpServletRequest http) {
        String header = http.getHeader(HttpHeaders.IF_MATCH);
        if (header == null || header.equals("*")) {
            return null;
        }
        Matcher version = IF_MATCH.matcher(header);
        if (!version.matches()) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "If-Match is the version in quotes, such as \"3\".",
                    "If-Match 为带引号的版本号，例如 \"3\"。");
        }
        return Integer.valueOf(version.group(1));
    }

    /** A prepared command with its actor's signature. */
    record Submission(Command command, Signature signature) {
        Submission {
            Required.field(command, "/command");
            Required.field(signature, "/signature");
        }
    }

    /** The key and the 64 signature bytes in base64url without padding. */
    record Signature(String keyId, String value) {
        Signature {
            Required.field(keyId, "/keyId");
            Required.field(value, "/value");
        }
    }

    @PostMapping(path = "/v1/commands", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> submit(Caller caller, @RequestBody byte[] body) {
        JsonNode tree = CanonicalJson.request(body);
        Submission submission = CanonicalJson.read(tree, Submission.class);
        if (!submission.signature().keyId().equals(submission.command().keyId())) {
            throw new Refusal(
                            ErrorCode.KEY_NOT_IN_FORCE,
                            "The command names key " + submission.command().keyId() + ", the signature "
                                    + submission.signature().keyId() + ".",
                            "命令与签名所写的密钥不一致。")
                    .at("/signature/keyId");
        }
        SignedCommand signed =
                new SignedCommand(submission.command(), submission.signature().value());
        return Answers.written(
                commands.submitSigned(caller, signed), submission.command().idempotencyKey());
    }
}
