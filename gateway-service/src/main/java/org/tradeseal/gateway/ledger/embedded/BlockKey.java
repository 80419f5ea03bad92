package org.tradeseal.gateway.ledger.embedded;

import java.security.SecureRandom;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.SigningKey;

/** The Ed25519 key that signs this ledger's blocks, in an owner-only file of the state folder. */
final class BlockKey {
    private static final String FILE = "block-key.pem";
    private static final String ID = "block-1";

    private BlockKey() {}

    static SigningKey open(StateFolder folder) {
        String pem = folder.secret(
                FILE,
                () -> SigningKey.generate(ID, PublicKey.Algorithm.ED25519, new SecureRandom())
                        .toPem());
        return SigningKey.fromPem(ID, pem);
    }
}
