package org.tradeseal.ledger.financing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;

/** Every peer sees which of the channel's keys a transaction reads; that must not say which bank acts. */
class BanksReadTogetherTest {
    private final FinancingFixture f = new FinancingFixture();
    private final TestLedger ledger = f.ledger;

    private RecordId laterBank(String name) {
        SigningKey key = SigningKey.generate(name + "-1", PublicKey.Algorithm.P256, new java.security.SecureRandom());
        return ledger.create(
                ledger.regulator,
                "participant.admit",
                new AdmitParticipant(
                        new Name(null, name),
                        TestLedger.BANK_B,
                        new CountryCode("CN"),
                        new TreeSet<>(List.of(Role.BANK)),
                        List.of(),
                        List.of(key.publicKey()),
                        Custody.SELF));
    }

    @Test
    void aFinancingReadsEveryBankAlsoThoseAdmittedLater() {
        RecordId later = laterBank("bank-c");
        RecordId another = laterBank("bank-d");
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId mandate = f.mandate(invoice, f.b, "1000");
        SignedCommand asked = ledger.prepare(
                f.b,
                "financing.check",
                new CheckFinancing(invoice.id(), "a purpose", mandate, null, null),
                "keys-of-banks");

        assertThat(keysRead(asked))
                .contains(
                        later.value(),
                        another.value(),
                        ledger.bankA.value(),
                        ledger.bankB.value(),
                        ledger.regulator.value());
    }

    private Set<String> keysRead(SignedCommand command) {
        Set<String> keys = new TreeSet<>();
        Transaction step = ledger.new Step(TestLedger.REGULATOR);
        Transaction recorded = (Transaction) Proxy.newProxyInstance(
                Transaction.class.getClassLoader(), new Class<?>[] {Transaction.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("readAhead")) {
                        ((Collection<?>) arguments[0]).forEach(key -> keys.add(key.toString()));
                        return null;
                    }
                    if (method.getName().equals("get")) {
                        keys.add(arguments[0].toString());
                    }
                    return method.invoke(step, arguments);
                });
        Contracts.submit(
                recorded, new Batch(List.of(new Batch.Item(command, ledger.newSalt()))), RecordType.Home.REGISTRARS);
        return keys;
    }
}
