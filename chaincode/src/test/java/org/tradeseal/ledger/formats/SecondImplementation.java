package org.tradeseal.ledger.formats;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The registry's formats once more, written from docs/formats.md alone: JSON values are maps, lists, texts, longs and
 * booleans, and nothing of the registry's own code is used. A test compares both implementations.
 */
final class SecondImplementation {
    private static final String BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private SecondImplementation() {}

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] hmac(byte[] secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // Canonical JSON

    static String json(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, Object> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put((String) k, v));
            String comma = "{";
            out.append(sorted.isEmpty() ? "{" : "");
            for (Map.Entry<String, Object> member : sorted.entrySet()) {
                out.append(comma);
                text(member.getKey(), out);
                out.append(':');
                write(member.getValue(), out);
                comma = ",";
            }
            out.append('}');
        } else if (value instanceof List<?> list) {
            String comma = "[";
            out.append(list.isEmpty() ? "[" : "");
            for (Object element : list) {
                out.append(comma);
                write(element, out);
                comma = ",";
            }
            out.append(']');
        } else if (value instanceof String text) {
            text(text, out);
        } else {
            out.append(value); // an integer, true, false or null
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> out.append(c < 0x20 ? "\\u00" + HexFormat.of().toHexDigits((byte) c) : String.valueOf(c));
            }
        }
        out.append('"');
    }

    // Identifiers

    static String ledger(Object genesis) {
        return hex(sha256(utf8("tradeseal/genesis/1\n"), utf8(json(genesis))));
    }

    static String recordId(String ledger, String prefix, String actor, String idempotencyKey) {
        byte[] digest = sha256(utf8(json(List.of("tradeseal/id/1", ledger, prefix, actor, idempotencyKey))));
        String bits =
                new java.math.BigInteger(1, digest).setBit(256).toString(2).substring(1);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < 80; i += 5) {
            id.append(BASE32.charAt(Integer.parseInt(bits.substring(i, i + 5), 2)));
        }
        return prefix + "-" + id + checkCharacter(id.toString());
    }

    static char checkCharacter(String sixteen) {
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            int value = BASE32.indexOf(sixteen.charAt(i));
            int doubled = i % 2 == 1 ? 2 * value : value; // the last character is doubled, the one before not
            sum += doubled / 32 + doubled % 32;
        }
        return BASE32.charAt((32 - sum % 32) % 32);
    }

    // Commands

    static byte[] signedBytes(Object command) {
        return utf8("tradeseal/command/1\n" + json(command));
    }

    static String requestDigest(Map<String, Object> command) {
        return hex(sha256(utf8(json(Map.of(
                "actor", command.get("actor"), "body", command.get("body"), "command", command.get("command"))))));
    }

    static byte[] keyStatement(String ledger, String participant, Object key) {
        return utf8("tradeseal/key/1\n" + json(Map.of("ledger", ledger, "participant", participant, "key", key)));
    }

    static boolean verifies(Map<String, Object> key, byte[] message, String signature) {
        byte[] raw = Base64.getUrlDecoder().decode(signature);
        byte[] spki = Base64.getDecoder().decode((String) key.get("spki"));
        try {
            return switch ((String) key.get("algorithm")) {
                case "P256" -> verifies("EC", "SHA256withECDSAinP1363Format", spki, message, raw);
                case "ED25519" -> verifies("Ed25519", "Ed25519", spki, message, raw);
                case "SM2" -> SecondSm2.verifies(spki, message, raw);
                default -> false;
            };
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean verifies(String family, String algorithm, byte[] spki, byte[] message, byte[] raw)
            throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(spki));
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(raw);
    }

    // Records and leaves

    static String recordSalt(String commandSalt, String id, long version) {
        return hex(sha256(utf8("tradeseal/salt/1\0"), unhex(commandSalt), utf8(id + "/" + version)));
    }

    static String commitment(String salt, Object record) {
        return hex(sha256(utf8("tradeseal/record/1\0"), unhex(salt), utf8(json(record))));
    }

    static String result(String id, Object content) {
        return hex(sha256(utf8("tradeseal/result/1\0"), utf8(json(Map.of("id", id, "content", content)))));
    }

    static String leaf(String ledger, String id, long version, String commitment) {
        return json(Map.of(
                "format",
                "tradeseal/leaf/1",
                "ledger",
                ledger,
                "id",
                id,
                "version",
                version,
                "commitment",
                commitment));
    }

    static byte[] leafHash(byte[] leaf) {
        return sha256(new byte[] {0}, leaf);
    }

    // Merkle trees, level by level; a last node without a neighbour moves up as it is

    static byte[] root(List<byte[]> leafHashes) {
        List<byte[]> level = leafHashes;
        while (level.size() > 1) {
            List<byte[]> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                above.add(
                        i + 1 == level.size() ? level.get(i) : sha256(new byte[] {1}, level.get(i), level.get(i + 1)));
            }
            level = above;
        }
        return level.isEmpty() ? sha256() : level.get(0);
    }

    static List<String> path(List<byte[]> leafHashes, int index) {
        List<String> path = new ArrayList<>();
        List<byte[]> level = leafHashes;
        for (int at = index; level.size() > 1; at /= 2) {
            int neighbour = at ^ 1;
            if (neighbour < level.size()) {
                path.add(hex(level.get(neighbour)));
            }
            List<byte[]> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                above.add(root(level.subList(i, Math.min(i + 2, level.size()))));
            }
            level = above;
        }
        return path;
    }

    // Private fields

    static List<Map<String, Object>> sortedFields(List<Map<String, Object>> fields) {
        // Sorting by code point is sorting by UTF-8.
        Comparator<Map<String, Object>> byPointer = (a, b) -> java.util.Arrays.compare(
                ((String) a.get("pointer")).codePoints().toArray(),
                ((String) b.get("pointer")).codePoints().toArray());
        return fields.stream().sorted(byPointer).toList();
    }

    static String fieldSalt(String seed, String pointer) {
        return hex(hmac(unhex(seed), utf8(pointer)));
    }

    static byte[] fieldLeafHash(String ledger, String record, Map<String, Object> field, String salt) {
        String tuple = json(List.of(
                "tradeseal/field/1", ledger, record, field.get("pointer"), field.get("type"), field.get("value")));
        return sha256(new byte[] {0}, unhex(salt), utf8(tuple));
    }
}
