package org.tradeseal.verify;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a check: the record it is about, as far as that could be read, a finding for each aspect, and where a
 * disclosure was read, what it shows.
 */
public record Verification(
        @Nullable RecordId record,
        @Nullable Integer version,
        List<Finding> findings,
        @Nullable Disclosed disclosed) {
    public Verification {
        findings = List.copyOf(findings);
    }

    public Verification(@Nullable RecordId record, @Nullable Integer version, List<Finding> findings) {
        this(record, version, findings, null);
    }

    /**
     * INVALID if an aspect is, VALID if all are that have to be, else UNKNOWN. The status counts only where its statements
     * cannot be verified: an old version is still what was recorded.
     */
    public Verdict verdict() {
        List<Verdict> verdicts = findings.stream()
                .filter(Verification::counts)
                .map(Finding::verdict)
                .toList();
        if (verdicts.contains(Verdict.INVALID)) {
            return Verdict.INVALID;
        }
        return verdicts.isEmpty() || verdicts.contains(Verdict.UNKNOWN) ? Verdict.UNKNOWN : Verdict.VALID;
    }

    private static boolean counts(Finding finding) {
        return switch (finding.reason()) {
            case SUPERSEDED, NO_STATEMENT, STATEMENT_EXPIRED, STATEMENTS_TOO_FEW, FALSE_STATEMENT -> false;
            default -> true;
        };
    }

    /** The finding about an aspect; the document has one only if a file was given. */
    public Optional<Finding> about(Aspect aspect) {
        return findings.stream().filter(f -> f.aspect() == aspect).findFirst();
    }

    /** The outcome in one sentence. */
    public Text summary() {
        boolean old = findings.stream().anyMatch(f -> f.reason() == Reason.SUPERSEDED);
        return switch (verdict()) {
            case VALID ->
                old
                        ? Text.of(
                                "VALID, but old: it was recorded so, and there is a newer version.",
                                "有效，但非最新：确曾如此登记，而现已有更新版本。")
                        : about(Aspect.EVIDENCE).isPresent()
                                ? Text.of("VALID: the evidence holds.", "有效：证据成立。")
                                : disclosed != null
                                        ? Text.of(
                                                "VALID: the fields shown were recorded so, in this log, by this issuer.",
                                                "有效：所示字段确由该出具方如此登记于此日志。")
                                        : Text.of(
                                                "VALID: it was recorded so, in this log, by this issuer.",
                                                "有效：确由该出具方如此登记于此日志。");
            case INVALID -> Text.of("INVALID: do not rely on it.", "无效：请勿依赖。");
            case UNKNOWN -> Text.of("UNKNOWN: not enough is known to say.", "未知：现有信息不足以判断。");
        };
    }
}
