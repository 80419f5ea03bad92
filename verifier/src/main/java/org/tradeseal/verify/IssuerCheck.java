package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who acted, and whether the actor's participant record lets it. The rules are those of the contracts. */
final class IssuerCheck {
    private static final Set<String> AUTHORITIES = Set.of("CUSTOMS", "IP_CENTRE", "REGULATOR", "COURT");
    private static final byte[] GENESIS_DOMAIN = Json.utf8("tradeseal/genesis/1\n");

    private IssuerCheck() {}

    /** Presupposes a receipt of integrity. */
    static Finding of(ParsedReceipt receipt) {
        LoggedRecord actor = receipt.actor();
        return actor == null ? founder(receipt) : participant(receipt, actor);
    }

    private static Finding participant(ParsedReceipt receipt, LoggedRecord actor) {
        Json content = actor.content();
        boolean authority = content.list("roles").stream().anyMatch(r -> AUTHORITIES.contains(r.text()));
        Reason reason = acted(receipt, content, actor.version(), authority);
        Naming naming = Naming.of(receipt);
        // An authority's result covers the record that the command is about, and no other.
        boolean covered = naming == Naming.SUBJECT || (naming == Naming.EXPECTED && !authority);
        LoggedRecord decided = covered ? receipt.record() : receipt.cause();
        if (reason == Reason.DECIDED && decided != null && !isResult(receipt, decided)) {
            reason = Reason.RESULT_DIFFERS;
        } else if (reason.verdict() == Verdict.VALID && !covered) {
            reason = ByProduct.of(receipt, authority, reason);
        }
        return finding(reason, receipt, name(content));
    }

    private static Reason acted(ParsedReceipt receipt, Json content, int version, boolean authority) {
        String signature = receipt.signature();
        if (!content.get("status").is("ACTIVE")) {
            return Reason.SUSPENDED;
        }
        if (signature == null) {
            boolean may = content.get("custody").is("HOST") && !authority;
            return may ? Reason.CUSTODIAL : Reason.NOT_CUSTODIAL;
        }
        PublicKey key = key(content, version, receipt.command().text("keyId"));
        if (key == null) {
            return Reason.KEY_NOT_IN_FORCE;
        }
        if (!key.verifies(receipt.signedCommand(), signature)) {
            return Reason.BAD_SIGNATURE;
        }
        return authority ? Reason.DECIDED : Reason.SIGNED;
    }

    private static Finding finding(Reason reason, ParsedReceipt receipt, Text who) {
        String command = receipt.command().text("command");
        return Finding.of(
                Aspect.ISSUER,
                reason,
                "Actor: " + who.en() + ", command " + command + ".",
                "行为人：" + who.zh() + "，命令 " + command + "。");
    }

    private static Text name(Json participant) {
        Json name = participant.get("name");
        String en = name.findText("en");
        String zh = name.findText("zh");
        return Text.of(en != null ? en : String.valueOf(zh), zh != null ? zh : String.valueOf(en));
    }

    // Ranges of keys count versions of the participant's own record; this one is the one in force for the command.
    private static @Nullable PublicKey key(Json content, int version, String keyId) {
        for (Json entry : content.list("keys")) {
            Json key = entry.get("key");
            boolean inForce = entry.find("untilVersion") == null && entry.integer("fromVersion") <= version;
            if (inForce && key.text("keyId").equals(keyId)) {
                return key(key);
            }
        }
        return null;
    }

    private static PublicKey key(Json key) {
        for (PublicKey.Algorithm algorithm : PublicKey.Algorithm.values()) {
            if (key.get("algorithm").is(algorithm.name())) {
                return new PublicKey(key.text("keyId"), algorithm, key.text("spki"));
            }
        }
        throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "The key's algorithm is not known here.", "密钥的算法此处不识别。");
    }

    private static boolean isResult(ParsedReceipt receipt, LoggedRecord decided) {
        byte[] before = Json.utf8("{\"content\":");
        byte[] after = Json.utf8(",\"id\":" + Json.quoted(decided.id().value()) + "}");
        byte[] content = decided.content().bytes();
        Sha256 result = Sha256.of(StoredRecord.RESULT_DOMAIN, before, content, after);
        return receipt.command().find("result") != null
                && receipt.command().digest("result").equals(result);
    }

    private static Finding founder(ParsedReceipt receipt) {
        Json genesis = receipt.genesis();
        Json command = receipt.command();
        if (genesis == null
                || !Sha256.of(genesis.bytesAfter(GENESIS_DOMAIN)).equals(receipt.ledger())
                || Naming.of(receipt) != Naming.SUBJECT
                || !command.text("actor").equals(receipt.id().value())) {
            return Finding.of(Aspect.ISSUER, Reason.GENESIS_DIFFERS);
        }
        genesis.requireFormat("tradeseal/genesis/1");
        boolean plain = command.find("keyId") == null
                && command.find("result") == null
                && command.list("expect").isEmpty()
                && command.get("expires").isSame(genesis.get("createdAt"))
                && receipt.salt().equals(StoredRecord.salt(genesis.digest("nonce"), receipt.id(), 1));
        for (Json founder : genesis.list("founders")) {
            Json participant = founder.get("participant");
            boolean named = founder.get("name").isSame(command.get("idempotencyKey"))
                    && participant.isSame(command.get("body"))
                    && Arrays.equals(
                            founded(participant), receipt.record().content().bytes());
            if (plain && named) {
                return finding(Reason.FOUNDER, receipt, name(participant));
            }
        }
        return Finding.of(Aspect.ISSUER, Reason.GENESIS_DIFFERS);
    }

    /** The content of a founder's first version: what the genesis says, with its keys in force from that version on. */
    private static byte[] founded(Json participant) {
        List<String> members = new ArrayList<>();
        for (String name : participant.names()) {
            Json value = participant.get(name);
            members.add(Json.quoted(name) + ":" + (name.equals("keys") ? keysFromStart(value) : value.canonical()));
        }
        members.add("\"status\":\"ACTIVE\"");
        return Json.utf8("{" + String.join(",", members) + "}");
    }

    private static String keysFromStart(Json keys) {
        List<String> entries = new ArrayList<>();
        keys.list().forEach(key -> entries.add("{\"fromVersion\":1,\"key\":" + key.canonical() + "}"));
        return "[" + String.join(",", entries) + "]";
    }
}
