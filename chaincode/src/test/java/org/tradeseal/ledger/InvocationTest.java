package org.tradeseal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradeseal.ledger.financing.CheckFinancing;
import org.tradeseal.ledger.financing.FinancingFixture;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

class InvocationTest {
    private static final byte[] PUBLIC = {1};
    private static final byte[] PRIVATE = {2};

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource(Invocation.Function.class)
    void travelsAsArgumentsAndTransientMap(Invocation.Function function) {
        Invocation call = Invocation.of(function, PUBLIC, PRIVATE);

        assertThat(call.arguments()).isDeepEqualTo(new byte[][] {ascii(function.name()), PUBLIC});
        Invocation arrived = Invocation.parse(call.arguments(), call.transientMap());
        assertThat(arrived.function()).isEqualTo(function);
        assertThat(arrived.argument()).isEqualTo(PUBLIC);
        assertThat(arrived.transientArgument()).isEqualTo(PRIVATE);
    }

    @Test
    void whatIsEmptyMayBeLeftOut() {
        assertThat(Invocation.of(Invocation.Function.READ, PUBLIC).transientMap())
                .isEmpty();
        Invocation bare = Invocation.parse(new byte[][] {ascii("GENESIS")}, Map.of());
        assertThat(bare.argument()).isEmpty();
        assertThat(bare.transientArgument()).isEmpty();
    }

    @Test
    void anUnknownCallIsMalformed() {
        assertThat(parsing(Map.of())).isEqualTo(ErrorCode.MALFORMED);
        assertThat(parsing(Map.of(), ascii("DELETE"), PUBLIC)).isEqualTo(ErrorCode.MALFORMED);
        assertThat(parsing(Map.of(), ascii("submit"), PUBLIC)).isEqualTo(ErrorCode.MALFORMED);
        assertThat(parsing(Map.of(), ascii("SUBMIT"), PUBLIC, PUBLIC)).isEqualTo(ErrorCode.MALFORMED);
        assertThat(parsing(Map.of("argument", PRIVATE, "more", PRIVATE), ascii("SUBMIT")))
                .isEqualTo(ErrorCode.MALFORMED);
    }

    private static ErrorCode parsing(Map<String, byte[]> transientMap, byte[]... arguments) {
        return refusalOf(() -> Invocation.parse(arguments, transientMap)).code();
    }

    @Test
    void theGenesisIsAnsweredOnceTheLedgerHasStarted() {
        TestLedger ledger = new TestLedger();
        Invocation genesis = Invocation.of(Invocation.Function.GENESIS, new byte[0]);

        byte[] answer = Contracts.invoke(ledger.new Step(TestLedger.BANK_A), genesis);
        assertThat(CanonicalJson.readCanonical(answer, Genesis.class).ledger()).isEqualTo(ledger.ledger());

        ledger.state.clear();
        assertThat(Contracts.invoke(ledger.new Step(TestLedger.BANK_A), genesis))
                .isEmpty();
    }

    @Test
    void aRegistrarPreviewsForAnotherOrganisationWhatOnlyRegistrarsKeep() {
        FinancingFixture f = new FinancingFixture();
        Command check = f.ledger.command(
                f.ledger.bankA,
                "financing.check",
                new CheckFinancing(
                        f.invoices.issue(f.invoices.draft("INV-1", "100.00")).id(), "purpose", null, null, null),
                "check-1",
                "bank-a-1");

        assertThat(previewRefusal(f.ledger, TestLedger.CUSTOMS, check)).isNull();
        assertThat(previewRefusal(f.ledger, TestLedger.BANK_A, check)).isNull();
        assertThat(previewRefusal(f.ledger, TestLedger.BANK_B, check)).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        assertThat(previewRefusal(f.ledger, TestLedger.OPERATOR, check)).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    @Test
    void whatTheChannelKeepsOnlyTheHostPreviews() {
        TestLedger ledger = new TestLedger();
        AdmitParticipant body = new AdmitParticipant(
                new Name(null, "Sample"),
                TestLedger.OPERATOR,
                new CountryCode("CN"),
                new TreeSet<>(List.of(Role.ENTERPRISE)),
                List.of(),
                List.of(),
                Custody.HOST);
        Command admit = ledger.command(ledger.regulator, "participant.admit", body, "admit-1", "regulator-1");

        assertThat(previewRefusal(ledger, TestLedger.REGULATOR, admit)).isNull();
        assertThat(previewRefusal(ledger, TestLedger.CUSTOMS, admit)).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    private static @Nullable ErrorCode previewRefusal(TestLedger ledger, MspId submitter, Command command) {
        try {
            Contracts.preview(ledger.new Step(submitter), command);
            return null;
        } catch (Refusal refusal) {
            return refusal.code();
        }
    }
}
