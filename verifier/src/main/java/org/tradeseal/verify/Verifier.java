package org.tradeseal.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks receipts against a trust file, offline. It remembers the heads whose signatures it has checked, so that many
 * receipts under one head cost little more than their hashes. Safe for use by several threads.
 */
public final class Verifier {
    private static final int MAX_HEADS = 256;

    /** What a receipt has to prove before a field of its record is proved. */
    private static final List<Aspect> PROOF =
            List.of(Aspect.INTEGRITY, Aspect.INCLUSION, Aspect.COSIGNATURES, Aspect.ISSUER);

    private final Trust trust;
    private final Head.Keys keys;
    private final StatusCheck status;
    private final ConcurrentMap<String, Head> heads = new ConcurrentHashMap<>();

    public Verifier(Trust trust) {
        this.trust = trust;
        this.keys = new Head.Keys(trust);
        this.status = new StatusCheck(trust, keys);
    }

    public Trust trust() {
        return trust;
    }

    /** Checks a receipt's file, and the document with it if its digest is given. Never throws for what they hold. */
    public Verification verify(byte[] receipt, @Nullable Sha256 document, Instant now) {
        ParsedReceipt parsed;
        try {
            parsed = ParsedReceipt.read(receipt);
        } catch (Refusal refusal) {
            return unread(refusal, document != null);
        }
        return verify(parsed, document, now);
    }

    /** Checks a receipt, and the document with it if its digest is given. */
    public Verification verify(ParsedReceipt receipt, @Nullable Sha256 document, Instant now) {
        return verify(receipt, List.of(), document, now);
    }

    /**
     * Checks a {@link Disclosure}'s file with the file of its record's receipt, and the document with them if its digest is
     * given. Never throws for what they hold.
     */
    public Verification verify(
            byte[] disclosure, byte[] receipt, @Nullable Sha256 document, Disclosure.Asked asked, Instant now) {
        ParsedDisclosure shown = null;
        Finding form = notChecked(Aspect.DISCLOSURE);
        try {
            shown = ParsedDisclosure.read(disclosure.clone());
        } catch (Refusal refusal) {
            boolean unknown = refusal.code() == ErrorCode.UNKNOWN_FORMAT;
            form = Finding.of(Aspect.DISCLOSURE, unknown ? Reason.UNKNOWN_DISCLOSURE : Reason.NOT_A_DISCLOSURE)
                    .with(refusal.detail());
        }
        DisclosureCheck check = null;
        Verification proved;
        try {
            ParsedReceipt parsed = ParsedReceipt.read(receipt);
            try {
                check = shown == null ? null : DisclosureCheck.of(shown, parsed);
            } catch (Refusal refusal) {
                form = Finding.of(Aspect.DISCLOSURE, Reason.MALFORMED).with(refusal.detail());
            }
            proved = verify(parsed, check == null ? List.of() : check.genuine(), document, now);
        } catch (Refusal refusal) {
            proved = unread(refusal, document != null);
        }
        if (is(proved, Aspect.INTEGRITY) && check != null) {
            form = check.finding();
        } else {
            check = null;
        }
        List<Finding> findings = new ArrayList<>(proved.findings());
        findings.add(form);
        findings.add(shown == null ? notChecked(Aspect.DISCLOSER) : DisclosureCheck.discloser(shown, keys, asked, now));
        return new Verification(proved.record(), proved.version(), findings, disclosed(shown, check, proved));
    }

    private static @Nullable Disclosed disclosed(
            @Nullable ParsedDisclosure shown, @Nullable DisclosureCheck check, Verification receipt) {
        if (shown == null) {
            return null;
        }
        boolean proved = PROOF.stream().allMatch(aspect -> is(receipt, aspect));
        return check == null ? DisclosureCheck.unchecked(shown) : check.disclosed(proved);
    }

    private static boolean is(Verification verification, Aspect aspect) {
        return verification
                .about(aspect)
                .filter(f -> f.verdict() == Verdict.VALID)
                .isPresent();
    }

    private Verification verify(
            ParsedReceipt receipt, List<FieldOpening> disclosed, @Nullable Sha256 document, Instant now) {
        List<Finding> findings = new ArrayList<>();
        Finding integrity = guarded(Aspect.INTEGRITY, () -> IntegrityCheck.of(receipt, trust.ledger()));
        findings.add(integrity);
        boolean intact = integrity.verdict() == Verdict.VALID;
        Head head = head(receipt);
        boolean sameLedger = integrity.reason() != Reason.OTHER_LEDGER;
        findings.add(sameLedger && head.isReadable() ? inclusion(receipt, head) : notChecked(Aspect.INCLUSION));
        findings.add(sameLedger ? head.finding() : notChecked(Aspect.COSIGNATURES));
        findings.add(intact ? guarded(Aspect.ISSUER, () -> IssuerCheck.of(receipt)) : notChecked(Aspect.ISSUER));
        findings.add(intact ? guarded(Aspect.STATUS, () -> status.of(receipt, now)) : notChecked(Aspect.STATUS));
        if (document != null) {
            findings.add(
                    intact
                            ? guarded(Aspect.DOCUMENT, () -> DocumentCheck.of(receipt, disclosed, document))
                            : notChecked(Aspect.DOCUMENT));
        }
        return new Verification(receipt.id(), receipt.version(), findings);
    }

    /**
     * Whether the record's command is the one it names, and record and actor stand in the log under a head that enough
     * organisations signed: all that {@link #verify} checks by hashing. Who acted is not checked.
     */
    public boolean isLogged(ParsedReceipt receipt) {
        Head head = head(receipt);
        return head.finding().verdict() == Verdict.VALID
                && receipt.ledger().equals(trust.ledger())
                && receipt.commandFits()
                && notIncluded(receipt, head) == null;
    }

    /** Checks a file of {@link Evidence}: VALID if it proves a contradiction. Never throws for what it holds. */
    public Verification verifyEvidence(byte[] evidence) {
        Finding finding = guarded(Aspect.EVIDENCE, () -> new EvidenceCheck(this, keys, status).of(evidence.clone()));
        return new Verification(null, null, List.of(finding));
    }

    private Head head(ParsedReceipt receipt) {
        String text = receipt.head();
        Head known = heads.get(text);
        if (known != null) {
            return known;
        }
        Head head = keys.head(text);
        if (heads.size() >= MAX_HEADS) {
            heads.clear();
        }
        heads.put(text, head);
        return head;
    }

    private static Finding inclusion(ParsedReceipt receipt, Head head) {
        Reason refused = notIncluded(receipt, head);
        if (refused != null) {
            return Finding.of(Aspect.INCLUSION, refused);
        }
        long index = receipt.record().index();
        return Finding.of(
                Aspect.INCLUSION,
                Reason.INCLUDED,
                "It is leaf " + index + " of " + head.size() + ".",
                "即 " + head.size() + " 个叶中的第 " + index + " 号（自 0 起）。");
    }

    private static @Nullable Reason notIncluded(ParsedReceipt receipt, Head head) {
        LoggedRecord record = receipt.record();
        LoggedRecord actor = receipt.actor();
        LoggedRecord cause = receipt.cause();
        if (!record.isIn(head.root(), head.size())) {
            return Reason.NOT_INCLUDED;
        }
        if (actor != null && !actor.hasLeaf(receipt.actorLeaf())) {
            return Reason.ACTOR_NOT_INCLUDED;
        }
        return cause == null || cause.isIn(head.root(), head.size()) ? null : Reason.CAUSE_NOT_INCLUDED;
    }

    private static Finding guarded(Aspect aspect, Supplier<Finding> check) {
        try {
            return check.get();
        } catch (Refusal refusal) {
            boolean unknown = refusal.code() == ErrorCode.UNKNOWN_FORMAT;
            return Finding.of(aspect, unknown ? Reason.UNKNOWN_FORMAT : Reason.MALFORMED)
                    .with(refusal.detail());
        }
    }

    private static Finding notChecked(Aspect aspect) {
        return Finding.of(aspect, Reason.NOT_CHECKED);
    }

    private static Verification unread(Refusal refusal, boolean withDocument) {
        boolean unknown = refusal.code() == ErrorCode.UNKNOWN_FORMAT;
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of(Aspect.INTEGRITY, unknown ? Reason.UNKNOWN_FORMAT : Reason.NOT_A_RECEIPT)
                .with(refusal.detail()));
        findings.add(notChecked(Aspect.INCLUSION));
        findings.add(notChecked(Aspect.COSIGNATURES));
        findings.add(notChecked(Aspect.ISSUER));
        findings.add(notChecked(Aspect.STATUS));
        if (withDocument) {
            findings.add(notChecked(Aspect.DOCUMENT));
        }
        return new Verification(null, null, findings);
    }
}
