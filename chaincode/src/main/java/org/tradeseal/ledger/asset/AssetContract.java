package org.tradeseal.ledger.asset;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.participant.ParticipantStatus;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** The rules about assets: deposit, filing and correction here, the rest in examination and ownership. */
public final class AssetContract {
    /** The lines of the dispatch table. */
    public static final List<CommandRule<?>> RULES = List.of(
            CommandRule.creating(Asset.TYPE, AssetMove.DEPOSIT, DepositAsset.class, AssetContract::deposit),
            CommandRule.creating(Asset.TYPE, AssetMove.FILE, FileAsset.class, AssetContract::file),
            CommandRule.moving(Asset.TYPE, AssetMove.CORRECT, CorrectAsset.class, AssetContract::correct),
            examining(AssetMove.REQUEST_CORRECTION),
            examining(AssetMove.START_REVIEW),
            examining(AssetMove.PUBLISH),
            examining(AssetMove.REGISTER),
            examining(AssetMove.REJECT),
            examining(AssetMove.LAPSE),
            examining(AssetMove.INVALIDATE),
            CommandRule.moving(Asset.TYPE, AssetMove.OBJECT, ObjectToAsset.class, AssetExamination::object),
            CommandRule.moving(
                    Asset.TYPE, AssetMove.DECIDE_OBJECTION, DecideObjection.class, AssetExamination::decideObjection),
            CommandRule.moving(Asset.TYPE, AssetMove.RENEW, RenewAsset.class, AssetExamination::renew),
            CommandRule.moving(Asset.TYPE, AssetMove.WITHDRAW, DecideAsset.class, AssetOwnership::withdraw),
            CommandRule.moving(Asset.TYPE, AssetMove.SURRENDER, DecideAsset.class, AssetOwnership::surrender),
            CommandRule.moving(Asset.TYPE, AssetMove.CONSENT, ConsentToAct.class, AssetOwnership::consent),
            CommandRule.moving(Asset.TYPE, AssetMove.ASSIGN, AssignAsset.class, AssetOwnership::assign),
            CommandRule.moving(
                    Asset.TYPE, AssetMove.ACCEPT_ASSIGNMENT, AnswerAssignment.class, AssetOwnership::acceptAssignment),
            CommandRule.moving(
                    Asset.TYPE, AssetMove.REFUSE_ASSIGNMENT, AnswerAssignment.class, AssetOwnership::refuseAssignment),
            CommandRule.moving(Asset.TYPE, AssetMove.DELIVERED, MarkDelivered.class, AssetContract::delivered));

    private AssetContract() {}

    private static CommandRule<DecideAsset> examining(AssetMove move) {
        return CommandRule.moving(
                Asset.TYPE, move, DecideAsset.class, (x, body) -> AssetExamination.decide(x, body, move));
    }

    private static void deposit(Execution x, DepositAsset body) {
        Asset draft = Asset.deposited(body);
        Asset.LIFECYCLE.create(AssetMove.DEPOSIT, x.actor(), draft);
        requireOwners(x, draft.registrants(), "/body/registrants");
        requireUndelivered(body.privateContent(), "/body/privateContent");
        x.create(Asset.TYPE, draft, Times.none().at("depositedAt", x.now()));
    }

    private static void file(Execution x, FileAsset body) {
        Asset draft = Asset.filed(body);
        Asset.LIFECYCLE.create(AssetMove.FILE, x.actor(), draft);
        requireOwners(x, draft.registrants(), "/body/registrants");
        requireFiling(x, body, "/body");
        x.create(Asset.TYPE, draft, checkDue(x, draft, Times.none().at("filedAt", x.now())));
    }

    private static void correct(Execution x, CorrectAsset body) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        Asset.LIFECYCLE.next(asset.status(), AssetMove.CORRECT, x.actor(), asset);
        requireBefore(x, before.times(), AssetLifecycle.CORRECTION_DUE);
        boolean same = body.filing().assetClass() == asset.assetClass()
                && body.filing().registrants().equals(asset.registrants());
        if (!same) {
            throw new Refusal(
                            ErrorCode.NOT_ELIGIBLE,
                            "A correction changes neither class nor owners nor shares: withdraw and file anew.",
                            "补正不得变更类别、权利人或份额：请撤回后重新申请。")
                    .at("/body/filing");
        }
        requireFiling(x, body.filing(), "/body/filing");
        Times times = before.times().without(AssetLifecycle.CORRECTION_DUE).at("correctedAt", x.now());
        x.update(before, asset.corrected(body.filing()), checkDue(x, asset, times));
    }

    private static Times checkDue(Execution x, Asset asset, Times times) {
        return times.at(
                AssetLifecycle.CHECK_DUE,
                x.now().plus(Duration.ofDays(asset.assetClass().checkDays())));
    }

    private static void requireFiling(Execution x, FileAsset filing, String pointer) {
        LocalDate today = x.today();
        filing.details().chosen().pastDays().forEach((field, day) -> {
            if (day.isAfter(today)) {
                throw new Refusal(ErrorCode.MALFORMED, "The day " + day + " lies in the future.", "日期 " + day + " 在将来。")
                        .at(pointer + field);
            }
        });
        if (filing.source() != null
                && !x.read(Asset.TYPE, filing.source()).content().published()) {
            requireOwned(x, filing.source(), pointer + "/source");
        }
        if (filing.deposit() != null) {
            requireOwned(x, filing.deposit(), pointer + "/deposit");
            requireDeposit(x, filing.deposit(), pointer + "/deposit");
        }
        requireUndelivered(filing.privateContent(), pointer + "/privateContent");
        requireCentreAsRecipient(x, filing.privateContent(), pointer + "/privateContent/recipients");
    }

    private static void requireOwned(Execution x, RecordId id, String pointer) {
        if (!x.read(Asset.TYPE, id).content().isOwnedBy(x.actor().id())) {
            throw new Refusal(ErrorCode.NOT_FOUND, "There is no asset " + id + " of yours.", "您没有编号为 " + id + " 的资产。")
                    .at(pointer);
        }
    }

    private static void requireDeposit(Execution x, RecordId id, String pointer) {
        if (x.read(Asset.TYPE, id).content().status() != AssetStatus.DEPOSITED) {
            throw new Refusal(ErrorCode.NOT_ELIGIBLE, id + " is not a deposit.", id + " 不是存证记录。").at(pointer);
        }
    }

    /** Refuses owners that do not exist or are suspended. */
    static void requireOwners(Execution x, List<Registrant> owners, String pointer) {
        for (int i = 0; i < owners.size(); i++) {
            RecordId id = owners.get(i).participant();
            if (x.read(Participant.TYPE, id).content().status() != ParticipantStatus.ACTIVE) {
                throw new Refusal(ErrorCode.PARTICIPANT_SUSPENDED, id + " is suspended.", id + " 已被暂停。")
                        .at(pointer + "/" + i + "/participant");
            }
        }
    }

    private static void requireUndelivered(PrivateContent content, String pointer) {
        if (!content.delivered().isEmpty()) {
            throw new Refusal(ErrorCode.MALFORMED, "Nothing is delivered before the record exists.", "记录产生之前不可能已经投递。")
                    .at(pointer + "/delivered");
        }
    }

    // The centre cannot examine what it may not read.
    private static void requireCentreAsRecipient(Execution x, PrivateContent content, String pointer) {
        List<MspId> centres = Genesis.read(x).hostsOf(Role.IP_CENTRE);
        if (!centres.isEmpty() && content.recipients().stream().noneMatch(centres::contains)) {
            throw new Refusal(
                            ErrorCode.FIELD_REQUIRED,
                            "Name the IP protection centre, " + centres + ", among the recipients of the files.",
                            "文件接收方须包括知识产权保护中心 " + centres + "。")
                    .at(pointer);
        }
    }

    private static void delivered(Execution x, MarkDelivered body) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        x.update(before, asset.delivered(body.mark(x, asset.privateContent())), before.times());
    }

    /** Refuses DEADLINE_PASSED once the record's time of this name has come. */
    static void requireBefore(Execution x, Times times, String name) {
        Instant end = times.get(name);
        if (end != null && !x.now().isBefore(end)) {
            throw new Refusal(
                    ErrorCode.DEADLINE_PASSED,
                    "The time for this ended at " + end + " (" + name + ").",
                    "期限已于 " + end + " 届满（" + name + "）。");
        }
    }

    /** Refuses TOO_EARLY until the record's time of this name has come. */
    static void requireAfter(Execution x, Times times, String name) {
        Instant from = times.get(name);
        if (from == null || x.now().isBefore(from)) {
            throw new Refusal(
                    ErrorCode.TOO_EARLY,
                    from == null
                            ? "The time for this never comes: the record has no " + name + "."
                            : "This is possible from " + from + " on (" + name + ").",
                    from == null ? "该记录没有 " + name + "，不存在可办理的时间。" : "自 " + from + " 起方可办理（" + name + "）。");
        }
    }
}
