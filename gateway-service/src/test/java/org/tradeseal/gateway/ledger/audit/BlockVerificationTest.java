package org.tradeseal.gateway.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.gateway.ledger.LedgerVerification.Finding;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Invocation.Function;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.asset.AssetClass;
import org.tradeseal.ledger.asset.DecideAsset;
import org.tradeseal.ledger.asset.Details;
import org.tradeseal.ledger.asset.FileAsset;
import org.tradeseal.ledger.asset.Registrant;
import org.tradeseal.ledger.asset.RightNature;
import org.tradeseal.ledger.asset.Share;
import org.tradeseal.ledger.asset.WorkDetails;
import org.tradeseal.ledger.financing.Financing;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.node.ObjectNode;

/** What registrars, organisations and orderers could write together, and what an honest organisation finds of it. */
class BlockVerificationTest {
    private static final Sha256 SALT = TestConsortium.random();

    private final TestConsortium consortium = TestConsortium.create();
    private final ScriptedLedger ledger = new ScriptedLedger(consortium);
    private RecordId enterprise;
    private RecordId asset;

    @BeforeEach
    void anAssetIsUnderReview() {
        enterprise = consortium.admit(ledger, "1");
        asset = give("asset.file", filing());
        decide("start-review");
    }

    private FileAsset filing() {
        return new FileAsset(
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
    }

    private RecordId give(String command, Object body) {
        SignedCommand custodial = consortium.custodial(ledger, enterprise, command, body);
        Outcome outcome = TestConsortium.outcomes(TestConsortium.submit(ledger, TestConsortium.OPERATOR, custodial))
                .get(0);
        assertThat(outcome.status()).as("%s", outcome).isEqualTo(Outcome.Status.WRITTEN);
        return outcome.id();
    }

    private void decide(String move) {
        consortium.run(ledger, "ip-centre", "asset." + move, new DecideAsset(asset, "in order"));
    }

    private LedgerVerification.Report report() {
        return ledger.verification().run(p -> {});
    }

    private List<String> findings() {
        return report().findings().stream().map(f -> f.what().en()).toList();
    }

    @Test
    void aWholeLedgerIsFoundWhole() {
        decide("register");
        List<LedgerVerification.Progress> progress = new ArrayList<>();

        LedgerVerification.Report report = ledger.verification().run(progress::add);

        assertThat(report.findings()).isEmpty();
        assertThat(report.isWhole()).isTrue();
        assertThat(report.blocks()).isEqualTo(5);
        assertThat(report.transactions()).isEqualTo(5);
        assertThat(report.commands()).isEqualTo(4);
        assertThat(report.records()).isEqualTo(6 + 4);
        assertThat(report.untraced()).isZero();
        assertThat(progress).last().isEqualTo(new LedgerVerification.Progress(5, 5));
    }

    @Test
    void valuesThatAreNotAtHandAreReadAgain() {
        decide("register");

        LedgerVerification.Report report = new BlockVerification(ledger, 1).run(p -> {});

        assertThat(report.findings()).isEmpty();
        assertThat(report.commands()).isEqualTo(4);
    }

    // Colluding registrars: peers found all of this valid, commitments and leaves are right.

    /** The next version of the asset, as if this command had made it. */
    private StoredRecord next(Command command, UnaryOperator<ObjectNode> change) {
        StoredRecord before = ledger.stored(asset);
        return version(command, before.record().version() + 1, change);
    }

    private StoredRecord version(Command command, int version, UnaryOperator<ObjectNode> change) {
        StoredRecord before = ledger.stored(asset);
        RegistryRecord r = before.record();
        RegistryRecord next = new RegistryRecord(
                r.format(),
                r.id(),
                r.type(),
                version,
                command.digest(),
                command.actor(),
                command.keyId() == null,
                before.leaf(ledger.digest()).hash(),
                ScriptedLedger.now(),
                ledger.nextId(),
                r.times(),
                change.apply((ObjectNode) r.content().deepCopy()));
        return new StoredRecord(next, StoredRecord.salt(SALT, asset, version));
    }

    private static ObjectNode registered(ObjectNode content) {
        return content.put("status", "REGISTERED").put("published", true);
    }

    private void write(Function function, MspId submitter, byte[] argument, StoredRecord... records) {
        Map<String, byte[]> writes = new LinkedHashMap<>();
        Arrays.stream(records).forEach(r -> writes.put(r.record().id().value(), CanonicalJson.bytes(r)));
        Block.Tx tx = ledger.tx(submitter, function, argument, writes, leaves(records));
        ledger.append(at(records[0].record(), tx));
    }

    // The clock may have gone on by a second since the record was made.
    private static Block.Tx at(RegistryRecord record, Block.Tx tx) {
        return new Block.Tx(
                tx.id(),
                tx.submitter(),
                record.recordedAt(),
                tx.validation(),
                tx.function(),
                tx.argument(),
                tx.writes(),
                tx.privateWrites(),
                tx.collections(),
                tx.endorsers(),
                tx.event());
    }

    private static byte[] leaves(StoredRecord... records) {
        return CanonicalJson.bytes(new Leaves(
                Leaves.FORMAT,
                Arrays.stream(records)
                        .map(r -> new Leaves.Entry(r.record().id(), r.record().version(), r.commitment()))
                        .toList()));
    }

    private static byte[] batch(SignedCommand... commands) {
        return CanonicalJson.bytes(new Batch(
                Arrays.stream(commands).map(c -> new Batch.Item(c, SALT)).toList()));
    }

    private SignedCommand prepared(String founder, String command, Object body) {
        return consortium.prepare(
                ledger, founder, command, body, UUID.randomUUID().toString());
    }

    private Command by(String founder, Command command, @Nullable Sha256 result) {
        return new Command(
                command.format(),
                command.ledger(),
                command.command(),
                consortium.id(founder),
                consortium.key(founder).publicKey().keyId(),
                command.idempotencyKey(),
                command.expires(),
                command.expect(),
                command.body(),
                result);
    }

    private void assertNamed(String what) {
        assertThat(report().findings())
                .singleElement()
                .isEqualTo(new Finding(
                        report().findings().get(0).what(),
                        ledger.height() - 1,
                        "tx-" + (ledger.height() - 1),
                        asset,
                        "REGISTERED",
                        List.copyOf(ScriptedLedger.MAJORITY)))
                .extracting(f -> f.what().en())
                .isEqualTo(what);
    }

    @Test
    void aRegistrationWithoutAnyCommandIsNamed() {
        SignedCommand other = prepared("regulator", "participant.admit", TestConsortium.enterprise("2"));
        Command invented = by("ip-centre", other.command(), null);

        write(
                Function.SUBMIT,
                TestConsortium.REGULATOR,
                batch(other),
                next(invented, BlockVerificationTest::registered));

        assertNamed(
                "No command of the transaction made " + asset + ". Only the IP protection centre makes it REGISTERED.");
    }

    @Test
    void aRegistrationThatTheCentreDidNotSignIsNamed() {
        SignedCommand genuine = prepared("ip-centre", "asset.register", new DecideAsset(asset, "in order"));
        StoredRecord forged = next(genuine.command(), BlockVerificationTest::registered);
        Command wanted = genuine.command()
                .withResult(StoredRecord.result(asset, forged.record().content()));
        SignedCommand signed = new SignedCommand(
                wanted, consortium.key("regulator").sign(wanted).signature());

        write(
                Function.SUBMIT,
                TestConsortium.REGULATOR,
                batch(signed),
                next(wanted, BlockVerificationTest::registered));

        assertNamed("A command of " + consortium.id("ip-centre") + " is not signed by a key in force.");
    }

    @Test
    void aRegistrationThatAnotherAuthorityCommandedIsNamed() {
        Command genuine = prepared("ip-centre", "asset.register", new DecideAsset(asset, "in order"))
                .command();
        Sha256 result = StoredRecord.result(
                asset, next(genuine, BlockVerificationTest::registered).record().content());
        Command command = by("regulator", genuine, result);

        write(
                Function.SUBMIT,
                TestConsortium.REGULATOR,
                batch(consortium.key("regulator").sign(command)),
                next(command, BlockVerificationTest::registered));

        assertNamed(asset + " became REGISTERED by a command that the rules refuse: "
                + "Only the IP protection centre may register this asset.");
    }

    @Test
    void aRegistrationByTheRegistrantsOwnCommandIsNamed() {
        Command consent = consortium
                .custodial(ledger, enterprise, "asset.withdraw", new DecideAsset(asset, "sold"))
                .command();

        write(
                Function.SUBMIT,
                TestConsortium.OPERATOR,
                batch(new SignedCommand(consent, null)),
                next(consent, BlockVerificationTest::registered));

        assertNamed(asset + " is not what its command leads to by the rules.");
    }

    @Test
    void aRegistrationInARegistrarsBatchIsNamed() {
        Command invented = prepared("ip-centre", "asset.register", new DecideAsset(asset, "in order"))
                .command();

        write(
                Function.SUBMIT_PRIVATE,
                TestConsortium.CUSTOMS,
                new byte[0],
                next(invented, BlockVerificationTest::registered));

        assertNamed("No command that travels to the registrars only makes " + asset
                + " REGISTERED. Only the IP protection centre makes it REGISTERED.");
    }

    @Test
    void aRegistrationByACallThatDoesNotWriteIsNamed() {
        Command invented = prepared("ip-centre", "asset.register", new DecideAsset(asset, "in order"))
                .command();

        write(Function.READ, TestConsortium.CUSTOMS, new byte[0], next(invented, BlockVerificationTest::registered));

        assertNamed("No command made " + asset + ": the transaction is none of the calls that write.");
    }

    @Test
    void aDecisionWithAnotherResultIsNamed() {
        SignedCommand rejection = prepared("ip-centre", "asset.reject", new DecideAsset(asset, "not original"));

        write(
                Function.SUBMIT,
                TestConsortium.REGULATOR,
                batch(rejection),
                next(rejection.command(), BlockVerificationTest::registered));

        assertNamed("The authority " + consortium.id("ip-centre") + " signed another result.");
    }

    @Test
    void aCustodialCommandOfAForeignSubmitterIsFound() {
        SignedCommand withdrawal =
                consortium.custodial(ledger, enterprise, "asset.withdraw", new DecideAsset(asset, "sold"));

        write(
                Function.SUBMIT,
                TestConsortium.REGULATOR,
                batch(withdrawal),
                next(withdrawal.command(), c -> c.put("status", "WITHDRAWN")));

        assertThat(findings()).containsExactly("A command of " + enterprise + " is not signed by a key in force.");
    }

    @Test
    void aFilingWithOtherContentThanItsCommandIsFound() {
        SignedCommand withdrawal =
                consortium.custodial(ledger, enterprise, "asset.withdraw", new DecideAsset(asset, "sold"));
        TestConsortium.submit(ledger, TestConsortium.OPERATOR, withdrawal);
        Block genuine = ledger.blocks.remove(ledger.blocks.size() - 1);
        StoredRecord written = ledger.stored(asset);
        ObjectNode content = (ObjectNode) written.record().content().deepCopy();
        content.put("jurisdiction", "SG");
        RegistryRecord r = written.record();
        StoredRecord altered = new StoredRecord(
                new RegistryRecord(
                        r.format(),
                        r.id(),
                        r.type(),
                        r.version(),
                        r.command(),
                        r.actor(),
                        r.actorLeaf(),
                        r.custodial(),
                        r.previousLeaf(),
                        r.recordedAt(),
                        r.transactionId(),
                        r.times(),
                        content),
                written.salt());

        write(
                Function.SUBMIT,
                TestConsortium.OPERATOR,
                genuine.transactions().get(0).argument().toArray(),
                altered);

        assertThat(findings()).containsExactly(asset + " is not what its command leads to by the rules.");
    }

    @Test
    void aVersionGapIsFound() {
        SignedCommand withdrawal =
                consortium.custodial(ledger, enterprise, "asset.withdraw", new DecideAsset(asset, "sold"));

        write(
                Function.SUBMIT,
                TestConsortium.OPERATOR,
                batch(withdrawal),
                version(withdrawal.command(), 4, c -> c.put("status", "WITHDRAWN")));

        assertThat(findings()).contains("Version 4 of " + asset + " does not continue its history.");
    }

    @Test
    void leavesOfACollectionsOwnerAloneAreFound() {
        RecordId financing = RecordId.derive(ledger.digest(), Financing.TYPE.prefix(), "nobody", "1");
        Block.Tx tx = ledger.tx(
                TestConsortium.BANK_A,
                Function.DELIVER,
                new byte[0],
                Map.of(),
                CanonicalJson.bytes(
                        new Leaves(Leaves.FORMAT, List.of(new Leaves.Entry(financing, 1, TestConsortium.random())))));
        ledger.append(with(
                tx,
                new TreeSet<>(Set.of(TestConsortium.BANK_A.payloadCollection())),
                new TreeSet<>(Set.of(TestConsortium.BANK_A))));

        LedgerVerification.Report report = report();

        assertThat(report.findings())
                .extracting(f -> f.what().en())
                .containsExactly(
                        "The transaction emits leaves with the endorsement of 0 of 3 registrars, which is no majority.",
                        "The event's leaves are not those of the changed records.");
        assertThat(report.findings()).allSatisfy(f -> assertThat(f.endorsers()).containsExactly(TestConsortium.BANK_A));
        assertThat(report.unseen()).isZero();
    }

    private static Block.Tx with(Block.Tx tx, SortedSet<String> collections, SortedSet<MspId> endorsers) {
        return new Block.Tx(
                tx.id(),
                tx.submitter(),
                tx.timestamp(),
                tx.validation(),
                tx.function(),
                tx.argument(),
                tx.writes(),
                tx.privateWrites(),
                collections,
                endorsers,
                tx.event());
    }

    private void financingLeaf(RecordId id, int version, String... collections) {
        Block.Tx tx = ledger.tx(
                TestConsortium.REGULATOR,
                Function.SUBMIT_PRIVATE,
                new byte[0],
                Map.of(),
                CanonicalJson.bytes(
                        new Leaves(Leaves.FORMAT, List.of(new Leaves.Entry(id, version, TestConsortium.random())))));
        ledger.append(with(tx, new TreeSet<>(List.of(collections)), ScriptedLedger.MAJORITY));
    }

    @Test
    void registrarsRecordsAreCountedAsUnseenAndTheirVersionsFollowed() {
        RecordId financing = RecordId.derive(ledger.digest(), Financing.TYPE.prefix(), "somebody", "1");
        financingLeaf(financing, 1, RecordType.FINANCING);
        financingLeaf(financing, 2, RecordType.FINANCING);

        LedgerVerification.Report report = report();
        assertThat(report.findings()).isEmpty();
        assertThat(report.unseen()).isEqualTo(2);
        assertThat(report.untraced()).isEqualTo(2);

        financingLeaf(financing, 4, RecordType.FINANCING);
        assertThat(findings()).containsExactly("Version 4 of " + financing + " does not continue its history.");
    }

    @Test
    void aRegistrarsLeafWithoutAWriteToTheCollectionIsFound() {
        financingLeaf(RecordId.derive(ledger.digest(), Financing.TYPE.prefix(), "somebody", "1"), 1);

        assertThat(findings()).containsExactly("The event's leaves are not those of the changed records.");
    }

    @Test
    void aBlockThatDoesNotFollowIsFound() {
        Block second = ledger.blocks.get(2);
        ledger.blocks.set(2, new Block(second.number(), TestConsortium.random(), second.hash(), second.transactions()));
        assertThat(findings()).containsExactly("The block does not follow the one before it.");

        ledger.blocks.remove(2);
        assertThat(findings()).contains("Block 2 is missing before block 3.");
    }

    @Test
    void aLedgerOfAnotherGenesisIsFound() {
        Block first = ledger.blocks.get(0);
        Block other = new ScriptedLedger(TestConsortium.create()).blocks.get(0);
        ledger.blocks.set(0, new Block(0, first.previousHash(), first.hash(), other.transactions()));

        assertThat(findings()).contains("The ledger did not start from its genesis.");
    }
}
