package org.tradeseal.ledger.financing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.financing.FinancingFixture.eur;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Random sequences of operations against a naive model: the ledger allows exactly what the model allows. */
class FinancingPropertyTest {
    private static final int PAYABLE = 1000;

    private final FinancingFixture f = new FinancingFixture();
    private final TestLedger ledger = f.ledger;
    private final List<Position> positions = new ArrayList<>();
    private int settled;
    private int references;

    /** A financing as the model sees it. */
    private static final class Position {
        private final RecordId bank;
        private final RecordId id;
        private int amount;
        private @Nullable Instant until;

        Position(RecordId bank, RecordId id, int amount, Instant until) {
            this.bank = bank;
            this.id = id;
            this.amount = amount;
            this.until = until;
        }

        boolean live(Instant now) {
            return amount > 0 && (until == null || now.isBefore(until));
        }
    }

    private int room() {
        int live = positions.stream()
                .filter(p -> p.live(ledger.now()))
                .mapToInt(p -> p.amount)
                .sum();
        return PAYABLE - settled - live;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsFinancedAndPaidNeverExceedsWhatIsPayable(long seed) {
        Random random = new Random(seed);
        Prepared invoice = f.invoices.accepted("R-" + seed, "" + PAYABLE);
        RecordId mandateA = f.mandate(invoice, f.a, "100000");
        RecordId mandateB = f.mandate(invoice, f.b, "100000");
        int allowed = 0;
        int steps = 60;
        for (int step = 0; step < steps; step++) {
            boolean forA = random.nextBoolean();
            if (random.nextInt(4) == 0 || positions.isEmpty()) {
                allowed += reserve(invoice, forA ? f.a : f.b, forA ? mandateA : mandateB, random);
            } else {
                allowed += move(invoice, positions.get(random.nextInt(positions.size())), random);
            }
            Register register = f.register(invoice);
            assertThat(room()).as("seed %d step %d", seed, step).isBetween(0, PAYABLE);
            assertThat(register.remaining(ledger.now())).isEqualTo(eur("" + room()));
            assertThat(register.settled()).isEqualTo(eur("" + settled));
        }
        assertThat(allowed).as("some of the operations passed").isBetween(5, steps - 1);
    }

    private int reserve(Prepared invoice, RecordId bank, RecordId mandate, Random random) {
        int amount = 1 + random.nextInt(600);
        boolean expected = amount <= room();
        boolean actual = attempt(expected, () -> {
            RecordId id = f.reserve(invoice, bank, mandate, "" + amount);
            positions.add(new Position(bank, id, amount, ledger.now().plus(Duration.ofDays(10))));
        });
        return actual ? 1 : 0;
    }

    private int move(Prepared invoice, Position p, Random random) {
        Instant now = ledger.now();
        int amount = 1 + random.nextInt(500);
        boolean funded = p.until == null;
        return switch (random.nextInt(6)) {
            case 0, 1 ->
                count(
                        !funded && p.live(now) && amount <= room() + p.amount,
                        () -> f.finance(p.bank, p.id, "" + amount),
                        () -> {
                            p.amount = amount;
                            p.until = null;
                        });
            case 2 ->
                count(
                        funded && p.amount > 0 && amount <= p.amount,
                        () -> f.release(p.bank, p.id, "" + amount, ReleaseReason.WITHDRAWN),
                        () -> p.amount -= amount);
            case 3 ->
                count(funded && p.amount > 0, () -> f.releasePaid(p.bank, p.id, null, "R" + ++references), () -> {
                    settled += p.amount;
                    p.amount = 0;
                });
            case 4 ->
                count(
                        amount / 5 + 1 <= room(),
                        () -> f.pay(f.invoices.seller, invoice, "" + (amount / 5 + 1), "R" + ++references),
                        () -> settled += amount / 5 + 1);
            default -> {
                ledger.pass(Duration.ofDays(random.nextInt(4)));
                yield 0;
            }
        };
    }

    private int count(boolean expected, Runnable operation, Runnable effect) {
        boolean done = attempt(expected, operation);
        if (done) {
            effect.run();
        }
        return done ? 1 : 0;
    }

    private boolean attempt(boolean expected, Runnable operation) {
        boolean actual;
        String why = "";
        try {
            operation.run();
            actual = true;
        } catch (Refusal refusal) {
            actual = false;
            why = refusal.getMessage();
        }
        assertThat(actual).as("the model agrees; %s", why).isEqualTo(expected);
        return actual;
    }
}
