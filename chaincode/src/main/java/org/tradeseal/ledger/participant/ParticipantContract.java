package org.tradeseal.ledger.participant;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.record.Shared;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.ledger.record.UniqueName;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.node.ObjectNode;

/** The rules about participants. */
public final class ParticipantContract {
    /** The lines of the dispatch table. */
    public static final List<CommandRule<?>> RULES = List.of(
            CommandRule.creating(
                            Participant.TYPE, ParticipantMove.ADMIT, AdmitParticipant.class, ParticipantContract::admit)
                    .claiming((actor, b) -> names(b.identifiers())),
            CommandRule.moving(
                    Participant.TYPE,
                    ParticipantMove.SUSPEND,
                    SuspendParticipant.class,
                    (x, b) -> setStatus(x, b, ParticipantMove.SUSPEND)),
            CommandRule.moving(
                    Participant.TYPE,
                    ParticipantMove.RESUME,
                    SuspendParticipant.class,
                    (x, b) -> setStatus(x, b, ParticipantMove.RESUME)),
            CommandRule.moving(
                    Participant.TYPE, ParticipantMove.ROTATE_KEY, RotateKey.class, ParticipantContract::rotateKey),
            CommandRule.moving(
                    Participant.TYPE, ParticipantMove.REPLACE_KEY, ReplaceKey.class, ParticipantContract::replaceKey),
            CommandRule.moving(
                    Participant.TYPE, ParticipantMove.END_CUSTODY, EndCustody.class, ParticipantContract::endCustody));

    private ParticipantContract() {}

    private static void admit(Execution x, AdmitParticipant body) {
        Participant draft = newParticipant(body);
        Participant.LIFECYCLE.create(ParticipantMove.ADMIT, x.actor(), draft);
        RecordId id = x.create(Participant.TYPE, draft, Times.none().at("admittedAt", x.now()));
        claimIdentifiers(x, draft, id);
        if (draft.roles().contains(Role.BANK)) {
            Banks.read(x.state(Banks.KEY)).with(id).write(x);
        }
    }

    /** A founder's record: written with the genesis, by a command that exists nowhere else and names itself as actor. */
    public static Execution found(Transaction transaction, Genesis genesis, Genesis.Founder founder) {
        Sha256 ledger = genesis.ledger();
        RecordId id = Genesis.founderId(ledger, founder.name());
        Command command = new Command(
                Command.FORMAT,
                ledger,
                Participant.TYPE.name() + "." + ParticipantMove.FOUND.wire(),
                id,
                null,
                founder.name(),
                genesis.createdAt(),
                List.of(),
                (ObjectNode) CanonicalJson.toTree(founder.participant()),
                null);
        Execution x = new Execution(transaction, new Shared(key -> key), ledger, command, genesis.nonce(), false);
        Participant draft = newParticipant(founder.participant());
        x.create(Participant.TYPE, id, draft, Times.none().at("admittedAt", x.now()));
        claimIdentifiers(x, draft, id);
        return x;
    }

    private static Participant newParticipant(AdmitParticipant body) {
        List<ParticipantKey> keys =
                body.keys().stream().map(k -> new ParticipantKey(k, 1, null)).toList();
        if (keys.stream().map(k -> k.key().keyId()).distinct().count() != keys.size()) {
            throw new Refusal(ErrorCode.MALFORMED, "Two keys have the same id.", "两个密钥的编号相同。").at("/body/keys");
        }
        return new Participant(
                body.name(),
                body.organisation(),
                body.country(),
                body.roles(),
                body.identifiers(),
                keys,
                body.custody(),
                ParticipantStatus.ACTIVE,
                null);
    }

    private static void claimIdentifiers(Execution x, Participant participant, RecordId id) {
        for (UniqueName name : names(participant.identifiers())) {
            x.claim(name, id).ifPresent(owner -> {
                String given = asGiven(participant, name);
                throw new Refusal(
                                ErrorCode.IDENTIFIER_TAKEN,
                                "The identifier " + given + " is admitted for " + owner + ".",
                                "标识 " + given + " 已登记给 " + owner + "。")
                        .at("/body/identifiers")
                        .conflictsWith(List.of(owner));
            });
        }
    }

    private static String asGiven(Participant participant, UniqueName name) {
        return participant.identifiers().stream()
                .filter(i -> i.normalised().equals(name.name()))
                .map(Identifier::value)
                .findFirst()
                .orElse(name.name());
    }

    // The value alone is claimed: documents often name it without a scheme. The same number under two schemes of one
    // participant is one claim.
    private static List<UniqueName> names(List<Identifier> identifiers) {
        return identifiers.stream()
                .map(i -> new UniqueName("identifier", i.normalised()))
                .distinct()
                .toList();
    }

    private static void setStatus(Execution x, SuspendParticipant body, ParticipantMove move) {
        Recorded<Participant> before = x.subject(Participant.TYPE, body.id());
        Participant participant = before.content();
        ParticipantStatus next = Participant.LIFECYCLE.next(participant.status(), move, x.actor(), participant);
        x.update(before, participant.with(next, body.reason()), before.times().at(move.wire() + "At", x.now()));
    }

    private static void rotateKey(Execution x, RotateKey body) {
        Recorded<Participant> before = ownRecord(x, body.id(), ParticipantMove.ROTATE_KEY);
        requirePossession(x, body.id(), body.key(), body.possession());
        x.update(before, withNewKey(before, body.key()), before.times().at("keyChangedAt", x.now()));
    }

    private static void replaceKey(Execution x, ReplaceKey body) {
        Recorded<Participant> before = x.subject(Participant.TYPE, body.id());
        Participant participant = before.content();
        Participant.LIFECYCLE.next(participant.status(), ParticipantMove.REPLACE_KEY, x.actor(), participant);
        requirePossession(x, body.id(), body.key(), body.possession());
        if (participant.roles().contains(Role.REGULATOR)) {
            requireFoundersQuorum(x, body);
        }
        x.update(before, withNewKey(before, body.key()), before.times().at("keyChangedAt", x.now()));
    }

    private static void endCustody(Execution x, EndCustody body) {
        Recorded<Participant> before = ownRecord(x, body.id(), ParticipantMove.END_CUSTODY);
        if (before.content().custody() == Custody.SELF) {
            throw new Refusal(ErrorCode.WRONG_STATE, "The custody has ended already.", "托管已经终止。");
        }
        if (x.isCustodial()) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_REQUIRED,
                    "Only the participant's own key ends its custody.",
                    "只有参与方自己的密钥可以终止托管。");
        }
        x.update(before, before.content().selfKept(), before.times().at("custodyEndedAt", x.now()));
    }

    private static Recorded<Participant> ownRecord(Execution x, RecordId id, ParticipantMove move) {
        Recorded<Participant> before = x.subject(Participant.TYPE, id);
        if (!x.actor().id().equals(id)) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE,
                    "A participant changes only its own keys and custody.",
                    "参与方只能变更自己的密钥和托管。");
        }
        Participant.LIFECYCLE.next(before.content().status(), move, x.actor(), before.content());
        return before;
    }

    private static void requirePossession(Execution x, RecordId id, PublicKey key, String possession) {
        if (!key.verifies(KeyStatement.bytes(x.ledger(), id, key), possession)) {
            throw new Refusal(ErrorCode.BAD_SIGNATURE, "The new key did not sign the key statement.", "新密钥未对密钥声明签名。")
                    .at("/body/possession");
        }
    }

    private static Participant withNewKey(Recorded<Participant> before, PublicKey key) {
        int version = before.version() + 1;
        List<ParticipantKey> keys = new ArrayList<>();
        for (ParticipantKey known : before.content().keys()) {
            if (known.key().keyId().equals(key.keyId())) {
                throw new Refusal(
                                ErrorCode.ALREADY_EXISTS,
                                "The key id " + key.keyId() + " was used before.",
                                "密钥编号 " + key.keyId() + " 已使用过。")
                        .at("/body/key/keyId");
            }
            keys.add(known.endedAt(version));
        }
        keys.add(new ParticipantKey(key, version, null));
        return before.content().withKeys(keys);
    }

    private static void requireFoundersQuorum(Execution x, ReplaceKey body) {
        List<RecordId> founders = Genesis.read(x).founderIds(x.ledger());
        Set<RecordId> approving = new HashSet<>();
        byte[] statement = KeyStatement.bytes(x.ledger(), body.id(), body.key());
        for (ReplaceKey.Approval approval : body.approvals()) {
            if (founders.contains(approval.founder())
                    && x.read(Participant.TYPE, approval.founder())
                            .content()
                            .keyInForce(approval.keyId())
                            .filter(k -> k.verifies(statement, approval.signature()))
                            .isPresent()) {
                approving.add(approval.founder());
            }
        }
        if (approving.size() * 2 <= founders.size()) {
            throw new Refusal(
                            ErrorCode.SIGNATURE_REQUIRED,
                            "The regulator's key is replaced with the approval of more than half of the "
                                    + founders.size() + " founders; " + approving.size() + " approved.",
                            "更换监管机构密钥须经 " + founders.size() + " 个创始方过半数同意；现有 " + approving.size() + " 个。")
                    .at("/body/approvals");
        }
    }
}
