package org.tradeseal.gateway.log;

import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.NoteKey;
import org.tradeseal.verify.NoteSigner;
import org.tradeseal.verify.Trust;

/**
 * The two Ed25519 keys of this gateway's organisation: one signs the heads of its log, the other cosigns the heads of other
 * organisations and signs statements. Each lies in an owner-only file, {@code log/log.key} and {@code log/witness.key}
 * under the state folder: 32 bytes in base64.
 */
@Component
public class OwnKeys {
    private final MspId organisation;
    private final NoteSigner log;
    private final NoteSigner witness;

    OwnKeys(StateFolder folder, Ledger ledger) {
        this.organisation = operator(ledger);
        folder.folder("log");
        this.log = NoteSigner.of(Checkpoint.origin(ledger.digest()), NoteKey.Kind.LOG, secret(folder, "log/log.key"));
        this.witness = NoteSigner.of(
                Trust.witnessName(ledger.digest(), organisation.value()),
                NoteKey.Kind.WITNESS,
                secret(folder, "log/witness.key"));
    }

    // Who runs the gateway: on the embedded ledger, which hosts several organisations, the first founder's.
    private static MspId operator(Ledger ledger) {
        return ledger.genesis().founders().stream()
                .map(f -> f.participant().organisation())
                .filter(ledger.organisations()::contains)
                .findFirst()
                .orElse(ledger.organisations().get(0));
    }

    private static byte[] secret(StateFolder folder, String name) {
        String text = folder.secret(name, () -> {
            byte[] key = new byte[32];
            new SecureRandom().nextBytes(key);
            return Base64.getEncoder().encodeToString(key) + "\n";
        });
        byte[] key = Base64.getDecoder().decode(text.trim());
        if (key.length != 32) {
            throw new IllegalStateException(
                    name + " is not a key of 32 bytes in base64 / " + name + " 不是 32 字节的 base64 密钥");
        }
        return key;
    }

    /** Whose keys they are: the organisation that runs this gateway. */
    public MspId organisation() {
        return organisation;
    }

    /** Signs the heads of the own log. */
    public NoteSigner log() {
        return log;
    }

    /** Cosigns other heads and signs statements. */
    public NoteSigner witness() {
        return witness;
    }
}
