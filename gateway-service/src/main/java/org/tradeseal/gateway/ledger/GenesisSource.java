package org.tradeseal.gateway.ledger;

import java.util.List;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;

/** What the embedded ledger starts from. It answers the same at every start. */
public interface GenesisSource {
    Genesis genesis();

    /** At least 32 random bytes under which the registrars' private keys are hidden; read at the first start only. */
    Bytes registrarsSecret();

    /** The organisations this ledger hosts; those of the genesis are hosted anyway. */
    List<MspId> organisations();
}
