package org.tradeseal.ledger.licence;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.asset.Asset;
import org.tradeseal.ledger.asset.MarkDelivered;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.ledger.terms.LicenceStatus;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** The rules about licences. Acceptance claims the asset's index, so that of two racing licences one is refused. */
public final class LicenceContract {
    /** The lines of the dispatch table. */
    public static final List<CommandRule<?>> RULES = List.of(
            CommandRule.creating(Licence.TYPE, LicenceMove.OFFER, OfferLicence.class, LicenceContract::offer),
            CommandRule.moving(Licence.TYPE, LicenceMove.ACCEPT, AnswerLicence.class, LicenceContract::accept),
            CommandRule.moving(
                    Licence.TYPE,
                    LicenceMove.REFUSE,
                    AnswerLicence.class,
                    (x, b) -> decline(x, b, LicenceMove.REFUSE, "refusedAt")),
            CommandRule.moving(
                    Licence.TYPE,
                    LicenceMove.WITHDRAW,
                    AnswerLicence.class,
                    (x, b) -> decline(x, b, LicenceMove.WITHDRAW, "withdrawnAt")),
            CommandRule.moving(Licence.TYPE, LicenceMove.RECORD, DecideLicence.class, LicenceContract::record),
            CommandRule.moving(
                    Licence.TYPE,
                    LicenceMove.SUSPEND,
                    DecideLicence.class,
                    (x, b) -> interrupt(x, b, LicenceMove.SUSPEND, "suspendedAt")),
            CommandRule.moving(
                    Licence.TYPE,
                    LicenceMove.RESUME,
                    DecideLicence.class,
                    (x, b) -> interrupt(x, b, LicenceMove.RESUME, "resumedAt")),
            CommandRule.moving(Licence.TYPE, LicenceMove.TERMINATE, DecideLicence.class, LicenceContract::terminate),
            CommandRule.moving(Licence.TYPE, LicenceMove.EXPIRE, AnswerLicence.class, LicenceContract::expire),
            CommandRule.moving(Licence.TYPE, LicenceMove.DELIVERED, MarkDelivered.class, LicenceContract::delivered));

    private static final Duration OFFER_LIFE = Duration.ofDays(90);
    private static final int RECORDAL_MONTHS = 3;

    private LicenceContract() {}

    private static void offer(Execution x, OfferLicence body) {
        Licence draft = Licence.offered(body, x.actor().id());
        Licence.LIFECYCLE.create(LicenceMove.OFFER, x.actor(), draft);
        PrivateContent content = body.privateContent();
        if (content != null && !content.delivered().isEmpty()) {
            throw new Refusal(ErrorCode.MALFORMED, "Nothing is delivered before the record exists.", "记录产生之前不可能已经投递。")
                    .at("/body/privateContent/delivered");
        }
        GrantRules.requireGrantable(x, x.read(Asset.TYPE, body.asset()), draft);
        Times times = Times.none()
                .at("offeredAt", x.now())
                .at(Licence.OFFER_ENDS, x.now().plus(OFFER_LIFE));
        x.create(Licence.TYPE, draft, times);
    }

    private static void accept(Execution x, AnswerLicence body) {
        Recorded<Licence> before = x.subject(Licence.TYPE, body.id());
        Licence licence = before.content();
        LicenceStatus next = Licence.LIFECYCLE.next(licence.status(), LicenceMove.ACCEPT, x.actor(), licence);
        Instant ends = before.times().get(Licence.OFFER_ENDS);
        if (ends != null && !x.now().isBefore(ends)) {
            throw new Refusal(ErrorCode.DEADLINE_PASSED, "The offer ended at " + ends + ".", "要约已于 " + ends + " 失效。");
        }
        Recorded<Asset> asset = x.read(Asset.TYPE, licence.asset());
        GrantRules.requireGrantable(x, asset, licence);
        Licence accepted = licence.with(next);
        Instant due =
                x.now().atOffset(ZoneOffset.UTC).plusMonths(RECORDAL_MONTHS).toInstant();
        Times times = before.times()
                .without(Licence.OFFER_ENDS)
                .at("acceptedAt", x.now())
                .at(Licence.RECORDAL_DUE, due);
        x.update(before, accepted, times);
        x.update(asset, asset.content().withLicence(accepted.live(body.id()), licence.matter()), asset.times());
    }

    private static void decline(Execution x, AnswerLicence body, LicenceMove move, String time) {
        Recorded<Licence> before = x.subject(Licence.TYPE, body.id());
        Licence licence = before.content();
        LicenceStatus next = Licence.LIFECYCLE.next(licence.status(), move, x.actor(), licence);
        Licence after = decided(x, licence, next, move, body.reason());
        x.update(before, after, before.times().without(Licence.OFFER_ENDS).at(time, x.now()));
    }

    private static Licence decided(
            Execution x, Licence licence, LicenceStatus to, LicenceMove move, @Nullable String reason) {
        return reason == null
                ? licence.with(to)
                : licence.decided(to, new Decision(x.actor().id(), move.wire(), reason));
    }

    private static void record(Execution x, DecideLicence body) {
        Recorded<Licence> before = x.subject(Licence.TYPE, body.id());
        Licence licence = before.content();
        LicenceStatus next = Licence.LIFECYCLE.next(licence.status(), LicenceMove.RECORD, x.actor(), licence);
        Recorded<Asset> asset = x.read(Asset.TYPE, licence.asset());
        GrantRules.requireRecordable(x, asset, body.id(), licence);
        Decision decision = new Decision(x.actor().id(), LicenceMove.RECORD.wire(), body.reason());
        Times times = before.times().without(Licence.RECORDAL_DUE).at("recordedAt", x.now());
        x.update(before, licence.recorded(next, decision), times);
        index(x, asset, body.id(), next);
    }

    private static void interrupt(Execution x, DecideLicence body, LicenceMove move, String time) {
        Recorded<Licence> before = x.subject(Licence.TYPE, body.id());
        Licence licence = before.content();
        LicenceStatus next = Licence.LIFECYCLE.next(licence.status(), move, x.actor(), licence);
        Recorded<Asset> asset = x.read(Asset.TYPE, licence.asset());
        if (move == LicenceMove.RESUME) {
            GrantRules.requireRight(x, asset);
        }
        x.update(
                before,
                decided(x, licence, next, move, body.reason()),
                before.times().at(time, x.now()));
        index(x, asset, body.id(), next);
    }

    private static void index(Execution x, Recorded<Asset> asset, RecordId id, LicenceStatus status) {
        x.update(asset, asset.content().withLicence(id, l -> l.with(status)), asset.times());
    }

    private static void terminate(Execution x, DecideLicence body) {
        Recorded<Licence> before = x.subject(Licence.TYPE, body.id());
        Recorded<Asset> asset = x.read(Asset.TYPE, before.content().asset());
        Licence licence = before.content().under(asset.content(), x.actor().id());
        LicenceStatus next = Licence.LIFECYCLE.next(licence.status(), LicenceMove.TERMINATE, x.actor(), licence);
        if (next == LicenceStatus.TERMINATED) {
            Decision decision = new Decision(x.actor().id(), LicenceMove.TERMINATE.wire(), body.reason());
            end(x, asset, before, licence.decided(next, decision), "terminatedAt");
        } else {
            Termination proposal = new Termination(x.actor().id(), body.reason());
            x.update(before, licence.proposed(proposal), before.times().at("terminationProposedAt", x.now()));
        }
    }

    private static void expire(Execution x, AnswerLicence body) {
        Recorded<Licence> before = x.subject(Licence.TYPE, body.id());
        Licence licence = before.content();
        LicenceStatus next = Licence.LIFECYCLE.next(licence.status(), LicenceMove.EXPIRE, x.actor(), licence);
        Recorded<Asset> asset = x.read(Asset.TYPE, licence.asset());
        boolean rightEnded = !asset.content().inForce(asset.times(), x.today());
        if (!rightEnded && !licence.terms().endedBy(x.today())) {
            throw new Refusal(
                    ErrorCode.TOO_EARLY,
                    licence.terms().to() == null
                            ? "The licence lasts until the right ends, and the right is in force."
                            : "The licence lasts to " + licence.terms().to() + ".",
                    licence.terms().to() == null
                            ? "许可持续至权利终止，而权利仍然有效。"
                            : "许可期限至 " + licence.terms().to() + "。");
        }
        end(x, asset, before, decided(x, licence, next, LicenceMove.EXPIRE, body.reason()), "expiredAt");
    }

    // A sublicence ends with the licence it derives from.
    private static void end(Execution x, Recorded<Asset> asset, Recorded<Licence> before, Licence ended, String time) {
        Set<RecordId> all =
                LicenceConflicts.descendants(before.id(), asset.content().licences());
        x.update(before, ended, before.times().without(Licence.RECORDAL_DUE).at(time, x.now()));
        for (RecordId id : all) {
            if (!id.equals(before.id())) {
                Recorded<Licence> sub = x.read(Licence.TYPE, id);
                Decision decision = new Decision(
                        x.actor().id(),
                        LicenceMove.TERMINATE.wire(),
                        "ends with its parent licence / 随上级许可终止: " + before.id());
                x.update(
                        sub,
                        sub.content().decided(ended.status(), decision),
                        sub.times().without(Licence.RECORDAL_DUE).at(time, x.now()));
            }
        }
        x.update(asset, asset.content().withoutLicences(all), asset.times());
    }

    private static void delivered(Execution x, MarkDelivered body) {
        Recorded<Licence> before = x.subject(Licence.TYPE, body.id());
        PrivateContent content = before.content().privateContent();
        if (content == null) {
            throw new Refusal(ErrorCode.NOT_DELIVERED, "The licence has no private content.", "该许可没有私密内容。");
        }
        x.update(before, before.content().delivered(body.mark(x, content)), before.times());
    }
}
