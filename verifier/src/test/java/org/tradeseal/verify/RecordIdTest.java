package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordIdTest {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final List<String> CHARACTERS =
            ALPHABET.chars().mapToObj(c -> String.valueOf((char) c)).toList();
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});

    private static RecordId id(int n) {
        return RecordId.derive(LEDGER, "AST", "PTC-X", "key-" + n);
    }

    private static boolean wellFormed(String text) {
        try {
            return new RecordId(text).value().equals(text);
        } catch (Refusal refusal) {
            return false;
        }
    }

    @Test
    void everySingleWrongCharacterIsFound() {
        for (int n = 0; n < 50; n++) {
            String value = id(n).value();
            for (int i = 4; i < value.length(); i++) {
                for (String c : CHARACTERS) {
                    String changed = value.substring(0, i) + c + value.substring(i + 1);
                    assertThat(wellFormed(changed)).as(changed).isEqualTo(changed.equals(value));
                }
            }
        }
    }

    @Test
    void nearlyEveryExchangeOfNeighboursIsFound() {
        List<String> missed = new ArrayList<>();
        for (String a : CHARACTERS) {
            for (String b : CHARACTERS) {
                String text = "000" + a + b + "00000000000";
                String swapped = "000" + b + a + "00000000000";
                if (a.compareTo(b) < 0 && check(text).equals(check(swapped))) {
                    missed.add(a + b);
                }
            }
        }
        // The one pair that Luhn's doubling maps alike: the first and the last character of the alphabet.
        assertThat(missed).containsExactly("0Z");
    }

    private static String check(String text) {
        return CHARACTERS.stream()
                .filter(c -> wellFormed("AST-" + text + c))
                .reduce((x, y) -> {
                    throw new AssertionError("two check characters fit " + text);
                })
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AST",
                "AST-",
                "ast-00000000000000000",
                "AST-0000000000000000",
                "AST-000000000000000000",
                "AST00000000000000000",
                "ASTX-0000000000000000",
                "AST-0000000000000000I",
                "AST-0000000000000000L",
                "AST-0000000000000000O",
                "AST-0000000000000000U",
                " AST-00000000000000000",
                "AST-00000000000000000\n",
                "AST_00000000000000000",
                "A1T-00000000000000000",
                "AST-０0000000000000000"
            })
    void refusesOtherShapes(String text) {
        assertThatThrownBy(() -> new RecordId(text)).isInstanceOf(Refusal.class);
    }

    @Test
    void dependsOnEverythingItDerivesFrom() {
        RecordId id = RecordId.derive(LEDGER, "AST", "a", "b");
        assertThat(List.of(
                        RecordId.derive(Sha256.of(new byte[] {2}), "AST", "a", "b")
                                .value()
                                .substring(4),
                        RecordId.derive(LEDGER, "LIC", "a", "b").value().substring(4),
                        RecordId.derive(LEDGER, "AST", "ab", "").value().substring(4),
                        RecordId.derive(LEDGER, "AST", "", "ab").value().substring(4),
                        RecordId.derive(LEDGER, "AST", "b", "a").value().substring(4)))
                .doesNotHaveDuplicates()
                .doesNotContain(id.value().substring(4));
        assertThat(RecordId.derive(LEDGER, "AST", "a", "b")).isEqualTo(id);
        assertThat(id.prefix()).isEqualTo("AST");
    }

    @Test
    void isATextInJson() {
        RecordId id = id(1);
        byte[] json = CanonicalJson.bytes(id);
        assertThat(new String(json, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("\"" + id + "\"");
        assertThat(CanonicalJson.readCanonical(json, RecordId.class)).isEqualTo(id);
    }
}
