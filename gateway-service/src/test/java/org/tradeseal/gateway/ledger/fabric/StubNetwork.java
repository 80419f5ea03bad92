package org.tradeseal.gateway.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.BlockAndPrivateData;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.fabric.TestAuthority;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Sha256;

/** A channel of stubbed peers: one chain of blocks, which every peer serves over real gRPC with TLS. */
final class StubNetwork implements AutoCloseable {
    static final String CHAINCODE = "tradeseal";

    private final TestConsortium consortium = TestConsortium.create();
    private final TestAuthority authority = new TestAuthority("stub");
    private final Path folder;
    private final Map<MspId, StubPeer> peers = new HashMap<>();
    private final List<BlockAndPrivateData> chain = new ArrayList<>();
    private final Map<String, ByteString> state = new HashMap<>();
    private final Map<String, Ending> endings = new HashMap<>();
    private final Set<StubPeer.Delivery> deliveries = new HashSet<>();
    private StateFolder stateFolder;

    /** Where a transaction ended. */
    record Ending(long block, TxValidationCode code) {}

    /** What the chaincode makes of a call. */
    record Result(Map<String, ByteString> writes, List<String> collections, ByteString answer, ByteString leaves) {
        static Result writing(String key, String value) {
            return new Result(
                    Map.of(key, ByteString.copyFromUtf8(value)),
                    List.of(),
                    ByteString.copyFromUtf8("answer"),
                    ByteString.EMPTY);
        }

        static Result writingTo(String collection) {
            return new Result(Map.of(), List.of(collection), ByteString.EMPTY, ByteString.copyFromUtf8("{}"));
        }
    }

    StubNetwork(Path folder, MspId... organisations) throws IOException {
        this.folder = folder;
        authority.writeCertificate(folder.resolve("ca.pem"));
        authority.issue(folder.resolve("client.pem"), folder.resolve("client.key"));
        Files.setPosixFilePermissions(folder.resolve("client.key"), PosixFilePermissions.fromString("rw-------"));
        state.put("genesis", ByteString.copyFrom(CanonicalJson.bytes(consortium.genesis())));
        append(List.of(config()), List.of(TxValidationCode.VALID), Map.of());
        for (MspId msp : organisations) {
            Path certificate = folder.resolve(msp + ".pem");
            Path key = folder.resolve(msp + ".key");
            authority.issue(certificate, key);
            peers.put(msp, new StubPeer(this, msp, certificate.toFile(), key.toFile()));
        }
    }

    StubPeer peer(MspId msp) {
        return peers.get(msp);
    }

    TestConsortium consortium() {
        return consortium;
    }

    FabricSettings settings(MspId... peersInOrder) {
        return new FabricSettings(
                peersInOrder[0].value(),
                "tradeseal",
                CHAINCODE,
                new FabricSettings.Identity(folder.resolve("client.pem"), folder.resolve("client.key")),
                Arrays.stream(peersInOrder)
                        .map(m -> new FabricSettings.Peer(
                                m.value(), "127.0.0.1:" + peers.get(m).port(), folder.resolve("ca.pem")))
                        .toList(),
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofSeconds(70));
    }

    FabricLedger connect(MspId... peersInOrder) {
        stateFolder = StateFolder.open(folder.resolve("state"));
        return FabricLedger.open(settings(peersInOrder), stateFolder);
    }

    synchronized long height() {
        return chain.size();
    }

    synchronized BlockAndPrivateData block(long number) {
        return chain.get((int) number);
    }

    synchronized ByteString headHash() {
        return hash(chain.get(chain.size() - 1).getBlock().getHeader());
    }

    synchronized ByteString read(String key) {
        return state.getOrDefault(key, ByteString.EMPTY);
    }

    synchronized Ending ending(String transactionId) {
        return endings.get(transactionId);
    }

    /** Puts one transaction into a block of its own, as the orderers and the peers would. */
    synchronized void order(Envelope envelope) {
        order(envelope, Map.of());
    }

    synchronized void order(Envelope envelope, Map<Long, TxPvtReadWriteSet> values) {
        TxValidationCode code =
                endings.containsKey(transactionId(envelope)) ? TxValidationCode.DUPLICATE_TXID : TxValidationCode.VALID;
        append(List.of(envelope), List.of(code), values);
    }

    synchronized void append(
            List<Envelope> envelopes, List<TxValidationCode> codes, Map<Long, TxPvtReadWriteSet> values) {
        BlockData.Builder data = BlockData.newBuilder();
        byte[] flags = new byte[codes.size()];
        for (int i = 0; i < codes.size(); i++) {
            data.addData(envelopes.get(i).toByteString());
            flags[i] = (byte) codes.get(i).getNumber();
            if (codes.get(i) == TxValidationCode.VALID) {
                apply(envelopes.get(i));
            }
            endings.putIfAbsent(transactionId(envelopes.get(i)), new Ending(chain.size(), codes.get(i)));
        }
        Block block = Block.newBuilder()
                .setHeader(BlockHeader.newBuilder()
                        .setNumber(chain.size())
                        .setPreviousHash(chain.isEmpty() ? ByteString.EMPTY : headHash())
                        .setDataHash(
                                ByteString.copyFrom(Sha256.digest(data.build().toByteArray()))))
                .setData(data)
                .setMetadata(BlockMetadata.newBuilder()
                        .addMetadata(ByteString.EMPTY)
                        .addMetadata(ByteString.EMPTY)
                        .addMetadata(ByteString.copyFrom(flags)))
                .build();
        chain.add(BlockAndPrivateData.newBuilder()
                .setBlock(block)
                .putAllPrivateDataMap(values)
                .build());
        List.copyOf(deliveries).forEach(StubPeer.Delivery::push);
    }

    /** Private values of a block that reach the peers after it. */
    synchronized void deliverLate(long number, Map<Long, TxPvtReadWriteSet> values) {
        chain.set(
                (int) number,
                chain.get((int) number).toBuilder().putAllPrivateDataMap(values).build());
    }

    synchronized void open(StubPeer.Delivery delivery) {
        deliveries.add(delivery);
        delivery.push();
    }

    synchronized void forget(StubPeer.Delivery delivery) {
        deliveries.remove(delivery);
    }

    /** Breaks every stream of blocks. */
    synchronized void breakDeliveries() {
        List.copyOf(deliveries).forEach(StubPeer.Delivery::fail);
        deliveries.clear();
    }

    private static ByteString hash(BlockHeader header) {
        try {
            return ByteString.copyFrom(Sha256.digest(new DERSequence(new ASN1Encodable[] {
                        new ASN1Integer(header.getNumber()),
                        new DEROctetString(header.getPreviousHash().toByteArray()),
                        new DEROctetString(header.getDataHash().toByteArray())
                    })
                    .getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void apply(Envelope envelope) {
        try {
            Payload payload = Payload.parseFrom(envelope.getPayload());
            if (ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()).getType()
                    == HeaderType.ENDORSER_TRANSACTION_VALUE) {
                ChaincodeActionPayload action = ChaincodeActionPayload.parseFrom(
                        Transaction.parseFrom(payload.getData()).getActions(0).getPayload());
                ChaincodeAction result = ChaincodeAction.parseFrom(
                        ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload())
                                .getExtension());
                for (NsReadWriteSet set :
                        TxReadWriteSet.parseFrom(result.getResults()).getNsRwsetList()) {
                    KVRWSet.parseFrom(set.getRwset()).getWritesList().forEach(w -> state.put(w.getKey(), w.getValue()));
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String transactionId(Envelope envelope) {
        try {
            return ChannelHeader.parseFrom(
                            Payload.parseFrom(envelope.getPayload()).getHeader().getChannelHeader())
                    .getTxId();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Envelope config() {
        ChannelHeader channel = ChannelHeader.newBuilder()
                .setType(HeaderType.CONFIG_VALUE)
                .setChannelId("tradeseal")
                .build();
        return Envelope.newBuilder()
                .setPayload(Payload.newBuilder()
                        .setHeader(Header.newBuilder().setChannelHeader(channel.toByteString()))
                        .build()
                        .toByteString())
                .build();
    }

    /** A transaction of the chaincode that nobody proposed through a peer here. */
    static Envelope transaction(String id, MspId submitter, Result result, MspId... endorsers) {
        ChannelHeader channel = ChannelHeader.newBuilder()
                .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
                .setChannelId("tradeseal")
                .setTxId(id)
                .setTimestamp(Timestamp.newBuilder().setSeconds(1_700_000_000L).setNanos(5_000_000))
                .setExtension(org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension.newBuilder()
                        .setChaincodeId(org.hyperledger.fabric.protos.peer.ChaincodeID.newBuilder()
                                .setName(CHAINCODE))
                        .build()
                        .toByteString())
                .build();
        Header header = Header.newBuilder()
                .setChannelHeader(channel.toByteString())
                .setSignatureHeader(org.hyperledger.fabric.protos.common.SignatureHeader.newBuilder()
                        .setCreator(identity(submitter))
                        .build()
                        .toByteString())
                .build();
        ChaincodeInvocationSpec spec = ChaincodeInvocationSpec.newBuilder()
                .setChaincodeSpec(org.hyperledger.fabric.protos.peer.ChaincodeSpec.newBuilder()
                        .setInput(org.hyperledger.fabric.protos.peer.ChaincodeInput.newBuilder()
                                .addArgs(ByteString.copyFromUtf8("SUBMIT"))
                                .addArgs(ByteString.copyFromUtf8("argument"))))
                .build();
        ChaincodeProposalPayload proposal = ChaincodeProposalPayload.newBuilder()
                .setInput(spec.toByteString())
                .build();
        return envelope(header, proposal, result, List.of(endorsers));
    }

    static Envelope endorsed(SignedProposal signed, Result result, List<MspId> endorsers) {
        try {
            Proposal proposal = Proposal.parseFrom(signed.getProposalBytes());
            ChaincodeProposalPayload input = ChaincodeProposalPayload.parseFrom(proposal.getPayload()).toBuilder()
                    .clearTransientMap()
                    .build();
            return envelope(Header.parseFrom(proposal.getHeader()), input, result, endorsers);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ByteString identity(MspId msp) {
        return SerializedIdentity.newBuilder().setMspid(msp.value()).build().toByteString();
    }

    private static Envelope envelope(
            Header header, ChaincodeProposalPayload proposal, Result result, List<MspId> endorsers) {
        ChaincodeAction action = ChaincodeAction.newBuilder()
                .setResults(TxReadWriteSet.newBuilder()
                        .addNsRwset(writes(result))
                        .build()
                        .toByteString())
                .setEvents(
                        result.leaves().isEmpty()
                                ? ByteString.EMPTY
                                : ChaincodeEvent.newBuilder()
                                        .setChaincodeId(CHAINCODE)
                                        .setEventName("leaves/1")
                                        .setPayload(result.leaves())
                                        .build()
                                        .toByteString())
                .setResponse(Response.newBuilder().setStatus(200).setPayload(result.answer()))
                .build();
        ChaincodeEndorsedAction.Builder signed = ChaincodeEndorsedAction.newBuilder()
                .setProposalResponsePayload(ProposalResponsePayload.newBuilder()
                        .setExtension(action.toByteString())
                        .build()
                        .toByteString());
        endorsers.forEach(m -> signed.addEndorsements(Endorsement.newBuilder().setEndorser(identity(m))));
        Transaction transaction = Transaction.newBuilder()
                .addActions(TransactionAction.newBuilder()
                        .setPayload(ChaincodeActionPayload.newBuilder()
                                .setChaincodeProposalPayload(proposal.toByteString())
                                .setAction(signed)
                                .build()
                                .toByteString()))
                .build();
        return Envelope.newBuilder()
                .setPayload(Payload.newBuilder()
                        .setHeader(header)
                        .setData(transaction.toByteString())
                        .build()
                        .toByteString())
                .build();
    }

    private static NsReadWriteSet writes(Result result) {
        KVRWSet.Builder open = KVRWSet.newBuilder();
        result.writes()
                .forEach((key, value) ->
                        open.addWrites(KVWrite.newBuilder().setKey(key).setValue(value)));
        NsReadWriteSet.Builder namespace = NsReadWriteSet.newBuilder()
                .setNamespace(CHAINCODE)
                .setRwset(open.build().toByteString());
        for (String collection : result.collections()) {
            namespace.addCollectionHashedRwset(CollectionHashedReadWriteSet.newBuilder()
                    .setCollectionName(collection)
                    .setHashedRwset(HashedRWSet.newBuilder()
                            .addHashedWrites(KVWriteHash.newBuilder().setKeyHash(ByteString.copyFromUtf8("hash")))
                            .build()
                            .toByteString()));
        }
        return namespace.build();
    }

    /** The value that a transaction wrote to a collection. */
    static TxPvtReadWriteSet value(String collection, String key, String value) {
        return TxPvtReadWriteSet.newBuilder()
                .addNsPvtRwset(NsPvtReadWriteSet.newBuilder()
                        .setNamespace(CHAINCODE)
                        .addCollectionPvtRwset(CollectionPvtReadWriteSet.newBuilder()
                                .setCollectionName(collection)
                                .setRwset(KVRWSet.newBuilder()
                                        .addWrites(KVWrite.newBuilder()
                                                .setKey(key)
                                                .setValue(ByteString.copyFromUtf8(value)))
                                        .build()
                                        .toByteString())))
                .build();
    }

    @Override
    public void close() {
        peers.values().forEach(StubPeer::close);
        if (stateFolder != null) {
            stateFolder.close();
        }
    }
}
