package org.tradeseal.gateway.verification;

import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.grpc.Rpc;
import org.tradeseal.gateway.grpc.Rpcs;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Verification over gRPC. */
@Component
class VerificationRpcs implements Rpcs {
    private final Verifications verifications;

    VerificationRpcs(Verifications verifications) {
        this.verifications = verifications;
    }

    @Override
    public List<Rpc> rpcs() {
        return List.of(new Rpc.Unary("tradeseal.verification.v1.VerificationService.Verify", this::verify));
    }

    private JsonNode verify(Rpc.Call call) {
        ObjectNode request = call.request();
        JsonNode record = request.get("record");
        RecordId claimed = record == null ? null : new RecordId(record.stringValue());
        if (request.has("document") == request.has("fields")) {
            throw new Refusal(ErrorCode.MALFORMED, "Send either the document or stated fields.", "请发送文件，或所述字段，二者择一。")
                    .at("/document");
        }
        if (request.has("document")) {
            byte[] document = Base64.getDecoder().decode(request.get("document").stringValue());
            return CanonicalJson.toTree(verifications.ofDocument(call.caller(), document, claimed, call.language()));
        }
        if (claimed == null) {
            throw new Refusal(ErrorCode.FIELD_REQUIRED, "Name the record the fields are of.", "请写明字段所属的记录。")
                    .at("/record");
        }
        TreeMap<String, String> fields = new TreeMap<>();
        request.get("fields")
                .properties()
                .forEach(p -> fields.put(p.getKey(), p.getValue().stringValue()));
        return CanonicalJson.toTree(verifications.ofFields(call.caller(), claimed, fields, call.language()));
    }
}
