package org.tradeseal.gateway.ledger.fabric;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerContractTest;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;

/** The suite of every ledger, on real peers. */
@FabricNeeded
class FabricLedgerTest extends LedgerContractTest {
    private final List<StateFolder> folders = new ArrayList<>();
    private NetworkLedger ledger;

    @BeforeAll
    void connect(@TempDir Path temp) {
        if (FabricNeeded.Programs.missing().isEmpty()) {
            Map<MspId, FabricLedger> ledgers = new HashMap<>();
            List<MspId> order = new ArrayList<>(FabricNetwork.NAMES.keySet());
            order.remove(TestConsortium.REGULATOR);
            order.add(0, TestConsortium.REGULATOR); // it starts the ledger that the others wait for
            for (MspId msp : order) {
                StateFolder folder = StateFolder.open(temp.resolve(msp.value()));
                folders.add(folder);
                ledgers.put(msp, FabricNetwork.shared().connect(msp, folder));
            }
            ledger = new NetworkLedger(ledgers, TestConsortium.REGULATOR);
        }
    }

    @AfterAll
    void close() {
        if (ledger != null) {
            ledger.close();
        }
        folders.forEach(StateFolder::close);
    }

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Override
    protected TestConsortium consortium() {
        return FabricNetwork.shared().consortium();
    }

    @Override
    protected List<Ledger.Committed> submitTwice(MspId submitter, Invocation call) {
        FabricLedger own = ledger.of(submitter);
        Submission.Endorsed endorsed = own.endorse(submitter, call);
        return List.of(ledger.acknowledge(own.commit(endorsed)), ledger.acknowledge(own.commit(endorsed)));
    }
}
