package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTreeTest {
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});
    private static final Sha256 OTHER_LEDGER = Sha256.of(new byte[] {2});
    private static final Sha256 SEED = Sha256.of(new byte[] {3});
    private static final RecordId RECORD = RecordId.derive(LEDGER, "INV", "a", "1");
    private static final RecordId OTHER_RECORD = RecordId.derive(LEDGER, "INV", "a", "2");

    private static final List<Field> FIELDS = List.of(
            new Field("/payableAmount", Field.Type.DECIMAL, "1250.5"),
            new Field("/currency", Field.Type.CODE, "EUR"),
            new Field("/lines/10", Field.Type.TEXT, "ten"),
            new Field("/lines/2", Field.Type.TEXT, "two"),
            new Field("/买方", Field.Type.TEXT, "甲公司"),
            new Field("/\ud83d\ude00", Field.Type.BOOLEAN, "true"),
            new Field("/\uffee", Field.Type.INTEGER, "3"));

    private static FieldTree tree(List<Field> fields) {
        return new FieldTree(LEDGER, RECORD, "test/1", fields, SEED);
    }

    @Test
    void everyFieldOpensToItsOwnRecordOnly() {
        FieldTree tree = tree(FIELDS);
        for (Field field : FIELDS) {
            FieldOpening opening = tree.open(field.pointer());
            assertThat(opening.field()).isEqualTo(field);
            assertThat(opening.opens(LEDGER, RECORD, tree.root())).isTrue();
            assertThat(opening.opens(OTHER_LEDGER, RECORD, tree.root())).isFalse();
            assertThat(opening.opens(LEDGER, OTHER_RECORD, tree.root())).isFalse();
        }
    }

    @Test
    void anotherRecordsOpeningWithTheSameFieldsAndSeedIsRefused() {
        FieldRoot root = tree(FIELDS).root();
        FieldTree other = new FieldTree(LEDGER, OTHER_RECORD, "test/1", FIELDS, SEED);
        assertThat(other.open("/currency").opens(LEDGER, RECORD, root)).isFalse();
        assertThat(other.open("/currency").opens(LEDGER, OTHER_RECORD, root)).isFalse();
    }

    @Test
    void aChangedPartOfAnOpeningIsRefused() {
        FieldTree tree = tree(FIELDS);
        FieldOpening opening = tree.open("/payableAmount");
        Field field = opening.field();
        List<Sha256> path = new ArrayList<>(opening.path());
        Collections.reverse(path);
        List<FieldOpening> wrong = List.of(
                new FieldOpening(
                        new Field(field.pointer(), field.type(), "1250.50"),
                        opening.salt(),
                        opening.index(),
                        opening.path()),
                new FieldOpening(
                        new Field(field.pointer(), Field.Type.TEXT, field.value()),
                        opening.salt(),
                        opening.index(),
                        opening.path()),
                new FieldOpening(
                        new Field("/payableamount", field.type(), field.value()),
                        opening.salt(),
                        opening.index(),
                        opening.path()),
                new FieldOpening(field, SEED, opening.index(), opening.path()),
                new FieldOpening(field, opening.salt(), opening.index() ^ 1, opening.path()),
                new FieldOpening(field, opening.salt(), -1, opening.path()),
                new FieldOpening(field, opening.salt(), FIELDS.size(), opening.path()),
                new FieldOpening(field, opening.salt(), opening.index(), List.of()),
                new FieldOpening(field, opening.salt(), opening.index(), path));
        for (FieldOpening changed : wrong) {
            assertThat(changed.opens(LEDGER, RECORD, tree.root()))
                    .as(changed.toString())
                    .isFalse();
        }
        FieldRoot root = tree.root();
        assertThat(opening.opens(LEDGER, RECORD, new FieldRoot(root.root(), 4, root.schema())))
                .isFalse();
    }

    @Test
    void typesAreNeverTakenForEachOther() {
        List<Sha256> roots = new ArrayList<>();
        for (Field.Type type : Field.Type.values()) {
            roots.add(tree(List.of(new Field("/a", type, "1"))).root().root());
        }
        // A value that imitates the tuple's next element stays one element.
        roots.add(
                tree(List.of(new Field("/a", Field.Type.TEXT, "\",\"1"))).root().root());
        roots.add(tree(List.of(new Field("/a\",\"TEXT", Field.Type.TEXT, "1")))
                .root()
                .root());
        assertThat(roots).doesNotHaveDuplicates();
    }

    @Test
    void theOrderGivenDoesNotMatterAndFieldsStandInUtf8Order() {
        Sha256 root = tree(FIELDS).root().root();
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            List<Field> shuffled = new ArrayList<>(FIELDS);
            Collections.shuffle(shuffled, random);
            assertThat(tree(shuffled).root().root()).isEqualTo(root);
        }
        // In UTF-16 the surrogates of U+1F600 would come before U+FFEE.
        assertThat(tree(FIELDS).fields())
                .extracting(Field::pointer)
                .containsExactly(
                        "/currency", "/lines/10", "/lines/2", "/payableAmount", "/买方", "/\uffee", "/\ud83d\ude00");
    }

    @Test
    void anotherSeedGivesAnotherRootAndOtherSalts() {
        FieldTree tree = tree(FIELDS);
        FieldTree fresh = new FieldTree(LEDGER, RECORD, "test/1", FIELDS, LEDGER);
        assertThat(fresh.root().root()).isNotEqualTo(tree.root().root());
        assertThat(FIELDS.stream().map(f -> tree.open(f.pointer()).salt())).doesNotHaveDuplicates();
    }

    @Test
    void refusesAPointerTwiceAndNoFields() {
        Field field = FIELDS.get(0);
        assertThatThrownBy(() -> tree(List.of(field, field))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> tree(List.of()).root()).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> tree(FIELDS).open("/none")).isInstanceOf(Refusal.class);
        assertThat(tree(FIELDS).value("/none")).isNull();
        assertThat(tree(FIELDS).value("/currency")).isEqualTo("EUR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "/a~", "/a~2b", "/~"})
    void refusesWhatIsNoPointer(String pointer) {
        assertThatThrownBy(() -> new Field(pointer, Field.Type.TEXT, "x")).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u001bb", "\ud800", "\u007f"})
    void refusesTextsThatNoJsonCarries(String text) {
        assertThatThrownBy(() -> new Field("/a", Field.Type.TEXT, text)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Field("/" + text, Field.Type.TEXT, "x")).isInstanceOf(Refusal.class);
    }

    @Test
    void anOpeningSurvivesJson() {
        FieldTree tree = tree(FIELDS);
        FieldOpening opening = tree.open("/买方");
        FieldOpening read = CanonicalJson.readCanonical(CanonicalJson.bytes(opening), FieldOpening.class);
        assertThat(read).isEqualTo(opening);
        assertThat(read.opens(LEDGER, RECORD, tree.root())).isTrue();
    }

    @Test
    void thousandsOfFieldsAreOneTree() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            fields.add(new Field("/line/" + i, Field.Type.INTEGER, String.valueOf(i)));
        }
        FieldTree tree = tree(fields);
        assertThat(tree.open("/line/4999").opens(LEDGER, RECORD, tree.root())).isTrue();
    }
}
