package org.tradeseal.ledger.licence;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tradeseal.ledger.asset.Asset;
import org.tradeseal.ledger.asset.Consent;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.participant.ParticipantStatus;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.terms.LicenceKind;
import org.tradeseal.ledger.terms.LicenceStatus;
import org.tradeseal.ledger.terms.LicenceTerms;
import org.tradeseal.ledger.terms.LiveLicence;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Text;

/** What must hold when a licence is offered, accepted and recorded. */
final class GrantRules {
    private GrantRules() {}

    /** Everything that a grant needs: checked at the offer, and again when acceptance claims the asset's index. */
    static void requireGrantable(Execution x, Recorded<Asset> asset, Licence licence) {
        requireRight(x, asset);
        requireTerm(x, asset, licence.terms());
        requireLicensor(asset.content(), licence);
        requireLicensee(x, asset.content(), licence);
        requireConsents(asset.content(), licence);
        requireNoConflict(x, asset.content(), licence);
    }

    static void requireRight(Execution x, Recorded<Asset> asset) {
        if (!asset.content().inForce(asset.times(), x.today())) {
            throw new Refusal(
                            ErrorCode.RIGHT_ENDED,
                            "Asset " + asset.id() + " is " + asset.content().status() + ", its right "
                                    + Asset.lastDay(asset.times())
                                            .map(day -> "ends after " + day)
                                            .orElse("has no term")
                                    + ": no licence (licence recordal rules).",
                            "资产 " + asset.id() + " 状态为 " + asset.content().status()
                                    + Asset.lastDay(asset.times())
                                            .map(day -> "，权利截止 " + day)
                                            .orElse("")
                                    + "：不得许可（许可备案规则）。")
                    .conflictsWith(List.of(asset.id()));
        }
    }

    static void requireTerm(Execution x, Recorded<Asset> asset, LicenceTerms terms) {
        if (terms.endedBy(x.today())) {
            throw new Refusal(
                    ErrorCode.DEADLINE_PASSED,
                    "The licence's term was over on " + terms.to() + ".",
                    "许可期限已于 " + terms.to() + " 届满。");
        }
        Asset.lastDay(asset.times()).ifPresent(last -> {
            LocalDate end = terms.to() == null ? terms.from() : terms.to();
            if (end.isAfter(last)) {
                throw new Refusal(
                                ErrorCode.RIGHT_ENDED,
                                "The licence's term reaches " + end + ", the right ends after " + last
                                        + " (licence recordal rules).",
                                "许可期限至 " + end + "，超过权利截止日 " + last + "（许可备案规则）。")
                        .conflictsWith(List.of(asset.id()));
            }
        });
    }

    private static void requireLicensor(Asset asset, Licence licence) {
        RecordId parent = licence.terms().parent();
        if (parent != null) {
            requireInsideParent(asset, licence, parent);
        } else if (!asset.isOwnedBy(licence.licensor())) {
            throw new Refusal(
                            ErrorCode.NOT_YOUR_ROLE,
                            "The licensor " + licence.licensor() + " is no registrant of " + licence.asset() + ".",
                            "许可方 " + licence.licensor() + " 不是 " + licence.asset() + " 的登记人。")
                    .conflictsWith(List.of(licence.asset()));
        }
    }

    private static void requireInsideParent(Asset asset, Licence licence, RecordId parentId) {
        LiveLicence parent = live(asset, parentId);
        if (!parent.licensee().equals(licence.licensor())) {
            throw new Refusal(
                            ErrorCode.NOT_YOUR_ROLE,
                            "Only the licensee of " + parentId + " grants sublicences of it.",
                            "只有 " + parentId + " 的被许可人可以授予其分许可。")
                    .conflictsWith(List.of(parentId));
        }
        licence.terms().beyond(parent.terms()).ifPresent(dimension -> {
            throw new Refusal(
                            ErrorCode.OUTSIDE_PARENT,
                            "The sublicence exceeds " + parentId + " in: " + dimension.en() + ".",
                            "分许可超出 " + parentId + " 的范围：" + dimension.zh() + "。")
                    .conflictsWith(List.of(parentId));
        });
    }

    private static LiveLicence live(Asset asset, RecordId id) {
        return asset.licences().stream()
                .filter(l -> l.id().equals(id) && l.status() != LicenceStatus.SUSPENDED)
                .findFirst()
                .orElseThrow(() -> new Refusal(
                                ErrorCode.RIGHT_ENDED,
                                "The parent licence " + id + " is not in force.",
                                "上级许可 " + id + " 未生效或已终止。")
                        .conflictsWith(List.of(id)));
    }

    private static void requireLicensee(Execution x, Asset asset, Licence licence) {
        RecordId licensee = licence.licensee();
        if (licensee.equals(licence.licensor()) || asset.isOwnedBy(licensee)) {
            throw new Refusal(
                    ErrorCode.NOT_ELIGIBLE, "An owner or the licensor itself needs no licence.", "权利人或许可方自己无需许可。");
        }
        if (x.read(Participant.TYPE, licensee).content().status() != ParticipantStatus.ACTIVE) {
            throw new Refusal(ErrorCode.PARTICIPANT_SUSPENDED, licensee + " is suspended.", licensee + " 已被暂停。");
        }
    }

    // Patent Law art. 14, Copyright Law art. 14: a co-owner alone grants ordinary licences, anything else is for all.
    private static void requireConsents(Asset asset, Licence licence) {
        if (licence.terms().parent() != null || licence.terms().kind() == LicenceKind.ORDINARY) {
            return;
        }
        List<RecordId> missing = asset.withoutConsent(licence.licensor(), Consent.Act.LICENCE, licence.matter());
        if (!missing.isEmpty()) {
            Text kind = licence.terms().kind().text();
            throw new Refusal(
                            ErrorCode.CO_OWNERS_CONSENT,
                            "The " + kind.en() + " licence needs the consent of " + missing + " (act LICENCE, digest "
                                    + licence.matter() + "; Patent Law art. 14, Copyright Law art. 14). An ordinary one"
                                    + " does not.",
                            kind.zh() + "许可须经 " + missing + " 同意（事项 LICENCE，摘要 " + licence.matter()
                                    + "；专利法第十四条、著作权法第十四条）。普通许可无需同意。")
                    .conflictsWith(missing);
        }
    }

    private static void requireNoConflict(Execution x, Asset asset, Licence licence) {
        List<LicenceConflict> conflicts = LicenceConflicts.check(licence.terms(), asset.licences(), x.today());
        if (!conflicts.isEmpty()) {
            throw new Refusal(
                            ErrorCode.LICENCE_CONFLICT,
                            "In the way: "
                                    + conflicts.stream().map(c -> c.text().en()).collect(Collectors.joining("; "))
                                    + ".",
                            "相冲突的许可："
                                    + conflicts.stream().map(c -> c.text().zh()).collect(Collectors.joining("；"))
                                    + "。")
                    .conflictsWith(
                            conflicts.stream().map(LicenceConflict::licence).toList());
        }
    }

    /** What recordal needs besides: the holder licenses, the parent is recorded, and the same is not recorded twice. */
    static void requireRecordable(Execution x, Recorded<Asset> asset, RecordId id, Licence licence) {
        requireRight(x, asset);
        requireTerm(x, asset, licence.terms());
        requireLicensor(asset.content(), licence);
        RecordId parent = licence.terms().parent();
        if (parent != null && live(asset.content(), parent).status() != LicenceStatus.RECORDED) {
            throw new Refusal(
                            ErrorCode.NOT_ELIGIBLE,
                            "The parent licence " + parent + " is not recorded yet.",
                            "上级许可 " + parent + " 尚未备案。")
                    .conflictsWith(List.of(parent));
        }
        Optional<LiveLicence> same = asset.content().licences().stream()
                .filter(l -> !l.id().equals(id) && l.status() != LicenceStatus.ACCEPTED)
                .filter(l ->
                        l.licensee().equals(licence.licensee()) && l.terms().equals(licence.terms()))
                .findFirst();
        same.ifPresent(other -> {
            throw new Refusal(
                            ErrorCode.ALREADY_EXISTS,
                            "The same licence is recorded as " + other.id() + " (licence recordal rules).",
                            "相同的许可已备案为 " + other.id() + "（许可备案规则）。")
                    .conflictsWith(List.of(other.id()));
        });
    }
}
