package org.tradeseal.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A disclosure read from its bytes. It has its one form; whether it proves anything is the {@link Verifier}'s to say. */
final class ParsedDisclosure {
    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
    private static final Set<String> MEMBERS =
            Set.of("_sd_alg", "discloser", "fields", "format", "iat", "iss", "ledger", "root", "size", "sub");
    private static final Set<String> OPTIONAL = Set.of("aud", "exp", "nonce", "policy");
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

    private final byte[] signed;
    private final byte[] signature;
    private final String keyId;
    private final Json payload;
    private final boolean newer;
    private final Sha256 ledger;
    private final RecordId record;
    private final RecordId discloser;
    private final FieldRoot root;
    private final Instant issuedAt;
    private final @Nullable Instant expires;
    private final int digests;
    private final List<FieldOpening> openings = new ArrayList<>();

    private ParsedDisclosure(String token, List<String> disclosures) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw malformed("A JWT is header, payload and signature.", "JWT 由头部、载荷和签名组成。");
        }
        signed = Json.utf8(parts[0] + "." + parts[1]);
        keyId = keyId(json(parts[0]));
        payload = json(parts[1]);
        signature = Base64Text.urlBytes(parts[2]);
        payload.requireFormat(Disclosure.FORMAT);
        newer = payload.names().stream().anyMatch(name -> !MEMBERS.contains(name) && !OPTIONAL.contains(name));
        if (!payload.text("_sd_alg").equals(Disclosure.HASH)) {
            throw malformed("The digests of disclosures are SHA-256.", "披露项的摘要须为 SHA-256。");
        }
        payload.text("iss");
        payload.findText("aud");
        payload.findText("nonce");
        payload.findText("policy");
        ledger = payload.digest("ledger");
        record = new RecordId(payload.text("sub"));
        discloser = new RecordId(payload.text("discloser"));
        root = fieldRoot(payload.get("root"));
        if (payload.integer("size") < 0) {
            throw malformed("A log has no negative size.", "日志大小不能为负。");
        }
        issuedAt = time("iat");
        expires = payload.find("exp") == null ? null : time("exp");
        Set<String> named = named(payload.get("fields"));
        digests = named.size();
        disclosures.forEach(disclosure -> add(disclosure, named));
    }

    private static Refusal malformed(String en, String zh) {
        return new Refusal(ErrorCode.MALFORMED, en, zh);
    }

    private static Refusal unknown(String en, String zh) {
        return new Refusal(ErrorCode.UNKNOWN_FORMAT, en, zh);
    }

    private static Json json(String part) {
        return CanonicalReader.read(Base64Text.urlBytes(part));
    }

    /** Throws {@link Refusal}: UNKNOWN_FORMAT for what a newer verifier may know, else what is wrong with the bytes. */
    static ParsedDisclosure read(byte[] file) {
        if (file.length > Disclosure.MAX_BYTES) {
            throw malformed(
                    "A disclosure has at most " + Disclosure.MAX_BYTES + " bytes.",
                    "披露文件至多 " + Disclosure.MAX_BYTES + " 字节。");
        }
        for (byte b : file) {
            if (b <= ' ' || b == 0x7f) {
                throw malformed("The bytes are not an SD-JWT.", "字节不是 SD-JWT。");
            }
        }
        String[] parts = new String(file, java.nio.charset.StandardCharsets.US_ASCII).split("~", -1);
        if (parts.length < 2) {
            throw malformed("The bytes are not an SD-JWT.", "字节不是 SD-JWT。");
        }
        String last = parts[parts.length - 1];
        if (last.split("\\.", -1).length == 3) {
            throw unknown("A key binding is not known here.", "此处不识别密钥绑定。");
        }
        if (!last.isEmpty()) {
            throw malformed("A disclosure is cut off at its end.", "披露项末尾残缺。");
        }
        return new ParsedDisclosure(parts[0], Arrays.asList(parts).subList(1, parts.length - 1));
    }

    private static String keyId(Json header) {
        if (!header.text("typ").equals(Disclosure.TYPE)) {
            throw unknown("The type of the JWT is not known here.", "此处不识别该 JWT 类型。");
        }
        if (header.names().stream().anyMatch(name -> !HEADER.contains(name))) {
            throw unknown("The header of the JWT has a part that is not known here.", "JWT 头部含有此处不识别的部分。");
        }
        if (!header.text("alg").equals(Disclosure.ALGORITHM)) {
            throw malformed("A disclosure is signed with Ed25519.", "披露文件须以 Ed25519 签名。");
        }
        return header.text("kid");
    }

    /** Reads {@code count}, {@code root} and {@code schema}. */
    static FieldRoot fieldRoot(Json json) {
        long count = json.integer("count");
        return new FieldRoot(
                json.digest("root"), count < 1 || count > FieldTree.MAX_FIELDS ? 0 : (int) count, json.text("schema"));
    }

    private Instant time(String name) {
        long seconds = payload.integer(name);
        if (seconds < 0 || seconds > LAST_SECOND) {
            throw malformed("There is no such time.", "没有这样的时间。");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static Set<String> named(Json fields) {
        fields.requireMembers(Set.of("_sd"), Set.of());
        Set<String> named = new HashSet<>();
        String last = "";
        for (Json digest : fields.list("_sd")) {
            String text = digest.text();
            if (Base64Text.urlBytes(text).length != Hasher.LENGTH || last.compareTo(text) >= 0) {
                throw malformed(
                        "The digests are 32 bytes each, sorted, and none stands twice.", "摘要各为 32 字节，须排序且不得重复。");
            }
            named.add(text);
            last = text;
        }
        return named;
    }

    private void add(String disclosure, Set<String> named) {
        if (!named.contains(Disclosure.digest(disclosure))) {
            throw malformed("A disclosure is not one that the signer named.", "有披露项不在签署方所列之内。");
        }
        List<Json> parts = json(disclosure).list();
        if (parts.size() != 3) {
            throw malformed("A disclosure is a salt, a pointer and a field.", "披露项由盐、指针和字段组成。");
        }
        byte[] salt = Base64Text.urlBytes(parts.get(0).text());
        if (salt.length != Hasher.LENGTH) {
            throw malformed("A salt has 32 bytes.", "盐为 32 字节。");
        }
        String pointer = parts.get(1).text();
        Json shown = parts.get(2);
        shown.requireMembers(Set.of("index", "proof", "type", "value"), Set.of());
        long index = shown.integer("index");
        List<Sha256> proof = Merkle.fromText(shown.text("proof"));
        Field field = new Field(pointer, ParsedReceipt.type(shown.text("type")), shown.text("value"));
        FieldOpening opening = new FieldOpening(
                field, Sha256.fromBytes(salt), index < 0 || index > FieldTree.MAX_FIELDS ? -1 : (int) index, proof);
        if (!openings.isEmpty() && !isBefore(openings.get(openings.size() - 1), opening)) {
            throw malformed("The fields are not in their order, or one stands twice.", "字段次序有误或重复。");
        }
        openings.add(opening);
    }

    private static boolean isBefore(FieldOpening one, FieldOpening other) {
        return one.index() < other.index()
                && FieldTree.compare(one.field().pointer(), other.field().pointer()) < 0;
    }

    /** Whether it has a part that a newer verifier may know. */
    boolean isNewer() {
        return newer;
    }

    byte[] signed() {
        return signed;
    }

    byte[] signature() {
        return signature;
    }

    /** The id of the key that signed. */
    String keyId() {
        return keyId;
    }

    /** The name of the key that signed. */
    String issuer() {
        return payload.text("iss");
    }

    Sha256 ledger() {
        return ledger;
    }

    RecordId record() {
        return record;
    }

    RecordId discloser() {
        return discloser;
    }

    FieldRoot root() {
        return root;
    }

    /** How far the signer's log went. */
    long size() {
        return payload.integer("size");
    }

    Instant issuedAt() {
        return issuedAt;
    }

    @Nullable Instant expires() {
        return expires;
    }

    @Nullable String audience() {
        return payload.findText("aud");
    }

    @Nullable String nonce() {
        return payload.findText("nonce");
    }

    /** The fields shown, in their order. */
    List<FieldOpening> openings() {
        return openings;
    }

    /** How many fields the signer named whose disclosures were taken out. */
    int leftOut() {
        return digests - openings.size();
    }
}
