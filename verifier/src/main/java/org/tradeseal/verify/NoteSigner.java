package org.tradeseal.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** The private key of a note's signer: 32 bytes of Ed25519 (RFC 8032 section 5.1.5). */
public final class NoteSigner {
    private final NoteKey key;
    private final byte[] privateKey;

    private NoteSigner(NoteKey key, byte[] privateKey) {
        this.key = key;
        this.privateKey = privateKey;
    }

    /** The signer with this private key, for example of an organisation's {@link Trust#origin log}. */
    public static NoteSigner of(String name, NoteKey.Kind kind, byte[] privateKey) {
        if (privateKey.length != 32) {
            throw new IllegalArgumentException("an Ed25519 private key has 32 bytes");
        }
        String open = Base64Text.of(Ed25519Raw.publicKey(privateKey));
        return new NoteSigner(new NoteKey(name, kind, open), privateKey.clone());
    }

    public NoteKey key() {
        return key;
    }

    /** Signs a note's text; {@code time} is when, which a witness's signature states. */
    public Note.Signature sign(String text, Instant time) {
        long seconds = time.getEpochSecond();
        byte[] message = key.kind() == NoteKey.Kind.WITNESS
                ? NoteKey.cosigned(seconds, text)
                : text.getBytes(StandardCharsets.UTF_8);
        return key.line(seconds, Ed25519Raw.sign(privateKey, message));
    }

    /** Signs the status of a record, as a witness. */
    public SignedStatus sign(Status status) {
        if (key.kind() != NoteKey.Kind.WITNESS) {
            throw new IllegalArgumentException("statements are signed with the witness key");
        }
        byte[] signature = Ed25519Raw.sign(privateKey, status.signedBytes());
        return new SignedStatus(status, Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    /** Signs what is disclosed of a record, as a witness: the bytes of the disclosure's file. */
    public byte[] sign(Disclosure disclosure) {
        if (key.kind() != NoteKey.Kind.WITNESS) {
            throw new IllegalArgumentException("disclosures are signed with the witness key");
        }
        String text = disclosure.signedText(key);
        StringBuilder file = new StringBuilder(text)
                .append('.')
                .append(Base64Text.url(Ed25519Raw.sign(privateKey, Json.utf8(text))))
                .append('~');
        disclosure.disclosures().forEach(each -> file.append(each).append('~'));
        return Json.utf8(file.toString());
    }
}
