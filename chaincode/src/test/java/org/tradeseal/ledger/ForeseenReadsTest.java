package org.tradeseal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.financing.CheckFinancing;
import org.tradeseal.ledger.financing.FinancingFixture;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Banks;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.SignedCommand;

class ForeseenReadsTest {
    private final FinancingFixture f = new FinancingFixture();
    private final TestLedger ledger = f.ledger;

    /** What a run asked of the channel's state. */
    private static final class Reads {
        final Set<String> ahead = new LinkedHashSet<>();
        final List<String> later = new ArrayList<>();
        Outcome outcome;
    }

    private Reads run(MspId submitter, SignedCommand command) {
        Reads reads = new Reads();
        Transaction step = ledger.new Step(submitter);
        Transaction recording = (Transaction) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Transaction.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("readAhead")) {
                        ((Collection<?>) arguments[0]).forEach(key -> reads.ahead.add((String) key));
                        return null;
                    }
                    if (method.getName().equals("get") && !reads.ahead.contains((String) arguments[0])) {
                        reads.later.add((String) arguments[0]);
                    }
                    return method.invoke(step, arguments);
                });
        Batch batch = new Batch(List.of(new Batch.Item(command, ledger.newSalt())));
        reads.outcome = Contracts.submit(
                        recording,
                        batch,
                        Contracts.rule(command.command().command()).home())
                .outcomes()
                .get(0);
        return reads;
    }

    private SignedCommand admission(String... identifiers) {
        return ledger.prepare(
                ledger.regulator,
                "participant.admit",
                new AdmitParticipant(
                        new Name(null, "Sample"),
                        TestLedger.OPERATOR,
                        new CountryCode("CN"),
                        new TreeSet<>(List.of(Role.ENTERPRISE)),
                        Stream.of(identifiers)
                                .map(i -> new Identifier("TAX", i))
                                .toList(),
                        List.of(),
                        Custody.HOST),
                "admit-" + identifiers[0]);
    }

    @Test
    void aCommandNamesEveryKeyOfTheChannelItReads() {
        Prepared prepared = f.invoices.prepare(f.invoices.seller, f.invoices.draft("R-1", "100.00"));
        SignedCommand issue = ledger.prepare(f.invoices.seller, "invoice.issue", prepared.body(), prepared.key());

        for (SignedCommand command : List.of(admission("A-1", "A-2"), issue)) {
            Reads reads = run(command.equals(issue) ? TestLedger.OPERATOR : TestLedger.REGULATOR, command);
            assertThat(reads.outcome.status()).isEqualTo(Outcome.Status.WRITTEN);
            assertThat(reads.later).isEmpty();
        }
    }

    @Test
    void aPrivateCommandReadsEveryFounderAndTheBanksAndNoPrivateId() {
        Prepared invoice = f.invoices.accepted("R-1", "100.00");
        RecordId mandate = f.mandate(invoice, ledger.bankB, "100");
        Reads reads = run(
                TestLedger.REGULATOR,
                ledger.prepare(
                        ledger.bankB,
                        "financing.check",
                        new CheckFinancing(invoice.id(), "purpose", mandate, null, null),
                        "check-1"));

        assertThat(reads.outcome.status()).isEqualTo(Outcome.Status.WRITTEN);
        assertThat(reads.ahead)
                .contains(
                        ledger.bankA.value(),
                        ledger.bankB.value(),
                        ledger.regulator.value(),
                        invoice.id().value())
                .doesNotContain(mandate.value());
        assertThat(reads.later).containsExactly(Genesis.KEY, Banks.KEY);
    }

    @Test
    void whatIsReadAheadFollowsFromTheCommandAlone() {
        SignedCommand first = admission("A-1");
        Set<String> before = run(TestLedger.REGULATOR, first).ahead;
        ledger.run(first);
        ledger.enterprise("Other", "A-7");

        assertThat(run(TestLedger.REGULATOR, first).ahead).containsExactlyElementsOf(before);
    }

    @Test
    void aMalformedCommandIsRefusedAsEver() {
        SignedCommand bare = ledger.sign(ledger.command(
                ledger.regulator, "participant.admit", new Name(null, "no admission"), "x", "regulator-1"));

        Outcome outcome = run(TestLedger.REGULATOR, bare).outcome;

        assertThat(outcome.status()).isEqualTo(Outcome.Status.REFUSED);
        assertThat(outcome.refusal().field()).startsWith("/body");
    }
}
