package org.tradeseal.gateway.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.BlockAndPrivateData;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * Reads Fabric's blocks. Of their transactions it keeps those of the registry's chaincode, and whatever else wrote to
 * its state.
 */
final class BlockDecoder {
    private static final Sha256 BEFORE_FIRST = Sha256.fromBytes(new byte[32]);

    private final String chaincode;

    BlockDecoder(String chaincode) {
        this.chaincode = chaincode;
    }

    Block decode(BlockAndPrivateData delivered) {
        org.hyperledger.fabric.protos.common.Block block = delivered.getBlock();
        ByteString flags = block.getMetadata().getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE);
        List<Block.Tx> transactions = new ArrayList<>();
        for (int i = 0; i < block.getData().getDataCount(); i++) {
            Ledger.Validation validation = validation(flags.byteAt(i) & 0xff);
            TxPvtReadWriteSet values = delivered.getPrivateDataMapOrDefault(i, TxPvtReadWriteSet.getDefaultInstance());
            Block.Tx tx = transaction(block.getData().getData(i), validation, values);
            if (tx != null) {
                transactions.add(tx);
            }
        }
        BlockHeader header = block.getHeader();
        return new Block(header.getNumber(), hash(header.getPreviousHash()), hash(header), transactions);
    }

    private static Sha256 hash(ByteString previous) {
        return previous.isEmpty() ? BEFORE_FIRST : Sha256.fromBytes(previous.toByteArray());
    }

    // Fabric: SHA-256 over the DER sequence of number, previous hash and data hash.
    private static Sha256 hash(BlockHeader header) {
        try {
            return Sha256.of(new DERSequence(new ASN1Encodable[] {
                        new ASN1Integer(header.getNumber()),
                        new DEROctetString(header.getPreviousHash().toByteArray()),
                        new DEROctetString(header.getDataHash().toByteArray())
                    })
                    .getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException("a block header cannot be encoded", e);
        }
    }

    static Ledger.Validation validation(int code) {
        return switch (code) {
            case TxValidationCode.VALID_VALUE -> Ledger.Validation.VALID;
            case TxValidationCode.MVCC_READ_CONFLICT_VALUE, TxValidationCode.PHANTOM_READ_CONFLICT_VALUE ->
                Ledger.Validation.MVCC_READ_CONFLICT;
            case TxValidationCode.DUPLICATE_TXID_VALUE -> Ledger.Validation.DUPLICATE_TXID;
            default -> Ledger.Validation.REJECTED;
        };
    }

    // Whatever a submitter may send lands in a block; peers call it invalid, and a follower must read on.
    private Block.@Nullable Tx transaction(ByteString data, Ledger.Validation validation, TxPvtReadWriteSet values) {
        try {
            Payload payload = Payload.parseFrom(Envelope.parseFrom(data).getPayload());
            ChannelHeader channel = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
            return channel.getType() == HeaderType.ENDORSER_TRANSACTION_VALUE
                    ? transaction(payload, channel, validation, values)
                    : null;
        } catch (InvalidProtocolBufferException | Refusal e) {
            if (validation == Ledger.Validation.VALID) {
                throw new IllegalStateException("a valid transaction cannot be read", e);
            }
            return null;
        }
    }

    private Block.@Nullable Tx transaction(
            Payload payload, ChannelHeader channel, Ledger.Validation validation, TxPvtReadWriteSet values)
            throws InvalidProtocolBufferException {
        Transaction transaction = Transaction.parseFrom(payload.getData());
        if (transaction.getActionsCount() != 1) {
            return null; // peers accept exactly one
        }
        ChaincodeActionPayload action =
                ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
        boolean valid = validation == Ledger.Validation.VALID;
        ChaincodeAction result = ChaincodeAction.parseFrom(
                ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload())
                        .getExtension());
        Writes writes = valid ? writes(result) : new Writes();
        boolean ours = ChaincodeHeaderExtension.parseFrom(channel.getExtension())
                .getChaincodeId()
                .getName()
                .equals(chaincode);
        if (!ours && writes.isEmpty()) {
            return null;
        }
        List<ByteString> arguments = arguments(action);
        SignatureHeader creator = SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader());
        return new Block.Tx(
                channel.getTxId(),
                msp(creator.getCreator()),
                instant(channel.getTimestamp()),
                validation,
                ours ? function(arguments) : null,
                Bytes.of(arguments.size() > 1 ? arguments.get(1).toByteArray() : new byte[0]),
                writes.open,
                valid ? privateWrites(values) : List.of(),
                writes.collections,
                endorsers(action),
                valid ? event(result) : null);
    }

    private static List<ByteString> arguments(ChaincodeActionPayload action) throws InvalidProtocolBufferException {
        ChaincodeProposalPayload proposal = ChaincodeProposalPayload.parseFrom(action.getChaincodeProposalPayload());
        return ChaincodeInvocationSpec.parseFrom(proposal.getInput())
                .getChaincodeSpec()
                .getInput()
                .getArgsList();
    }

    private static Invocation.@Nullable Function function(List<ByteString> arguments) {
        if (!arguments.isEmpty()) {
            String name = arguments.get(0).toString(StandardCharsets.UTF_8);
            for (Invocation.Function function : Invocation.Function.values()) {
                if (function.name().equals(name)) {
                    return function;
                }
            }
        }
        return null;
    }

    private static MspId msp(ByteString identity) throws InvalidProtocolBufferException {
        return new MspId(SerializedIdentity.parseFrom(identity).getMspid());
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    private static SortedSet<MspId> endorsers(ChaincodeActionPayload action) throws InvalidProtocolBufferException {
        SortedSet<MspId> endorsers = new TreeSet<>();
        for (Endorsement endorsement : action.getAction().getEndorsementsList()) {
            endorsers.add(msp(endorsement.getEndorser()));
        }
        return endorsers;
    }

    /** What a transaction wrote to the registry's state. */
    private static final class Writes {
        private final List<Block.Write> open = new ArrayList<>();
        private final SortedSet<String> collections = new TreeSet<>();

        private boolean isEmpty() {
            return open.isEmpty() && collections.isEmpty();
        }
    }

    private Writes writes(ChaincodeAction result) throws InvalidProtocolBufferException {
        Writes writes = new Writes();
        for (NsReadWriteSet namespace :
                TxReadWriteSet.parseFrom(result.getResults()).getNsRwsetList()) {
            if (namespace.getNamespace().equals(chaincode)) {
                for (KVWrite write : KVRWSet.parseFrom(namespace.getRwset()).getWritesList()) {
                    writes.open.add(new Block.Write(
                            write.getKey(), Bytes.of(write.getValue().toByteArray())));
                }
                for (CollectionHashedReadWriteSet collection : namespace.getCollectionHashedRwsetList()) {
                    if (HashedRWSet.parseFrom(collection.getHashedRwset()).getHashedWritesCount() > 0) {
                        writes.collections.add(collection.getCollectionName());
                    }
                }
            }
        }
        return writes;
    }

    private List<Block.PrivateWrite> privateWrites(TxPvtReadWriteSet values) throws InvalidProtocolBufferException {
        List<Block.PrivateWrite> writes = new ArrayList<>();
        for (NsPvtReadWriteSet namespace : values.getNsPvtRwsetList()) {
            if (namespace.getNamespace().equals(chaincode)) {
                for (CollectionPvtReadWriteSet collection : namespace.getCollectionPvtRwsetList()) {
                    for (KVWrite write :
                            KVRWSet.parseFrom(collection.getRwset()).getWritesList()) {
                        writes.add(new Block.PrivateWrite(
                                collection.getCollectionName(),
                                write.getKey(),
                                Bytes.of(write.getValue().toByteArray())));
                    }
                }
            }
        }
        return writes;
    }

    private @Nullable Bytes event(ChaincodeAction result) throws InvalidProtocolBufferException {
        ChaincodeEvent event = ChaincodeEvent.parseFrom(result.getEvents());
        boolean leaves =
                event.getChaincodeId().equals(chaincode) && event.getEventName().equals(Leaves.EVENT);
        return leaves ? Bytes.of(event.getPayload().toByteArray()) : null;
    }
}
