package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrustTest {
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});

    private static String key(int number) {
        return Base64Text.of(Ed25519Raw.publicKey(NoteTest.privateKey(number)));
    }

    private static Trust.Organisation organisation(String msp, int log, int witness) {
        return new Trust.Organisation(
                msp,
                Text.of(msp, "组织"),
                List.of(new Trust.Key(key(log), 0, null)),
                List.of(new Trust.Key(key(witness), 5, 10L)));
    }

    @Test
    void survivesJson() {
        Trust trust =
                new Trust(LEDGER, 2, List.of(organisation("AMSP", 1, 2), organisation("BMSP", 3, 4)), List.of("AMSP"));
        assertThat(CanonicalJson.readCanonical(CanonicalJson.bytes(trust), Trust.class))
                .isEqualTo(trust);
        assertThat(trust.origin()).isEqualTo("tradeseal/" + LEDGER);
        assertThat(Trust.witnessName(LEDGER, "AMSP")).isEqualTo("tradeseal/" + LEDGER + "/AMSP");
    }

    @Test
    void aKeyCountsFromItsFirstSizeUntilBeforeItsLast() {
        Trust.Key key = new Trust.Key(key(1), 5, 10L);
        assertThat(List.of(key.covers(4), key.covers(5), key.covers(9), key.covers(10)))
                .containsExactly(false, true, true, false);
        assertThat(new Trust.Key(key(1), 0, null).covers(Long.MAX_VALUE)).isTrue();
        assertThatThrownBy(() -> new Trust.Key(key(1), 5, 5L)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Trust.Key(key(1), -1, null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Trust.Key("AAAA", 0, null)).isInstanceOf(Refusal.class);
    }

    @Test
    void noOrganisationCountsTwice() {
        Trust.Organisation a = organisation("AMSP", 1, 2);
        for (List<Trust.Organisation> wrong : List.of(
                List.of(a, organisation("AMSP", 3, 4)),
                List.of(a, organisation("BMSP", 1, 4)),
                List.of(a, organisation("BMSP", 3, 2)),
                List.of(a, organisation("BMSP", 3, 1)),
                List.of(organisation("CMSP", 5, 5)))) {
            assertThatThrownBy(() -> new Trust(LEDGER, 1, wrong, null)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void kIsBetweenOneAndTheNumberOfOrganisations() {
        List<Trust.Organisation> one = List.of(organisation("AMSP", 1, 2));
        assertThat(new Trust(LEDGER, 1, one, null).k()).isEqualTo(1);
        for (int k : new int[] {-1, 0, 2}) {
            assertThatThrownBy(() -> new Trust(LEDGER, k, one, null)).isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> new Trust("tradeseal/trust/2", LEDGER, 1, one, null))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT));
        assertThatThrownBy(() -> organisation("not an msp", 1, 2)).isInstanceOf(Refusal.class);
    }
}
