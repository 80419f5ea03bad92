package org.tradeseal.verify;

import java.util.List;
import java.util.Set;

/** Whether a file proves that an organisation contradicted itself. */
final class EvidenceCheck {
    private final Verifier verifier;
    private final Head.Keys keys;
    private final StatusCheck status;

    EvidenceCheck(Verifier verifier, Head.Keys keys, StatusCheck status) {
        this.verifier = verifier;
        this.keys = keys;
        this.status = status;
    }

    private static Finding finding(Reason reason, String en, String zh) {
        return Finding.of(Aspect.EVIDENCE, reason, en, zh);
    }

    /** Throws {@link Refusal}. */
    Finding of(byte[] evidence) {
        Json json = CanonicalReader.read(evidence);
        json.requireFormat(Evidence.FORMAT);
        if (json.find("heads") != null) {
            json.requireMembers(Set.of("format", "heads"), Set.of("proof", "root"));
            return equivocation(json);
        }
        json.requireMembers(Set.of("format", "receipt", "status"), Set.of());
        return falseStatus(StatusCheck.Read.of(json.get("status")), ParsedReceipt.of(json.get("receipt")));
    }

    private Finding equivocation(Json json) {
        List<Json> heads = json.list("heads");
        if (heads.size() != 2) {
            throw new Refusal(ErrorCode.MALFORMED, "There have to be two heads.", "须有两个树头。");
        }
        Note first = Note.parse(heads.get(0).text());
        Note second = Note.parse(heads.get(1).text());
        String signer = keys.commonSigner(first, second);
        if (signer == null) {
            return finding(
                    Reason.EVIDENCE_UNDECIDED, "No key of the trust file signed both heads.", "信任文件中没有密钥同时签署了两个树头。");
        }
        if (!contradict(Checkpoint.parse(first.text()), Checkpoint.parse(second.text()), json)) {
            return finding(Reason.NO_EVIDENCE, "The heads agree.", "两个树头并不矛盾。");
        }
        return finding(Reason.EQUIVOCATION, "Organisation: " + signer + ".", "组织：" + signer + "。");
    }

    private static boolean contradict(Checkpoint first, Checkpoint second, Json json) {
        if (first.size() == second.size()) {
            return !first.root().equals(second.root());
        }
        boolean proved = json.find("root") != null
                && json.find("proof") != null
                && Merkle.isConsistent(
                        first.size(),
                        json.digest("root"),
                        second.size(),
                        second.root(),
                        Merkle.fromText(json.text("proof")));
        return proved && !json.digest("root").equals(first.root());
    }

    private Finding falseStatus(StatusCheck.Read read, ParsedReceipt receipt) {
        Status said = read.status();
        Reason refused = status.refused(read, receipt.id());
        if (refused != null) {
            return finding(
                    refused == Reason.UNKNOWN_SIGNER ? Reason.EVIDENCE_UNDECIDED : Reason.NO_EVIDENCE,
                    "The statement is not known to be genuine, or is about another record.",
                    "该声明的真实性无法确认，或针对另一记录。");
        }
        boolean denies = StatusCheck.saysLess(said, receipt.version())
                && said.size() > receipt.record().index();
        if (!denies) {
            return finding(Reason.NO_EVIDENCE, "The statement does not deny the record.", "该声明并未否认此记录。");
        }
        if (!verifier.isLogged(receipt)) {
            return finding(
                    Reason.EVIDENCE_UNDECIDED,
                    "The receipt does not prove that the record is in the log.",
                    "收据未能证明该记录已载入日志。");
        }
        return finding(Reason.FALSE_STATUS, "Organisation: " + said.signer() + ".", "组织：" + said.signer() + "。");
    }
}
