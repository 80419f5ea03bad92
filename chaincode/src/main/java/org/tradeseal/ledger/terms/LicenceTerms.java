package org.tradeseal.ledger.terms;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Text;

/**
 * The terms of a licence. A missing kind means ordinary (SPC interpretation on technology contracts, art. 25); a missing
 * {@code to} means until the right ends (art. 28); rights that are not named are not granted (Copyright Law art. 29).
 * {@code parent} is the licence that a sublicence derives from; {@code unableToPractise} is the statement of a sole
 * licensor that cannot practise itself (art. 27).
 */
public record LicenceTerms(
        LicenceKind kind,
        Selection rights,
        LocalDate from,
        @Nullable LocalDate to,
        Territory territory,
        Selection fields,
        Selection manners,
        @Nullable Sublicensing sublicensing,
        @Nullable RecordId parent,
        @Nullable String unableToPractise,
        @Nullable String governingLaw,
        @Nullable String forum) {

    public LicenceTerms {
        kind = kind == null ? LicenceKind.ORDINARY : kind;
        Required.field(rights, "/rights");
        Required.field(from, "/from");
        Required.field(territory, "/territory");
        Required.field(fields, "/fields");
        Required.field(manners, "/manners");
        Texts.requireParagraph(unableToPractise, 2000, "/unableToPractise");
        Texts.requireLine(governingLaw, 200, "/governingLaw");
        Texts.requireLine(forum, 200, "/forum");
        if (to != null && to.isBefore(from)) {
            throw new Refusal(ErrorCode.MALFORMED, "The term ends before it begins.", "期限的终止早于起始。").at("/to");
        }
        if (unableToPractise != null && kind != LicenceKind.ORDINARY) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "A sole licensor unable to practise grants an ordinary licence (SPC interpretation on"
                                    + " technology contracts, art. 27).",
                            "不具备独立实施条件的排他许可人只能授予普通许可（技术合同司法解释第二十七条）。")
                    .at("/unableToPractise");
        }
    }

    /** What the licence covers. */
    public Cell cell() {
        return new Cell(from, to, territory, fields, manners);
    }

    /** Whether the term is over on this day. */
    public boolean endedBy(LocalDate day) {
        return to != null && to.isBefore(day);
    }

    /** The first dimension in which a sublicence on these terms would reach beyond its parent's; empty if in none. */
    public Optional<Text> beyond(LicenceTerms outer) {
        Sublicensing allowed = outer.sublicensing;
        if (allowed == null) {
            return Optional.of(Text.of("sublicensing, which the parent does not allow", "分许可（上级许可不允许）"));
        }
        if (sublicensing != null && sublicensing.depth() >= allowed.depth()) {
            return Optional.of(Text.of("the depth of sublicensing", "分许可层级"));
        }
        boolean stronger = kind.isStrongerThan(allowed.strongest())
                || kind.isStrongerThan(outer.kind)
                || (sublicensing != null && sublicensing.strongest().isStrongerThan(allowed.strongest()));
        if (stronger) {
            return Optional.of(Text.of("the kind", "许可类型"));
        }
        if (from.isBefore(outer.from) || (outer.to != null && (to == null || to.isAfter(outer.to)))) {
            return Optional.of(Text.of("the term", "期限"));
        }
        if (!outer.territory.contains(territory)) {
            return Optional.of(Text.of("the territory", "地域"));
        }
        if (!outer.fields.contains(fields)) {
            return Optional.of(Text.of("the fields of use", "使用领域"));
        }
        if (!outer.manners.contains(manners)) {
            return Optional.of(Text.of("the manners", "使用方式"));
        }
        return outer.rights.contains(rights) ? Optional.empty() : Optional.of(Text.of("the licensed rights", "许可的权利"));
    }
}
