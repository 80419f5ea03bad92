package org.tradeseal.ledger.asset;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/** What owners do: consent to each other's acts, withdraw, surrender, assign and take over. */
final class AssetOwnership {
    private AssetOwnership() {}

    static void withdraw(Execution x, DecideAsset body) {
        giveUp(x, body, AssetMove.WITHDRAW, Consent.Act.WITHDRAW, "withdrawnAt");
    }

    static void surrender(Execution x, DecideAsset body) {
        giveUp(x, body, AssetMove.SURRENDER, Consent.Act.SURRENDER, "surrenderedAt");
    }

    private static void giveUp(Execution x, DecideAsset body, AssetMove move, Consent.Act act, String time) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        AssetStatus next = Asset.LIFECYCLE.next(asset.status(), move, x.actor(), asset);
        requireConsents(asset, x.actor().id(), act, Consent.digest(body.id(), act, Map.of()));
        Decision decision = new Decision(x.actor().id(), move.wire(), body.reason());
        Times times = before.times()
                .without(AssetLifecycle.CHECK_DUE)
                .without(AssetLifecycle.CORRECTION_DUE)
                .at(time, x.now());
        x.update(before, asset.decided(next, decision, asset.published()), times);
    }

    /** Refuses CO_OWNERS_CONSENT, naming the owners whose consent to this act is missing. */
    static void requireConsents(Asset asset, RecordId actor, Consent.Act act, Sha256 matter) {
        List<RecordId> missing = asset.withoutConsent(actor, act, matter);
        if (!missing.isEmpty()) {
            // Patent Law art. 14, Copyright Law art. 14: beyond use and ordinary licences, all owners decide together.
            throw new Refusal(
                            ErrorCode.CO_OWNERS_CONSENT,
                            "Missing the consent of " + missing + " to " + act + " with digest " + matter
                                    + " (Patent Law art. 14, Copyright Law art. 14).",
                            "缺少 " + missing + " 对 " + act + "（摘要 " + matter + "）的同意（专利法第十四条、著作权法第十四条）。")
                    .conflictsWith(missing);
        }
    }

    static void consent(Execution x, ConsentToAct body) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        Asset.LIFECYCLE.next(asset.status(), AssetMove.CONSENT, x.actor(), asset);
        Consent consent = new Consent(x.actor().id(), body.act(), body.matter());
        if (asset.consents().contains(consent)) {
            throw new Refusal(ErrorCode.ALREADY_EXISTS, "The consent is given already.", "已经同意。");
        }
        x.update(before, asset.consentedBy(consent), before.times().at("consentedAt", x.now()));
    }

    static void assign(Execution x, AssignAsset body) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        Asset.LIFECYCLE.next(asset.status(), AssetMove.ASSIGN, x.actor(), asset);
        AssetContract.requireBefore(x, before.times(), AssetLifecycle.EXPIRES_AT);
        AssetContract.requireOwners(x, body.to(), "/body/to");
        requireExportStatement(x, asset, body);
        requireConsents(asset, x.actor().id(), Consent.Act.ASSIGN, body.matter());
        Assignment offer = new Assignment(x.actor().id(), body.to(), body.exportStatement(), new TreeSet<>());
        update(x, before, asset.using(body.matter()), offer, "assignmentOfferedAt");
    }

    // Patent Law art. 10; Technology Import and Export Regulation: a right that goes abroad is a technology export.
    private static void requireExportStatement(Execution x, Asset asset, AssignAsset body) {
        for (Registrant owner : body.to()) {
            boolean foreign = !x.read(Participant.TYPE, owner.participant())
                    .content()
                    .country()
                    .equals(asset.jurisdiction());
            if (foreign && !asset.isOwnedBy(owner.participant()) && body.exportStatement() == null) {
                throw new Refusal(
                                ErrorCode.FIELD_REQUIRED,
                                "The assignee " + owner.participant()
                                        + " is foreign: name the technology-export permit or registration (Patent Law"
                                        + " art. 10).",
                                "受让人 " + owner.participant() + " 为境外主体：须写明技术出口许可或登记（专利法第十条）。")
                        .at("/body/exportStatement");
            }
        }
    }

    static void acceptAssignment(Execution x, AnswerAssignment body) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        Asset.LIFECYCLE.next(asset.status(), AssetMove.ACCEPT_ASSIGNMENT, x.actor(), asset);
        AssetContract.requireBefore(x, before.times(), AssetLifecycle.EXPIRES_AT);
        Assignment pending = pending(asset);
        AssetContract.requireOwners(x, pending.to(), "/body/id");
        update(x, before, asset, pending.acceptedBy(x.actor().id()), "assignmentAcceptedAt");
    }

    // Owners that stay have consented or offered themselves; all others have to accept.
    private static void update(Execution x, Recorded<Asset> before, Asset asset, Assignment assignment, String time) {
        boolean complete = assignment.to().stream()
                .map(Registrant::participant)
                .allMatch(p -> asset.isOwnedBy(p) || assignment.accepted().contains(p));
        Times times = before.times().at(time, x.now());
        x.update(
                before,
                complete ? asset.ownedBy(assignment.to()) : asset.offered(assignment),
                complete ? times.at("assignedAt", x.now()) : times);
    }

    static void refuseAssignment(Execution x, AnswerAssignment body) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        Asset.LIFECYCLE.next(asset.status(), AssetMove.REFUSE_ASSIGNMENT, x.actor(), asset);
        pending(asset);
        x.update(before, asset.offered(null), before.times().at("assignmentRefusedAt", x.now()));
    }

    private static Assignment pending(Asset asset) {
        Assignment pending = asset.assignment();
        if (pending == null) {
            throw new Refusal(ErrorCode.WRONG_STATE, "No assignment is on offer.", "没有待处理的转让。");
        }
        return pending;
    }
}
