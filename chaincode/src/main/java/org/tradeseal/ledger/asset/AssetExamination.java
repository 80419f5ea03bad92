package org.tradeseal.ledger.asset;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The IP centre's procedure: formal check, review, public notice, objections, registration, and the end of a right. */
final class AssetExamination {
    private AssetExamination() {}

    static void decide(Execution x, DecideAsset body, AssetMove move) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        AssetStatus next = Asset.LIFECYCLE.next(asset.status(), move, x.actor(), asset);
        requireTime(x, before, move);
        boolean published = asset.published() || move == AssetMove.PUBLISH || move == AssetMove.REGISTER;
        Asset after = asset.decided(next, decision(x, move, body.reason()), published);
        x.update(before, after, times(x, before, move));
    }

    private static Decision decision(Execution x, AssetMove move, String reason) {
        return new Decision(x.actor().id(), move.wire(), reason);
    }

    private static void requireTime(Execution x, Recorded<Asset> before, AssetMove move) {
        Asset asset = before.content();
        boolean notice = asset.assetClass().noticeDays() > 0;
        if (move == AssetMove.PUBLISH && !notice) {
            throw new Refusal(
                    ErrorCode.NOT_ELIGIBLE,
                    "Class " + asset.assetClass() + " has no public notice: register it.",
                    asset.assetClass() + " 类不公示：请直接登记。");
        }
        if (move == AssetMove.REGISTER && notice) {
            AssetContract.requireAfter(x, before.times(), AssetLifecycle.NOTICE_ENDS);
        }
        if (move == AssetMove.REJECT && asset.status() == AssetStatus.CORRECTION_REQUESTED) {
            AssetContract.requireAfter(x, before.times(), AssetLifecycle.CORRECTION_DUE);
        }
        if (move == AssetMove.LAPSE) {
            AssetContract.requireAfter(x, before.times(), AssetLifecycle.EXPIRES_AT);
        }
    }

    private static Times times(Execution x, Recorded<Asset> before, AssetMove move) {
        Times times = before.times();
        AssetClass clocks = before.content().assetClass();
        return switch (move) {
            case REQUEST_CORRECTION ->
                times.without(AssetLifecycle.CHECK_DUE)
                        .at("correctionRequestedAt", x.now())
                        .at(AssetLifecycle.CORRECTION_DUE, x.now().plus(Duration.ofDays(clocks.correctionDays())));
            case START_REVIEW -> times.without(AssetLifecycle.CHECK_DUE).at("reviewStartedAt", x.now());
            case PUBLISH ->
                times.at("publishedAt", x.now())
                        .at(AssetLifecycle.NOTICE_ENDS, x.now().plus(Duration.ofDays(clocks.noticeDays())));
            case REGISTER -> registered(x, before);
            case REJECT -> ended(x, times, "rejectedAt");
            case LAPSE -> times.at("lapsedAt", x.now());
            case INVALIDATE -> times.at("invalidatedAt", x.now());
            default -> throw new IllegalStateException("no examination: " + move);
        };
    }

    private static Times ended(Execution x, Times times, String name) {
        return times.without(AssetLifecycle.CHECK_DUE)
                .without(AssetLifecycle.CORRECTION_DUE)
                .at(name, x.now());
    }

    private static Times registered(Execution x, Recorded<Asset> before) {
        Times times = before.times().at("registeredAt", x.now());
        Instant published = times.get("publishedAt");
        LocalDate from = published == null ? x.today() : LocalDate.ofInstant(published, ZoneOffset.UTC);
        Details details = before.content().details();
        Optional<LocalDate> last =
                details == null ? Optional.empty() : details.chosen().lastDay(from);
        return last.map(day -> times.at(AssetLifecycle.EXPIRES_AT, endOf(day))).orElse(times);
    }

    private static Instant endOf(LocalDate lastDay) {
        return lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static void object(Execution x, ObjectToAsset body) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        AssetStatus next = Asset.LIFECYCLE.next(asset.status(), AssetMove.OBJECT, x.actor(), asset);
        AssetContract.requireBefore(x, before.times(), AssetLifecycle.NOTICE_ENDS);
        Objection objection = new Objection(x.actor().id(), body.grounds());
        if (asset.objections().stream().anyMatch(o -> o.by().equals(objection.by()))) {
            throw new Refusal(ErrorCode.ALREADY_EXISTS, "You have objected already.", "您已提出过异议。");
        }
        x.update(before, asset.objectedTo(next, objection), before.times().at("objectedAt", x.now()));
    }

    // All objections are decided together, once no more can come.
    static void decideObjection(Execution x, DecideObjection body) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        AssetStatus outcome = body.upheld() ? AssetStatus.REJECTED : AssetStatus.REGISTERED;
        AssetStatus next = Asset.LIFECYCLE.next(asset.status(), AssetMove.DECIDE_OBJECTION, x.actor(), asset, outcome);
        AssetContract.requireAfter(x, before.times(), AssetLifecycle.NOTICE_ENDS);
        Asset after = asset.decided(next, decision(x, AssetMove.DECIDE_OBJECTION, body.reason()), true);
        x.update(before, after, body.upheld() ? ended(x, before.times(), "rejectedAt") : registered(x, before));
    }

    static void renew(Execution x, RenewAsset body) {
        Recorded<Asset> before = x.subject(Asset.TYPE, body.id());
        Asset asset = before.content();
        AssetStatus next = Asset.LIFECYCLE.next(asset.status(), AssetMove.RENEW, x.actor(), asset);
        Period renewal = asset.assetClass().renewal();
        Instant expires = before.times().get(AssetLifecycle.EXPIRES_AT);
        if (renewal == null || expires == null) {
            throw new Refusal(
                    ErrorCode.NOT_ELIGIBLE,
                    "Class " + asset.assetClass() + " is not renewed: its term is fixed by law.",
                    asset.assetClass() + " 类不续展：期限由法律规定。");
        }
        AssetContract.requireBefore(x, before.times(), AssetLifecycle.EXPIRES_AT);
        Times window = Times.none().at("renewableFrom", expires.minus(Duration.ofDays(AssetClass.RENEWAL_DAYS)));
        AssetContract.requireAfter(x, window, "renewableFrom");
        Details details = asset.details();
        Required.when(
                details != null && details.chosen().restsOnAgreement(),
                body.agreementEnds(),
                "/body/agreementEnds",
                "The data rests on an agreement: state the last day of the renewed one.",
                "该数据依赖基础协议：请写明续期后协议的截止日。");
        LocalDate last = lastDayRenewed(expires, renewal, body);
        Times times = before.times().at("renewedAt", x.now()).at(AssetLifecycle.EXPIRES_AT, endOf(last));
        x.update(before, asset.decided(next, decision(x, AssetMove.RENEW, body.reason()), true), times);
    }

    private static LocalDate lastDayRenewed(Instant expires, Period renewal, RenewAsset body) {
        LocalDate last = LocalDate.ofInstant(expires, ZoneOffset.UTC).minusDays(1);
        LocalDate full = last.plus(renewal);
        LocalDate agreement = body.agreementEnds();
        if (agreement != null && !agreement.isAfter(last)) {
            throw new Refusal(
                            ErrorCode.NOT_ELIGIBLE,
                            "The underlying agreement ends on " + agreement + ", not after the present term.",
                            "基础协议于 " + agreement + " 届满，未超过现有期限。")
                    .at("/body/agreementEnds");
        }
        return agreement != null && agreement.isBefore(full) ? agreement : full;
    }
}
