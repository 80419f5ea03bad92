package org.tradeseal.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The salted fields of one record's private content, sorted by pointer in UTF-8. Each salt is HMAC-SHA-256 of the pointer
 * under the seed: 32 random bytes, fresh for each attempt, kept with the payload.
 */
public final class FieldTree {
    /** More fields than this are refused. */
    public static final int MAX_FIELDS = 20_000;

    private static final String FORMAT = "tradeseal/field/1";
    private static final Comparator<Field> BY_POINTER = (a, b) -> compare(a.pointer(), b.pointer());

    private final List<Field> fields;
    private final List<Sha256> salts;
    private final List<Sha256> leafHashes;
    private final String schema;

    public FieldTree(Sha256 ledger, RecordId record, String schema, List<Field> fields, Sha256 seed) {
        this.schema = schema;
        this.fields = fields.stream().sorted(BY_POINTER).toList();
        requireDistinct(this.fields);
        this.salts = this.fields.stream().map(f -> salt(seed, f.pointer())).toList();
        List<Sha256> hashes = new ArrayList<>(this.fields.size());
        for (int i = 0; i < this.fields.size(); i++) {
            hashes.add(leafHash(ledger, record, this.fields.get(i), salts.get(i)));
        }
        this.leafHashes = List.copyOf(hashes);
    }

    /** The order of pointers in a tree: that of their bytes in UTF-8. */
    static int compare(String pointer, String other) {
        return Arrays.compareUnsigned(pointer.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireDistinct(List<Field> fields) {
        Set<String> seen = new HashSet<>();
        for (Field field : fields) {
            if (!seen.add(field.pointer())) {
                throw new Refusal(ErrorCode.MALFORMED, "A field occurs twice.", "字段重复。").at(field.pointer());
            }
        }
    }

    /** What the record keeps. */
    public FieldRoot root() {
        return new FieldRoot(Merkle.root(leafHashes), fields.size(), schema);
    }

    public List<Field> fields() {
        return fields;
    }

    /** The value at this pointer, or null. */
    public @Nullable String value(String pointer) {
        return fields.stream()
                .filter(f -> f.pointer().equals(pointer))
                .map(Field::value)
                .findFirst()
                .orElse(null);
    }

    /** Opens one field. Throws {@link Refusal} FIELD_REQUIRED if there is none at this pointer. */
    public FieldOpening open(String pointer) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).pointer().equals(pointer)) {
                return new FieldOpening(fields.get(i), salts.get(i), i, Merkle.path(leafHashes, i));
            }
        }
        throw new Refusal(
                        ErrorCode.FIELD_REQUIRED,
                        "The record's private content has no field " + pointer + ".",
                        "该记录的私密内容中没有字段 " + pointer + "。")
                .at(pointer);
    }

    /** Opens these fields, in the order of the tree; what names no field opens none. */
    public List<FieldOpening> open(Collection<String> pointers) {
        Set<String> wanted = Set.copyOf(pointers);
        IntFunction<List<Sha256>> paths = Merkle.paths(leafHashes);
        List<FieldOpening> openings = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (wanted.contains(fields.get(i).pointer())) {
                openings.add(new FieldOpening(fields.get(i), salts.get(i), i, paths.apply(i)));
            }
        }
        return openings;
    }

    static Sha256 leafHash(Sha256 ledger, RecordId record, Field field, Sha256 salt) {
        return Sha256.of(
                new byte[] {0},
                salt.bytes(),
                Json.array(
                        FORMAT,
                        ledger.hex(),
                        record.value(),
                        field.pointer(),
                        field.type().name(),
                        field.value()));
    }

    private static Sha256 salt(Sha256 seed, String pointer) {
        return Sha256.fromBytes(Hmac.sha256(seed.bytes(), pointer.getBytes(StandardCharsets.UTF_8)));
    }
}
