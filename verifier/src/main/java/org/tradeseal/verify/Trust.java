package org.tradeseal.verify;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom a verifier trusts about one ledger: the organisations with their keys, and how many of them have to sign a head.
 * {@code registrars} names those that keep the financing register.
 */
public record Trust(
        String format,
        Sha256 ledger,
        int k,
        List<Organisation> organisations,
        @Nullable List<String> registrars) {
    public static final String FORMAT = "tradeseal/trust/1";

    private static final int MAX = 1000;
    private static final Pattern MSP = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

    public Trust {
        Required.field(format, "/format");
        Required.field(ledger, "/ledger");
        Required.field(organisations, "/organisations");
        if (!format.equals(FORMAT)) {
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "Unknown trust file format.", "未知的信任文件格式。").at("/format");
        }
        organisations = List.copyOf(organisations);
        registrars = registrars == null ? null : List.copyOf(registrars);
        if (organisations.size() > MAX || k < 1 || k > organisations.size()) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "k is at least 1 and at most the number of organisations.",
                            "k 至少为 1，至多为组织数。")
                    .at("/k");
        }
        // A key that two organisations shared would let one of them count twice.
        requireDistinct(organisations, o -> Stream.of(o.msp()), "/organisations");
        requireDistinct(
                organisations,
                o -> Stream.concat(o.logKeys().stream(), o.witnessKeys().stream())
                        .map(Key::key),
                "/organisations");
    }

    public Trust(Sha256 ledger, int k, List<Organisation> organisations, @Nullable List<String> registrars) {
        this(FORMAT, ledger, k, organisations, registrars);
    }

    /** Reads a trust file, which is canonical JSON. Throws {@link Refusal}. */
    public static Trust read(byte[] file) {
        Json json = CanonicalReader.read(file.clone());
        json.requireFormat(FORMAT);
        json.requireMembers(Set.of("format", "k", "ledger", "organisations"), Set.of("registrars"));
        List<Organisation> organisations =
                json.list("organisations").stream().map(Trust::organisation).toList();
        List<String> registrars = json.find("registrars") == null
                ? null
                : json.list("registrars").stream().map(Json::text).toList();
        int k = (int) Math.max(0, Math.min(json.integer("k"), MAX + 1));
        return new Trust(FORMAT, json.digest("ledger"), k, organisations, registrars);
    }

    private static Organisation organisation(Json json) {
        json.requireMembers(Set.of("logKeys", "msp", "name", "witnessKeys"), Set.of());
        Json name = json.get("name");
        name.requireMembers(Set.of("en", "zh"), Set.of());
        return new Organisation(
                json.text("msp"),
                Text.of(name.text("en"), name.text("zh")),
                json.list("logKeys").stream().map(Trust::key).toList(),
                json.list("witnessKeys").stream().map(Trust::key).toList());
    }

    private static Key key(Json json) {
        json.requireMembers(Set.of("from", "key"), Set.of("until"));
        return new Key(
                json.text("key"), json.integer("from"), json.find("until") == null ? null : json.integer("until"));
    }

    private static void requireDistinct(
            List<Organisation> organisations, Function<Organisation, Stream<String>> values, String pointer) {
        Set<String> seen = new HashSet<>();
        organisations.stream().flatMap(values).forEach(value -> {
            if (!seen.add(value)) {
                throw new Refusal(ErrorCode.MALFORMED, value + " occurs twice.", value + " 出现两次。").at(pointer);
            }
        });
    }

    /** An organisation: its MSP id, its name for people, the keys of its log and those it cosigns and states with. */
    public record Organisation(String msp, Text name, List<Key> logKeys, List<Key> witnessKeys) {
        public Organisation {
            Required.field(msp, "/msp");
            Required.field(name, "/name");
            Required.field(logKeys, "/logKeys");
            Required.field(witnessKeys, "/witnessKeys");
            requireMsp(msp);
            logKeys = List.copyOf(logKeys);
            witnessKeys = List.copyOf(witnessKeys);
            if (logKeys.size() > MAX || witnessKeys.size() > MAX) {
                throw new Refusal(ErrorCode.MALFORMED, "An organisation has too many keys.", "组织的密钥过多。");
            }
        }
    }

    /** A raw Ed25519 key in base64, and for which heads it counts: {@code from} <= size < {@code until}. */
    public record Key(String key, long from, @Nullable Long until) {
        public Key {
            Required.field(key, "/key");
            NoteKey.requireLength(key);
            if (from < 0 || (until != null && until <= from)) {
                throw new Refusal(ErrorCode.MALFORMED, "A key's range of sizes is empty.", "密钥的有效范围为空。").at("/until");
            }
        }

        /** Whether the key counts for heads of this size. */
        public boolean covers(long size) {
            return from <= size && (until == null || size < until);
        }
    }

    /** Refuses what is not an organisation's MSP id. */
    static void requireMsp(String msp) {
        if (!MSP.matcher(msp).matches()) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "An organisation's MSP id is 1 to 64 letters, digits or hyphens.",
                    "组织的 MSP 编号为 1 至 64 个字母、数字或连字符。");
        }
    }

    /** The origin of the ledger's log, which is also the name of its log keys. */
    public String origin() {
        return Checkpoint.origin(ledger);
    }

    /** The name of an organisation's witness key. */
    public static String witnessName(Sha256 ledger, String msp) {
        return Checkpoint.origin(ledger) + "/" + msp;
    }
}
