package org.tradeseal.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A genuine disclosure taken apart, so that each part can be changed as text and put together again. */
final class ForgedDisclosure {
    private String header;
    private String payload;
    private String signature;
    private final List<String> shown = new ArrayList<>();

    ForgedDisclosure(byte[] genuine) {
        String[] parts = new String(genuine, StandardCharsets.US_ASCII).split("~", -1);
        String[] token = parts[0].split("\\.", -1);
        header = text(token[0]);
        payload = text(token[1]);
        signature = token[2];
        Arrays.stream(parts).skip(1).limit(parts.length - 2).forEach(part -> shown.add(text(part)));
    }

    private static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String part(String text) {
        return Base64Text.url(Json.utf8(text));
    }

    private static String changed(String text, UnaryOperator<String> change) {
        String other = change.apply(text);
        if (other.equals(text)) {
            throw new AssertionError("the change changes nothing of " + text);
        }
        return other;
    }

    ForgedDisclosure header(UnaryOperator<String> change) {
        header = changed(header, change);
        return this;
    }

    ForgedDisclosure payload(UnaryOperator<String> change) {
        payload = changed(payload, change);
        return this;
    }

    ForgedDisclosure payload(String from, String to) {
        return payload(text -> text.replace(from, to));
    }

    /** Changes the disclosure of this field. */
    ForgedDisclosure field(String pointer, UnaryOperator<String> change) {
        for (int i = 0; i < shown.size(); i++) {
            if (shown.get(i).contains("\"" + pointer + "\"")) {
                shown.set(i, changed(shown.get(i), change));
                return this;
            }
        }
        throw new AssertionError("no field " + pointer);
    }

    ForgedDisclosure field(String pointer, String from, String to) {
        return field(pointer, text -> text.replace(from, to));
    }

    /** Changes which disclosures there are. */
    ForgedDisclosure shown(UnaryOperator<List<String>> change) {
        List<String> other = change.apply(List.copyOf(shown));
        shown.clear();
        shown.addAll(other);
        return this;
    }

    /** As somebody without the key would send it. */
    byte[] unsigned() {
        return file(signature);
    }

    /** As the organisation itself would sign it, with the digests that it says. */
    byte[] signed(String msp) {
        String signed = part(header) + "." + part(payload);
        return file(
                Base64Text.url(Ed25519Raw.sign(TestLedger.seed("witness " + msp).bytes(), Json.utf8(signed))));
    }

    /** As the organisation itself would sign it, with the digests of the disclosures as they now are. */
    byte[] resigned() {
        String digests = shown.stream()
                .map(text -> "\"" + Disclosure.digest(part(text)) + "\"")
                .distinct()
                .sorted()
                .collect(Collectors.joining(",", "\"_sd\":[", "]"));
        payload = payload.replaceFirst("\"_sd\":\\[[^\\]]*\\]", digests);
        return signed(DisclosureStory.SIGNER);
    }

    private byte[] file(String sign) {
        StringBuilder file = new StringBuilder(part(header) + "." + part(payload) + "." + sign + "~");
        shown.forEach(text -> file.append(part(text)).append('~'));
        return Json.utf8(file.toString());
    }
}
