package org.tradeseal.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A receipt's head with the outcome of its signatures' check, which is the same for every receipt under it. */
final class Head {
    private final @Nullable Checkpoint checkpoint;
    private final byte[] root;
    private final Finding finding;

    private Head(@Nullable Checkpoint checkpoint, Finding finding) {
        this.checkpoint = checkpoint;
        this.root = checkpoint == null ? new byte[0] : checkpoint.root().bytes();
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }

    boolean isReadable() {
        return checkpoint != null;
    }

    long size() {
        return checkpoint == null ? 0 : checkpoint.size();
    }

    byte[] root() {
        return root;
    }

    private static Finding finding(Reason reason, String en, String zh) {
        return Finding.of(Aspect.COSIGNATURES, reason, en, zh);
    }

    /** The keys of a trust file under the names that signature lines have. */
    static final class Keys {
        private final Trust trust;
        private final Map<String, List<TrustedKey>> byLine = new HashMap<>();

        /** A key that the trust file names. Whether it is one is checked when it is used: that takes its time. */
        private record TrustedKey(Trust.Organisation organisation, String name, NoteKey.Kind kind, Trust.Key range) {

            private boolean verifies(String text, Note.Signature line) {
                try {
                    return key().verifies(text, line);
                } catch (Refusal noKey) {
                    return false;
                }
            }

            private NoteKey key() {
                return new NoteKey(name, kind, range.key());
            }
        }

        Keys(Trust trust) {
            this.trust = trust;
            for (Trust.Organisation organisation : trust.organisations()) {
                String witness = Trust.witnessName(trust.ledger(), organisation.msp());
                organisation.logKeys().forEach(k -> add(organisation, trust.origin(), NoteKey.Kind.LOG, k));
                organisation.witnessKeys().forEach(k -> add(organisation, witness, NoteKey.Kind.WITNESS, k));
            }
        }

        private void add(Trust.Organisation organisation, String name, NoteKey.Kind kind, Trust.Key range) {
            byLine.computeIfAbsent(name + " " + NoteKey.id(name, kind, range.key()), line -> new ArrayList<>())
                    .add(new TrustedKey(organisation, name, kind, range));
        }

        private List<TrustedKey> named(Note.Signature line) {
            return byLine.getOrDefault(line.name() + " " + line.keyId(), List.of());
        }

        /** Reads a head and checks each of its signatures. */
        Head head(String text) {
            Note note;
            Checkpoint checkpoint;
            try {
                note = Note.parse(text);
                if (note.text().lines().count() > 3) {
                    return new Head(null, Finding.of(Aspect.COSIGNATURES, Reason.HEAD_EXTENDED));
                }
                checkpoint = Checkpoint.parse(note.text());
            } catch (Refusal refusal) {
                return new Head(
                        null, Finding.of(Aspect.COSIGNATURES, Reason.BAD_HEAD).with(refusal.detail()));
            }
            if (!checkpoint.origin().equals(trust.origin())) {
                return new Head(
                        null,
                        finding(
                                Reason.BAD_HEAD,
                                "Its origin is " + checkpoint.origin() + ".",
                                "其来源为 " + checkpoint.origin() + "。"));
            }
            return new Head(checkpoint, signatures(note, checkpoint));
        }

        private Finding signatures(Note note, Checkpoint checkpoint) {
            Set<String> signers = new TreeSet<>();
            Instant latest = null;
            String unknown = null;
            for (Note.Signature line : note.signatures()) {
                List<TrustedKey> named = named(line);
                TrustedKey signer = named.stream()
                        .filter(k -> k.verifies(note.text(), line))
                        .findFirst()
                        .orElse(null);
                if (signer == null && !named.isEmpty()) {
                    String msp = named.get(0).organisation().msp();
                    return finding(Reason.BAD_HEAD_SIGNATURE, "Organisation: " + msp + ".", "组织：" + msp + "。");
                }
                if (signer == null) {
                    unknown = line.name();
                    continue;
                }
                if (!signer.range().covers(checkpoint.size())) {
                    String msp = signer.organisation().msp();
                    return finding(Reason.KEY_OUT_OF_RANGE, "Organisation: " + msp + ".", "组织：" + msp + "。");
                }
                signers.add(signer.organisation().msp());
                if (signer.kind() == NoteKey.Kind.WITNESS) {
                    Instant time = NoteKey.statedTime(line);
                    latest = latest == null || time.isAfter(latest) ? time : latest;
                }
            }
            return unknown != null
                    ? finding(Reason.UNKNOWN_KEY, "Its name is " + unknown + ".", "其名称为 " + unknown + "。")
                    : counted(signers, latest, checkpoint.size());
        }

        private Finding counted(Set<String> signers, @Nullable Instant latest, long size) {
            String names = String.join(", ", signers);
            String count = signers.size() + "/" + trust.k();
            String en = "Signed by " + names + " (" + count + " needed), size " + size
                    + (latest == null ? "." : ", by " + latest + " at the latest.");
            String zh =
                    "签署方：" + names + "（" + count + "），大小 " + size + (latest == null ? "。" : "，最迟时间 " + latest + "。");
            if (signers.size() < trust.k()) {
                return finding(Reason.TOO_FEW, en, zh);
            }
            boolean alone = trust.organisations().size() == 1;
            return finding(alone ? Reason.SELF_ATTESTED : Reason.COSIGNED, en, zh);
        }

        /** The organisation one of whose keys signed both notes, if the trust file has it. */
        @Nullable String commonSigner(Note first, Note second) {
            for (Note.Signature line : first.signatures()) {
                for (TrustedKey key : named(line)) {
                    boolean both = key.verifies(first.text(), line)
                            && second.signatures().stream().anyMatch(other -> key.verifies(second.text(), other));
                    if (both) {
                        return key.organisation().msp();
                    }
                }
            }
            return null;
        }

        /** The organisation that has a witness key of this name and id, if the trust file has it. */
        @Nullable String witnessOrganisation(String name, String id) {
            return byLine.getOrDefault(name + " " + id, List.of()).stream()
                    .filter(key -> key.kind() == NoteKey.Kind.WITNESS)
                    .map(key -> key.organisation().msp())
                    .findFirst()
                    .orElse(null);
        }

        /** The organisation whose witness key made this signature for a tree of this size, if the trust file has it. */
        Trust.@Nullable Organisation stater(String msp, long size, byte[] message, byte[] signature) {
            for (Trust.Organisation organisation : trust.organisations()) {
                if (organisation.msp().equals(msp)) {
                    boolean signed = organisation.witnessKeys().stream()
                            .filter(k -> k.covers(size))
                            .map(k -> Base64Text.bytes(k.key()))
                            .anyMatch(k -> Ed25519Raw.isKey(k) && Ed25519Raw.verifies(k, message, signature));
                    return signed ? organisation : null;
                }
            }
            return null;
        }
    }
}
