package org.tradeseal.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.participant.ParticipantStatus;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/** Checks that a command comes from its actor: by the actor's signature, or by its host while it is custodial. */
final class Authentication {
    static final Duration MAX_LIFE = Duration.ofDays(7);

    private Authentication() {}

    static void requireLedger(Command command, Sha256 ledger) {
        if (!command.ledger().equals(ledger)) {
            throw new Refusal(
                            ErrorCode.WRONG_LEDGER,
                            "The command is for ledger " + command.ledger() + ", this is " + ledger + ".",
                            "命令针对账本 " + command.ledger() + "，本账本为 " + ledger + "。")
                    .at("/ledger");
        }
    }

    static void requireLife(Command command, Instant now) {
        // The endorsers' clocks may be five minutes apart from the submitter's.
        boolean tooLate = command.expires().isAfter(now.plus(MAX_LIFE).plus(Duration.ofMinutes(5)));
        if (command.expires().isBefore(now) || tooLate) {
            throw new Refusal(
                            ErrorCode.COMMAND_EXPIRED,
                            "The command expires at " + command.expires() + "; it is now " + now
                                    + " and a command lives 7 days at most.",
                            "命令有效期至 " + command.expires() + "；现在是 " + now + "，命令最长有效 7 天。")
                    .at("/expires");
        }
    }

    static Actor actor(Command command, Participant participant) {
        if (participant.status() == ParticipantStatus.SUSPENDED) {
            throw new Refusal(
                    ErrorCode.PARTICIPANT_SUSPENDED,
                    "Participant " + command.actor() + " is suspended.",
                    "参与方 " + command.actor() + " 已被暂停。");
        }
        return new Actor(command.actor(), participant.organisation(), participant.roles());
    }

    /**
     * Only its host previews a participant's command: the preview shows the record that would result. What concerns the
     * registrars' records a registrar's gateway previews for the host, which has no access to them.
     */
    static void requirePreviewer(
            Execution x, Command command, RecordType.Home home, Participant participant, MspId submitter) {
        boolean may = participant.organisation().equals(submitter)
                || (home == RecordType.Home.REGISTRARS
                        && Genesis.read(x).registrars().contains(submitter));
        if (!may) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE,
                    submitter + " does not host " + command.actor() + ".",
                    submitter + " 不是 " + command.actor() + " 的托管组织。");
        }
    }

    static void requireAuthentic(
            Command command, @Nullable String signature, Participant participant, MspId submitter) {
        String keyId = command.keyId();
        if (keyId == null || signature == null) {
            requireCustody(command, signature, participant, submitter);
            return;
        }
        PublicKey key = participant
                .keyInForce(keyId)
                .orElseThrow(() -> new Refusal(
                                ErrorCode.KEY_NOT_IN_FORCE,
                                "Key " + keyId + " is not in force for " + command.actor() + ".",
                                "密钥 " + keyId + " 对 " + command.actor() + " 无效。")
                        .at("/keyId"));
        if (!key.verifies(command.signedBytes(), signature)) {
            throw new Refusal(
                            ErrorCode.BAD_SIGNATURE,
                            "The signature by key " + keyId + " does not cover this command.",
                            "密钥 " + keyId + " 的签名与此命令不符。")
                    .at("/signature");
        }
    }

    private static void requireCustody(
            Command command, @Nullable String signature, Participant participant, MspId submitter) {
        boolean bare = command.keyId() == null && signature == null;
        if (!bare
                || participant.custody() != Custody.HOST
                || !participant.organisation().equals(submitter)) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_REQUIRED,
                    "The command carries no signature, and " + submitter + " may not act for " + command.actor() + ".",
                    "命令没有签名，且 " + submitter + " 无权代表 " + command.actor() + " 行事。");
        }
    }
}
