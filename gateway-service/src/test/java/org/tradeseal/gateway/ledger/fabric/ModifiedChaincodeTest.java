package org.tradeseal.gateway.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.gateway.readmodel.TestReadModel;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.asset.AssetClass;
import org.tradeseal.ledger.asset.Details;
import org.tradeseal.ledger.asset.FileAsset;
import org.tradeseal.ledger.asset.Registrant;
import org.tradeseal.ledger.asset.RightNature;
import org.tradeseal.ledger.asset.Share;
import org.tradeseal.ledger.asset.WorkDetails;
import org.tradeseal.ledger.fabric.ModifiedChaincode.Deceit;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;

/** Organisations that run other rules than they agreed on, on real peers; what the honest ones make of it. */
@FabricNeeded
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModifiedChaincodeTest {
    private static final Sha256 MADE_UP = Sha256.of(new byte[] {7});

    private final List<StateFolder> folders = new ArrayList<>();
    private FabricNetwork network;
    private TestConsortium consortium;
    private NetworkLedger ledger;

    @BeforeAll
    void connect(@TempDir Path temp) {
        if (FabricNeeded.Programs.missing().isEmpty()) {
            network = FabricNetwork.small();
            consortium = network.consortium();
            Map<MspId, FabricLedger> ledgers = new LinkedHashMap<>();
            // The regulator starts the ledger that the others wait for.
            for (MspId msp : List.of(TestConsortium.REGULATOR, TestConsortium.CUSTOMS, TestConsortium.OPERATOR)) {
                StateFolder folder = StateFolder.open(temp.resolve(msp.value()));
                folders.add(folder);
                ledgers.put(msp, network.connect(msp, folder));
            }
            ledger = new NetworkLedger(ledgers, TestConsortium.REGULATOR);
        }
    }

    @AfterAll
    void close() {
        if (ledger != null) {
            ledger.close();
            network.script(180, "wipe");
        }
        folders.forEach(StateFolder::close);
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    /** What the changed chaincode claims: a new record, a registrars' record, the next version of a record. */
    private Leaves.Entry claim(String kind) {
        RecordId enterprise = consortium.admit(ledger, fresh());
        return switch (kind) {
            case "asset" ->
                new Leaves.Entry(RecordId.derive(ledger.digest(), "AST", enterprise.value(), fresh()), 1, MADE_UP);
            case "financing" ->
                new Leaves.Entry(RecordId.derive(ledger.digest(), "FIN", enterprise.value(), fresh()), 1, MADE_UP);
            default -> new Leaves.Entry(enterprise, 2, MADE_UP);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"asset", "financing", "next version"})
    void leavesThatOneOrganisationMakesUpEnterNowhere(String kind) throws Exception {
        Leaves.Entry claim = claim(kind);
        byte[] leaves = CanonicalJson.bytes(new Leaves(Leaves.FORMAT, List.of(claim)));
        try (TestReadModel readModel = new TestReadModel(ledger.of(TestConsortium.CUSTOMS))) {
            network.deceive(TestConsortium.OPERATOR, Deceit.FORGE_LEAVES);
            Ledger.Committed forged;
            ledger.caughtUp(ledger.of(TestConsortium.CUSTOMS));
            TestReadModel.State before = readModel.follow();
            try {
                forged = ledger.submit(
                        TestConsortium.OPERATOR, Invocation.ofTransient(Invocation.Function.DELIVER, leaves));
            } finally {
                network.script(120, "restart", "chaincode.operator");
            }
            FabricLedger customs = ledger.caughtUp(ledger.of(TestConsortium.CUSTOMS));

            TestReadModel.State after = readModel.follow();

            assertThat(forged.validation()).isEqualTo(Ledger.Validation.VALID);
            assertThat(after.leaves()).isEqualTo(before.leaves());
            assertThat(after.versions()).isEqualTo(before.versions());
            assertThat(after.hidden()).isEqualTo(before.hidden());
            assertThat(after.alarms())
                    .hasSize(before.alarms().size() + 1)
                    .last()
                    .asString()
                    .startsWith(forged.block() + " " + forged.transactionId() + " ")
                    .endsWith("no majority of the registrars endorsed it, only OperatorMSP.");
            assertThat(customs.verification().run(p -> {}).findings())
                    .filteredOn(f -> forged.transactionId().equals(f.transactionId()))
                    .isNotEmpty()
                    .allSatisfy(f -> {
                        assertThat(f.block()).isEqualTo(forged.block());
                        assertThat(f.endorsers()).containsExactly(TestConsortium.OPERATOR);
                    });
            consortium.admit(ledger, fresh());
            ledger.caughtUp(customs);
            assertThat(readModel.follow().leaves()).isEqualTo(before.leaves() + 1);
        }
    }

    private RecordId filedAsset() {
        RecordId enterprise = consortium.admit(ledger, fresh());
        FileAsset filing = new FileAsset(
                AssetClass.WORK,
                new Name(null, "Harbour songs"),
                new CountryCode("CN"),
                List.of(new Registrant(enterprise, new Share("1"))),
                List.of(new Name(null, "Lin Hai")),
                RightNature.ORIGINAL,
                null,
                null,
                null,
                new Details(
                        null,
                        null,
                        new WorkDetails(
                                WorkDetails.Category.WRITTEN,
                                WorkDetails.Ownership.CORPORATE,
                                LocalDate.parse("2025-05-05"),
                                null,
                                null)),
                new PrivateContent(
                        new FieldRoot(Sha256.of(new byte[] {1}), 3, "asset/1"),
                        Sha256.of(new byte[] {2}),
                        new TreeSet<>(List.of(TestConsortium.IP_CENTRE)),
                        new TreeSet<>()));
        SignedCommand command = consortium.custodial(ledger, enterprise, "asset.file", filing);
        Outcome outcome = TestConsortium.outcomes(TestConsortium.submit(ledger, TestConsortium.OPERATOR, command))
                .get(0);
        assertThat(outcome.status()).as("%s", outcome).isEqualTo(Outcome.Status.WRITTEN);
        return outcome.id();
    }

    @Test
    void registrarsThatRegisterWithoutTheIpCentreAreNamed() throws Exception {
        RecordId asset = filedAsset();
        SignedCommand other = consortium.prepare(
                ledger, "regulator", "participant.admit", TestConsortium.enterprise(fresh()), fresh());
        Invocation collusion = Invocation.of(
                Invocation.Function.SUBMIT,
                TestConsortium.batch(other).argument(),
                asset.value().getBytes(StandardCharsets.US_ASCII));
        Ledger.Committed forged;
        network.deceive(TestConsortium.CUSTOMS, Deceit.REGISTER_UNSIGNED);
        network.deceive(TestConsortium.REGULATOR, Deceit.REGISTER_UNSIGNED);
        try {
            forged = ledger.submit(TestConsortium.CUSTOMS, collusion);
        } finally {
            network.script(120, "restart", "chaincode.customs");
            network.script(120, "restart", "chaincode.regulator");
        }
        FabricLedger operator = ledger.caughtUp(ledger.of(TestConsortium.OPERATOR));

        LedgerVerification.Report report = operator.verification().run(p -> {});

        assertThat(forged.validation()).isEqualTo(Ledger.Validation.VALID);
        assertThat(TestConsortium.stored(ledger, asset)
                        .record()
                        .content()
                        .path("status")
                        .asString())
                .isEqualTo("REGISTERED");
        assertThat(report.findings())
                .filteredOn(f -> asset.equals(f.record()))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.block()).isEqualTo(forged.block());
                    assertThat(f.transactionId()).isEqualTo(forged.transactionId());
                    assertThat(f.status()).isEqualTo("REGISTERED");
                    assertThat(f.endorsers()).containsExactly(TestConsortium.CUSTOMS, TestConsortium.REGULATOR);
                    assertThat(f.what().en()).startsWith("No command of the transaction made " + asset);
                });
    }
}
