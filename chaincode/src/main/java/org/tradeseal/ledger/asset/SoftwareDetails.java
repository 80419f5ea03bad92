package org.tradeseal.ledger.asset;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * What a software copyright registration states (Software Copyright Registration Measures). The full name is the asset's
 * title; {@code category} is the software's class by GB/T 36475 or as the registrant names it.
 */
public record SoftwareDetails(
        @Nullable String shortName,
        String version,
        String category,
        Work work,
        @Nullable String earlierRegistration,
        LocalDate completedOn,
        @Nullable Publication firstPublication,
        Development development,
        Acquisition acquisition,
        Scope scope,
        SortedSet<SoftwareRight> rights,
        String hardware,
        String software,
        List<String> languages,
        Long sourceLines,
        String features,
        Identification identification)
        implements AssetDetails {
    private static final int LINE = 200;
    private static final int PARAGRAPH = 5000;

    /** Whether the software is new or changes an earlier one. */
    public enum Work {
        ORIGINAL,
        MODIFIED
    }

    /** How the software was developed: 独立, 合作, 委托, 下达任务. */
    public enum Development {
        ALONE,
        JOINTLY,
        COMMISSIONED,
        ASSIGNED
    }

    /** How the registrant came to the right. */
    public enum Acquisition {
        ORIGINAL,
        INHERITED,
        ASSIGNED
    }

    /** Whether all nine rights are registered, or those that {@code rights} names. */
    public enum Scope {
        ALL,
        PART
    }

    /** What identifies the program: the first and last 30 pages, or an exceptional deposit (Measures art. 10 and 12). */
    public enum Identification {
        FIRST_AND_LAST_30_PAGES,
        EXCEPTIONAL_DEPOSIT
    }

    public SoftwareDetails {
        Texts.requireLine(shortName, LINE, "/shortName");
        Texts.requireLine(Required.field(version, "/version"), LINE, "/version");
        Texts.requireLine(Required.field(category, "/category"), LINE, "/category");
        Required.field(work, "/work");
        Texts.requireLine(earlierRegistration, LINE, "/earlierRegistration");
        Required.when(
                work == Work.MODIFIED,
                earlierRegistration,
                "/earlierRegistration",
                "A modified version names the registration of the earlier one.",
                "修改版软件须写明原软件的登记号。");
        Required.field(completedOn, "/completedOn");
        requireOrder(completedOn, firstPublication);
        Required.field(development, "/development");
        Required.field(acquisition, "/acquisition");
        Required.field(scope, "/scope");
        rights = Collections.unmodifiableSortedSet(rights == null ? new TreeSet<>() : new TreeSet<>(rights));
        requireRights(scope, rights);
        Texts.requireParagraph(Required.field(hardware, "/hardware"), PARAGRAPH, "/hardware");
        Texts.requireParagraph(Required.field(software, "/software"), PARAGRAPH, "/software");
        languages = Required.list(languages, "/languages");
        languages.forEach(l -> Texts.requireLine(l, LINE, "/languages"));
        if (Required.field(sourceLines, "/sourceLines") < 1) {
            throw new Refusal(ErrorCode.MALFORMED, "A program has at least one line.", "源程序至少一行。").at("/sourceLines");
        }
        Texts.requireParagraph(Required.field(features, "/features"), PARAGRAPH, "/features");
        Required.field(identification, "/identification");
    }

    static void requireOrder(LocalDate completedOn, @Nullable Publication firstPublication) {
        if (firstPublication != null && firstPublication.date().isBefore(completedOn)) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "First published on " + firstPublication.date() + ", before completion on " + completedOn
                                    + ".",
                            "首次发表日期 " + firstPublication.date() + " 早于完成日期 " + completedOn + "。")
                    .at("/firstPublication/date");
        }
    }

    private static void requireRights(Scope scope, SortedSet<SoftwareRight> rights) {
        if ((scope == Scope.PART) == rights.isEmpty()) {
            throw new Refusal(
                            scope == Scope.PART ? ErrorCode.FIELD_REQUIRED : ErrorCode.MALFORMED,
                            "Rights are named where the scope is PART, and only there.",
                            "权利范围为部分（PART）时须列明权利，为全部时不列。")
                    .at("/rights");
        }
    }

    @Override
    public AssetClass assetClass() {
        return AssetClass.SOFTWARE;
    }

    @Override
    public void requireConsistent(int owners, int creators, boolean deposited) {
        AssetDetails.requireCreators(creators);
        if (development == Development.JOINTLY && owners < 2) {
            throw new Refusal(
                            ErrorCode.FIELD_REQUIRED,
                            "Software developed jointly has at least two owners (Software Regulation art. 10).",
                            "合作开发的软件至少有两位权利人（计算机软件保护条例第十条）。")
                    .at("/registrants");
        }
    }

    @Override
    public SortedMap<String, LocalDate> pastDays() {
        TreeMap<String, LocalDate> days = new TreeMap<>();
        days.put("/details/software/completedOn", completedOn);
        if (firstPublication != null) {
            days.put("/details/software/firstPublication/date", firstPublication.date());
        }
        return days;
    }

    @Override
    public Optional<LocalDate> lastDay(LocalDate published) {
        return Optional.of(CopyrightTerm.lastDay(completedOn, firstPublication));
    }
}
