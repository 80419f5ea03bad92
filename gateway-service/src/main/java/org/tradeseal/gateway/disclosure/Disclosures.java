package org.tradeseal.gateway.disclosure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.AccessLog;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.delivery.Payloads;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.log.LogTree;
import org.tradeseal.gateway.log.OwnKeys;
import org.tradeseal.gateway.records.Visibility;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Disclosure;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.FieldTree;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import tools.jackson.databind.JsonNode;

/** Shows private fields of records to somebody: chooses them, signs, and notes what was shown to whom. */
@Component
class Disclosures {
    private static final int MAX_POINTERS = 1000;
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)*");
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final Visibility visibility;
    private final Payloads payloads;
    private final OwnKeys keys;
    private final LogTree tree;
    private final AccessLog log;
    private final Ledger ledger;

    Disclosures(Visibility visibility, Payloads payloads, OwnKeys keys, LogTree tree, AccessLog log, Ledger ledger) {
        this.visibility = visibility;
        this.payloads = payloads;
        this.keys = keys;
        this.tree = tree;
        this.log = log;
        this.ledger = ledger;
    }

    /** What to show, by pointers or by a policy, and on what terms. */
    record Request(
            @Nullable List<String> fields,
            @Nullable String policy,
            @Nullable String audience,
            @Nullable String nonce,
            @Nullable Instant expires) {
        Request {
            if (fields == null && policy == null) {
                throw new Refusal(ErrorCode.FIELD_REQUIRED, "Name the fields to show, or a policy.", "请指明要披露的字段或策略。")
                        .at("/fields");
            }
            if (fields != null && policy != null) {
                throw new Refusal(ErrorCode.MALFORMED, "Name fields or a policy, not both.", "字段与策略只能指明其一。")
                        .at("/policy");
            }
            if (fields != null) {
                requirePointers(fields);
                fields = List.copyOf(fields);
            }
            requireText(audience, 256, "/audience");
            requireText(nonce, 128, "/nonce");
        }

        private static void requirePointers(List<String> fields) {
            if (fields.isEmpty() || fields.size() > MAX_POINTERS) {
                throw new Refusal(
                                ErrorCode.MALFORMED,
                                "Name 1 to " + MAX_POINTERS + " fields.",
                                "请指明 1 至 " + MAX_POINTERS + " 个字段。")
                        .at("/fields");
            }
            for (int i = 0; i < fields.size(); i++) {
                if (Objects.isNull(fields.get(i)) // JSON may hold null here
                        || fields.get(i).length() > 512
                        || !POINTER.matcher(fields.get(i)).matches()) {
                    throw new Refusal(
                                    ErrorCode.MALFORMED,
                                    "A field's pointer is an RFC 6901 JSON pointer of at most 512 characters.",
                                    "字段指针须为不超过 512 个字符的 RFC 6901 JSON 指针。")
                            .at("/fields/" + i);
                }
            }
        }

        private static void requireText(@Nullable String text, int longest, String pointer) {
            boolean fits = text == null
                    || (!text.isBlank()
                            && text.length() <= longest
                            && text.codePoints().noneMatch(Character::isISOControl));
            if (!fits) {
                throw new Refusal(
                                ErrorCode.MALFORMED,
                                "The text has 1 to " + longest + " characters, none of them a control character.",
                                "文本须为 1 至 " + longest + " 个字符，且不含控制字符。")
                        .at(pointer);
            }
        }
    }

    /**
     * The file of a disclosure. Refuses NOT_FOUND to whoever may not read the private content, FIELD_REQUIRED where there is
     * no such field, and MALFORMED.
     */
    byte[] of(Caller caller, RecordId id, Request request) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        RegistryRecord record = visibility.require(caller, id).record();
        FieldTree content = content(caller, record)
                .orElseThrow(() -> new Refusal(
                        ErrorCode.NOT_FOUND,
                        "Your organisation holds no private content of " + id + ".",
                        "贵方未持有 " + id + " 的私密内容。"));
        List<String> pointers = request.fields() != null
                ? request.fields()
                : policy(request.policy()).pointers(id);
        SortedSet<String> chosen = chosen(pointers, request, content);
        Disclosure disclosure = new Disclosure(
                ledger.digest(),
                record.id(),
                content.root(),
                caller.participant(),
                content.open(chosen),
                new Disclosure.Terms(
                        request.policy(), request.audience(), request.nonce(), expiry(request.expires(), now)),
                now,
                tree.size());
        byte[] file = keys.witness().sign(disclosure);
        if (file.length > Disclosure.MAX_BYTES) {
            throw new Refusal(
                            ErrorCode.TOO_LARGE,
                            "The disclosure would have " + file.length + " bytes; choose fewer fields.",
                            "披露文件将达 " + file.length + " 字节；请减少字段。")
                    .at(request.fields() == null ? "/policy" : "/fields");
        }
        note(caller, record.id(), pointers, chosen.size(), disclosure.terms());
        return file;
    }

    // What the organisation holds is shown only where it is the content of the newest version.
    private Optional<FieldTree> content(Caller caller, RegistryRecord record) {
        JsonNode root = record.content().at("/privateContent/fields");
        return payloads.of(caller, record.id())
                .map(p -> new FieldTree(ledger.digest(), record.id(), p.schema(), p.fields(), p.seed()))
                .filter(t -> t.root().equals(CanonicalJson.read(root, FieldRoot.class)));
    }

    private static DisclosurePolicy policy(@Nullable String name) {
        String named = String.valueOf(name);
        return DisclosurePolicy.named(named)
                .orElseThrow(() -> new Refusal(
                                ErrorCode.MALFORMED,
                                "There is no such policy; there are bank, customs, auditor and public.",
                                "没有这一策略；可用策略为 bank、customs、auditor、public。")
                        .at("/policy"));
    }

    private static SortedSet<String> chosen(List<String> pointers, Request request, FieldTree content) {
        SortedSet<String> chosen = new TreeSet<>();
        for (int i = 0; i < pointers.size(); i++) {
            String pointer = pointers.get(i);
            List<String> fields = content.fields().stream()
                    .map(Field::pointer)
                    // What a caller names is meant as it stands: * is a name like any other.
                    .filter(f -> request.fields() == null
                            ? DisclosurePolicy.selects(pointer, f)
                            : f.equals(pointer) || f.startsWith(pointer + "/"))
                    .toList();
            if (fields.isEmpty() && request.fields() != null) {
                throw new Refusal(
                                ErrorCode.FIELD_REQUIRED,
                                "The record's private content has no field " + pointer + ".",
                                "该记录的私密内容中没有字段 " + pointer + "。")
                        .at("/fields/" + i);
            }
            chosen.addAll(fields);
        }
        if (chosen.isEmpty()) {
            throw new Refusal(
                            ErrorCode.FIELD_REQUIRED,
                            "The record has no field that this policy shows.",
                            "该记录没有此策略所披露的字段。")
                    .at("/policy");
        }
        return chosen;
    }

    private static @Nullable Instant expiry(@Nullable Instant expires, Instant now) {
        if (expires == null) {
            return null;
        }
        if (!expires.isAfter(now.plusSeconds(1)) || expires.isAfter(now.plus(LONGEST))) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "A disclosure expires later than now and within 100 years.",
                            "披露文件的失效时间须晚于当前时间且在 100 年之内。")
                    .at("/expires");
        }
        return expires.truncatedTo(ChronoUnit.SECONDS);
    }

    // Which fields and to whom, but nothing of what they say.
    private void note(Caller caller, RecordId id, List<String> pointers, int count, Disclosure.Terms terms) {
        Map<String, Object> shown = new TreeMap<>(Map.of("count", count, "fields", new ArrayList<>(pointers)));
        put(shown, "policy", terms.policy());
        put(shown, "audience", terms.audience());
        put(shown, "nonce", terms.nonce());
        put(shown, "expires", terms.expires());
        log.note(caller, "disclose", id.value(), new String(CanonicalJson.bytes(shown), StandardCharsets.UTF_8));
    }

    private static void put(Map<String, Object> shown, String name, @Nullable Object value) {
        if (value != null) {
            shown.put(name, value);
        }
    }
}
