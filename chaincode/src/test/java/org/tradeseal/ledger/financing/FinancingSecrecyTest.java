package org.tradeseal.ledger.financing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.financing.FinancingFixture.eur;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.Preview;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;

/** What every peer sees of financings: nothing of banks and amounts. */
class FinancingSecrecyTest {
    private static final String[] CANARIES = {"777.77", "1234.56", "CANARY"};

    private final FinancingFixture f = new FinancingFixture();
    private final TestLedger ledger = f.ledger;
    private final List<Outcome> outcomes = new ArrayList<>();
    private int keys;

    private RecordId send(RecordId actor, String command, Object body) {
        Outcome outcome = ledger.submit(
                        TestLedger.REGULATOR, List.of(ledger.prepare(actor, command, body, "secret-" + ++keys)))
                .get(0);
        outcomes.add(outcome);
        return outcome.id();
    }

    @Test
    void neitherStateNorEventNorOutcomeNamesBankOrAmount() {
        Prepared invoice = f.invoices.accepted("R-1", "1234.56");
        Map<String, byte[]> before = new TreeMap<>(ledger.state);
        int events = ledger.events.size();
        RecordId mandate = f.mandate(invoice, f.b, "1000");
        send(f.b, "financing.check", new CheckFinancing(invoice.id(), "CANARY purpose", mandate, null, null));
        ReserveFinancing most = new ReserveFinancing(invoice.id(), mandate, eur("777.77"), 3);
        var tooLate = ledger.prepare(f.b, "financing.reserve", most, "too-late");
        RecordId financing = send(f.b, "financing.reserve", most);
        outcomes.addAll(ledger.submit(TestLedger.REGULATOR, List.of(tooLate)));
        send(f.b, "financing.finance", new FinanceInvoice(financing, eur("777.77")));
        send(
                f.b,
                "financing.release",
                new ReleaseFinancing(
                        financing,
                        null,
                        ReleaseReason.SATISFIED,
                        new ReleaseFinancing.Payment(FinancingFixture.DAY, "CANARY-1")));
        f.pay(f.invoices.seller, invoice, "456.79", "CANARY-2");

        assertThat(outcomes).extracting(Outcome::status).contains(Outcome.Status.REFUSED);
        List<String> seen = new ArrayList<>();
        ledger.state.forEach((key, value) -> {
            if (!Arrays.equals(before.get(key), value)) {
                seen.add(key);
                seen.add(text(value));
            }
        });
        ledger.events.subList(events, ledger.events.size()).forEach(e -> seen.add(text(e)));
        outcomes.forEach(o -> seen.add(text(CanonicalJson.bytes(o))));
        assertThat(seen)
                .hasSizeGreaterThan(8)
                .allSatisfy(s -> assertThat(s).doesNotContain(CANARIES).doesNotContain(f.b.value(), "BankB", "456.79"));
    }

    @Test
    void keysOfTheCollectionAreHidden() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId financing = f.financed(invoice, f.b, "100");
        RecordId register = Register.id(ledger.ledger(), invoice.id());

        assertThat(ledger.privateState.keySet())
                .filteredOn(k -> !k.equals(RecordType.FINANCING + "/secret"))
                .hasSizeGreaterThan(6)
                .allMatch(k -> k.matches(RecordType.FINANCING + "/[0-9a-f]{64}"))
                .doesNotContain(
                        RecordType.FINANCING + "/" + hash(financing), RecordType.FINANCING + "/" + hash(register));
    }

    private static String hash(RecordId id) {
        return org.tradeseal.verify.Sha256.of(id.value().getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    @Test
    void aBanksPreviewShowsItsOwnRecordAndNotTheRegister() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        f.financed(invoice, f.a, "100");
        RecordId mandate = f.mandate(invoice, f.b, "1000");
        Command draft = ledger.command(
                f.b,
                "financing.reserve",
                new ReserveFinancing(invoice.id(), mandate, eur("1"), 3),
                "preview",
                ledger.key(f.b).publicKey().keyId());

        Preview preview = Contracts.preview(ledger.new Step(TestLedger.BANK_B), draft);

        assertThat(preview.records()).extracting(RegistryRecord::type).containsExactly("financing");
        assertThat(preview.expect()).isEmpty();
        assertThat(text(CanonicalJson.bytes(preview))).doesNotContain(f.a.value());
    }

    @Test
    void commandsAboutFinancingsTravelPrivatelyOnly() {
        assertThat(Contracts.table().values())
                .filteredOn(r -> r.name().startsWith("financing.")
                        || List.of("invoice.cancel", "invoice.settle", "invoice.record-settlement")
                                .contains(r.name()))
                .hasSize(11)
                .allMatch(r -> r.home() == RecordType.Home.REGISTRARS);
    }

    @Test
    void partiesReadTheirOwnRecordsOnly() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId mandate = f.mandate(invoice, f.b, "1000");
        RecordId financing = f.reserve(invoice, f.b, mandate, "10");

        assertThat(ledger.content(Financing.TYPE, financing).parties()).containsExactly(f.b);
        assertThat(ledger.content(Mandate.TYPE, mandate).parties()).containsExactlyInAnyOrder(f.invoices.seller, f.b);
        assertThat(f.register(invoice).parties()).isEmpty();
        assertThat(f.check(f.b, invoice).parties()).containsExactly(f.b);
        assertThat(TestLedger.refusalOf(() -> f.finance(f.a, financing, "10")).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
