package org.tradeseal.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What signed statements say about the latest version of a record. */
final class StatusCheck {
    private static final Set<String> PRIVATE_TYPES = Set.of("MND", "INQ", "FIN", "REG");
    private static final Set<String> MEMBERS =
            Set.of("expires", "format", "issuedAt", "ledger", "root", "scope", "signer", "size", "subject");

    private final Trust trust;
    private final Head.Keys keys;

    StatusCheck(Trust trust, Head.Keys keys) {
        this.trust = trust;
        this.keys = keys;
    }

    /** A statement read from JSON, with the bytes that are signed. */
    static final class Read {
        private final Status status;
        private final byte[] signed;
        private final byte[] signature;

        private Read(Status status, byte[] signed, byte[] signature) {
            this.status = status;
            this.signed = signed;
            this.signature = signature;
        }

        Status status() {
            return status;
        }

        /** Throws {@link Refusal}. */
        static Read of(Json json) {
            json.requireMembers(Set.of("statement", "signature"), Set.of());
            Json statement = json.get("statement");
            statement.requireFormat(Status.FORMAT);
            statement.requireMembers(MEMBERS, Set.of("absent", "asker", "nonce", "version"));
            Long version = statement.find("version") == null ? null : statement.integer("version");
            if (version != null && (version < 1 || version > Integer.MAX_VALUE)) {
                throw new Refusal(ErrorCode.MALFORMED, "Versions are numbered from 1.", "版本自 1 起编号。");
            }
            Status status = new Status(
                    Status.FORMAT,
                    statement.digest("ledger"),
                    statement.integer("size"),
                    statement.digest("root"),
                    new RecordId(statement.text("subject")),
                    version == null ? null : version.intValue(),
                    statement.find("absent") == null ? null : statement.truth("absent"),
                    scope(statement.text("scope")),
                    statement.findText("asker"),
                    statement.findText("nonce"),
                    time(statement.text("issuedAt")),
                    time(statement.text("expires")),
                    statement.text("signer"));
            return new Read(status, Status.signedBytes(statement.bytes()), signature(json.text("signature")));
        }

        private static Status.Scope scope(String name) {
            for (Status.Scope scope : Status.Scope.values()) {
                if (scope.name().equals(name)) {
                    return scope;
                }
            }
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "The scope is not known here.", "声明范围此处不识别。");
        }

        private static Instant time(String text) {
            LoggedRecord.requireTime(text);
            try {
                return Instant.parse(text);
            } catch (java.time.DateTimeException e) {
                throw new Refusal(ErrorCode.MALFORMED, "There is no such time.", "没有这样的时间。");
            }
        }

        private static byte[] signature(String text) {
            try {
                byte[] raw = Base64.getUrlDecoder().decode(text);
                if (Base64.getUrlEncoder().withoutPadding().encodeToString(raw).equals(text)) {
                    return raw;
                }
            } catch (IllegalArgumentException e) {
                // answered below, like a second form of the same bytes
            }
            throw new Refusal(
                    ErrorCode.MALFORMED, "The signature is not base64url in its one form.", "签名不是唯一形式的 base64url。");
        }
    }

    private static Finding finding(Reason reason, Status status) {
        return Finding.of(
                Aspect.STATUS,
                reason,
                status.signer() + " at size " + status.size() + ", " + status.issuedAt() + ".",
                status.signer() + "，大小 " + status.size() + "，" + status.issuedAt() + "。");
    }

    /** Whether the statement is genuine: null if so, else why not. */
    @Nullable Reason refused(Read read, RecordId subject) {
        Status status = read.status();
        if (!status.ledger().equals(trust.ledger()) || !status.subject().equals(subject)) {
            return Reason.BAD_STATEMENT;
        }
        boolean known = trust.organisations().stream().anyMatch(o -> o.msp().equals(status.signer()));
        if (!known) {
            return Reason.UNKNOWN_SIGNER;
        }
        boolean signed = keys.stater(status.signer(), status.size(), read.signed, read.signature) != null;
        return signed ? null : Reason.BAD_STATEMENT;
    }

    /** Whether the signer can know: about the registrars' records only registrars do. */
    boolean isCompetent(Status status) {
        boolean registrars = status.scope() == Status.Scope.REGISTRARS;
        List<String> named = trust.registrars();
        return registrars
                ? named != null && named.contains(status.signer())
                : !PRIVATE_TYPES.contains(status.subject().prefix());
    }

    Finding of(ParsedReceipt receipt, Instant now) {
        List<Status> genuine = new ArrayList<>();
        for (Json json : receipt.statements()) {
            Read read = Read.of(json);
            Reason refused = refused(read, receipt.id());
            if (refused != null) {
                return finding(refused, read.status());
            }
            genuine.add(read.status());
        }
        return genuine.isEmpty() ? Finding.of(Aspect.STATUS, Reason.NO_STATEMENT) : answer(genuine, receipt, now);
    }

    private Finding answer(List<Status> genuine, ParsedReceipt receipt, Instant now) {
        Set<String> current = new HashSet<>();
        Status last = genuine.get(0);
        boolean late = false;
        for (Status status : genuine) {
            if (status.size() > receipt.record().index() && saysLess(status, receipt.version())) {
                return finding(Reason.FALSE_STATEMENT, status);
            }
            if (!saysLess(status, receipt.version()) && !saysSame(status, receipt.version())) {
                return finding(Reason.SUPERSEDED, status);
            }
            boolean inTime = status.expires().isAfter(now) && saysSame(status, receipt.version());
            late |= !inTime;
            if (inTime && isCompetent(status)) {
                current.add(status.signer());
                last = status;
            }
        }
        if (current.size() >= trust.k()) {
            return finding(Reason.CURRENT, last);
        }
        return late ? finding(Reason.STATEMENT_EXPIRED, last) : finding(Reason.STATEMENTS_TOO_FEW, last);
    }

    private static boolean saysSame(Status status, int version) {
        return status.version() != null && status.version() == version;
    }

    /** Whether the statement denies this version. */
    static boolean saysLess(Status status, int version) {
        return status.version() == null || status.version() < version;
    }
}
