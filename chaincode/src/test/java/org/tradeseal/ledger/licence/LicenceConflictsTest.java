package org.tradeseal.ledger.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.licence.LicenceFixture.EXCLUSIVE;
import static org.tradeseal.ledger.licence.LicenceFixture.ORDINARY;
import static org.tradeseal.ledger.licence.LicenceFixture.SOLE;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.ledger.terms.LicenceKind;
import org.tradeseal.ledger.terms.LicenceStatus;
import org.tradeseal.ledger.terms.LicenceTerms;
import org.tradeseal.ledger.terms.LiveLicence;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

class LicenceConflictsTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-22");
    private static final RecordId PARTY = id("party");

    private static RecordId id(String name) {
        return RecordId.derive(Sha256.of(new byte[0]), "LIC", "test", name);
    }

    private static LiveLicence live(String name, LicenceFixture terms) {
        return new LiveLicence(id(name), PARTY, PARTY, LicenceStatus.RECORDED, terms.terms());
    }

    private static boolean clash(LicenceFixture first, LicenceFixture second) {
        return !LicenceConflicts.check(second.terms(), List.of(live("first", first)), DAY)
                .isEmpty();
    }

    @Test
    void onlyOrdinaryLicencesMeet() {
        assertThat(clash(ORDINARY, ORDINARY)).isFalse();
        for (LicenceFixture strong : List.of(EXCLUSIVE, SOLE)) {
            for (LicenceFixture any : List.of(EXCLUSIVE, SOLE, ORDINARY)) {
                assertThat(clash(strong, any)).isTrue();
                assertThat(clash(any, strong)).isTrue();
            }
        }
    }

    @Test
    void licencesApartInOneDimensionDoNotMeet() {
        assertThat(clash(EXCLUSIVE, EXCLUSIVE.during("2028-12-01", null))).isFalse();
        assertThat(clash(EXCLUSIVE, EXCLUSIVE.during("2028-11-30", null))).isTrue();
        assertThat(clash(EXCLUSIVE, EXCLUSIVE.in("MY", "CN"))).isFalse();
        assertThat(clash(EXCLUSIVE, EXCLUSIVE.in("WORLD"))).isTrue();
        assertThat(clash(EXCLUSIVE.forFields("ports"), EXCLUSIVE.forFields("airports")))
                .isFalse();
        assertThat(clash(EXCLUSIVE.by("app store"), EXCLUSIVE.by("on site"))).isFalse();
    }

    @Test
    void anotherSpellingIsTheSameField() {
        assertThat(clash(EXCLUSIVE.forFields("Sea Ports"), EXCLUSIVE.forFields("ｓｅａ  ports")))
                .isTrue();
    }

    @Test
    void aTermThatIsOverIsInNobodysWay() {
        LicenceFixture past = EXCLUSIVE.during("2026-01-01", "2026-11-21");

        assertThat(clash(past, EXCLUSIVE.during("2026-01-01", null))).isFalse();
        assertThat(clash(past.during("2026-01-01", "2026-11-22"), EXCLUSIVE.during("2026-01-01", null)))
                .isTrue();
    }

    @Test
    void aConflictNamesLicenceCellAndArticleInBothLanguages() {
        LicenceTerms asked = EXCLUSIVE.during("2028-01-01", null).in("SG", "MY").terms();

        LicenceConflict conflict = LicenceConflicts.check(asked, List.of(live("x", EXCLUSIVE.forFields("ports"))), DAY)
                .get(0);
        assertThat(conflict.licence()).isEqualTo(id("x"));
        assertThat(conflict.text().en())
                .contains(
                        id("x").value(),
                        "exclusive",
                        "from 2028-01-01 to 2028-11-30",
                        "in SG",
                        "field ports",
                        "all manners",
                        "art. 25");
        assertThat(conflict.text().zh()).contains("独占", "自 2028-01-01 至 2028-11-30", "地域 SG", "第二十五条");
    }

    @Test
    void aSoleLicensorUnableToPractiseGrantsExactlyOneOrdinaryLicence() {
        LiveLicence sole = live("sole", SOLE);
        assertThat(LicenceConflicts.check(ORDINARY.unable().terms(), List.of(sole), DAY))
                .isEmpty();
        assertThat(LicenceConflicts.check(ORDINARY.terms(), List.of(sole), DAY)).hasSize(1);
        List<LiveLicence> used = List.of(sole, live("one", ORDINARY.unable()));
        assertThat(LicenceConflicts.check(ORDINARY.unable().terms(), used, DAY))
                .extracting(c -> c.article().en())
                .containsExactly("SPC interpretation on technology contracts, art. 27");
        assertThat(clash(EXCLUSIVE, ORDINARY.unable())).isTrue();
        LicenceFixture over = ORDINARY.unable().during("2026-11-01", "2026-11-21");
        LiveLicence longSole = live("long", SOLE.during("2026-11-01", null));
        assertThat(LicenceConflicts.check(ORDINARY.unable().terms(), List.of(longSole, live("one", over)), DAY))
                .isEmpty();
    }

    @Test
    void aSublicenceMeetsItsSiblingsAndNotItsAncestors() {
        List<LiveLicence> index = List.of(
                live("root", EXCLUSIVE),
                live("child", EXCLUSIVE.under(id("root"))),
                live("sibling", ORDINARY.under(id("root")).in("MY")));

        assertThat(LicenceConflicts.check(EXCLUSIVE.under(id("child")).terms(), index, DAY))
                .isEmpty();
        assertThat(LicenceConflicts.check(ORDINARY.under(id("root")).terms(), index, DAY))
                .extracting(LicenceConflict::licence)
                .containsExactly(id("child"));
        assertThat(LicenceConflicts.check(ORDINARY.terms(), index, DAY))
                .extracting(LicenceConflict::licence)
                .containsExactly(id("root"), id("child"));
    }

    // The naive rule over single cells: a day, a country, a field and a manner, each one of three.
    private static final List<String> COUNTRIES = List.of("CN", "MY", "SG");
    private static final List<String> NAMES = List.of("a", "b", "c");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theRuleAgreesWithOneThatLooksAtEveryCell(long seed) {
        Random random = new Random(seed);
        int clashes = 0;
        for (int round = 0; round < 400; round++) {
            LocalDate asOf = DAY.plusDays(random.nextInt(4));
            List<LiveLicence> index = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                index.add(live("n" + i, random(random)));
            }
            LicenceTerms asked = random(random).terms();
            List<RecordId> naive = index.stream()
                    .filter(l -> clashesInSomeCell(asked, l.terms(), asOf))
                    .map(LiveLicence::id)
                    .toList();
            clashes += naive.size();

            assertThat(LicenceConflicts.check(asked, index, asOf))
                    .as("seed %d, round %d", seed, round)
                    .extracting(LicenceConflict::licence)
                    .containsExactlyElementsOf(naive);
        }
        assertThat(clashes).isBetween(50, 1150);
    }

    private static LicenceFixture random(Random random) {
        LocalDate from = DAY.plusDays(random.nextInt(6));
        LocalDate to = random.nextInt(4) == 0 ? null : from.plusDays(random.nextInt(4));
        return ORDINARY.of(List.of(LicenceKind.values()).get(random.nextInt(3)))
                .during(from.toString(), to == null ? null : to.toString())
                .in(some(random, COUNTRIES, "WORLD"))
                .forFields(some(random, NAMES, "ALL"))
                .by(some(random, NAMES, "ALL"));
    }

    private static String[] some(Random random, List<String> values, String whole) {
        List<String> chosen =
                values.stream().filter(v -> random.nextInt(3) == 0).toList();
        return chosen.isEmpty() ? new String[] {whole} : chosen.toArray(String[]::new);
    }

    private static boolean clashesInSomeCell(LicenceTerms one, LicenceTerms other, LocalDate asOf) {
        boolean strong = one.kind() != LicenceKind.ORDINARY || other.kind() != LicenceKind.ORDINARY;
        for (LocalDate day = asOf; day.isBefore(DAY.plusDays(20)); day = day.plusDays(1)) {
            for (String country : COUNTRIES) {
                for (String field : NAMES) {
                    for (String manner : NAMES) {
                        boolean both =
                                covers(one, day, country, field, manner) && covers(other, day, country, field, manner);
                        if (strong && both) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private static boolean covers(LicenceTerms terms, LocalDate day, String country, String field, String manner) {
        return !day.isBefore(terms.from())
                && (terms.to() == null || !day.isAfter(terms.to()))
                && holds(terms.territory().values(), country, "WORLD")
                && holds(terms.fields().values(), field, "ALL")
                && holds(terms.manners().values(), manner, "ALL");
    }

    private static boolean holds(java.util.Set<String> values, String value, String whole) {
        return values.contains(value) || values.contains(whole);
    }
}
