package org.tradeseal.gateway.ledger.fabric;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;
import org.hyperledger.fabric.protos.orderer.SeekInfo;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeSpec;
import org.hyperledger.fabric.protos.peer.DeliverGrpc;
import org.hyperledger.fabric.protos.peer.DeliverResponse;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.tradeseal.ledger.record.MspId;

/** A peer's gateway and deliver services as a test scripts them; it notes everything that it is asked. */
final class StubPeer implements AutoCloseable {
    final List<EvaluateRequest> evaluated = new CopyOnWriteArrayList<>();
    final List<EndorseRequest> endorsed = new CopyOnWriteArrayList<>();
    final List<SubmitRequest> submitted = new CopyOnWriteArrayList<>();

    private final StubNetwork network;
    private final MspId msp;
    private final File certificate;
    private final File key;
    private Server server;
    private int port;
    volatile Function<EvaluateRequest, ByteString> evaluate = this::answer;
    volatile Function<EndorseRequest, StubNetwork.Result> endorse =
            request -> StubNetwork.Result.writing("key", argument(request.getProposedTransaction()));
    volatile Function<SubmitRequest, Envelope> submit = SubmitRequest::getPreparedTransaction;

    StubPeer(StubNetwork network, MspId msp, File certificate, File key) throws IOException {
        this.network = network;
        this.msp = msp;
        this.certificate = certificate;
        this.key = key;
        start(0);
    }

    private void start(int wanted) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
                .sslContext(GrpcSslContexts.forServer(certificate, key).build())
                .addService(new GatewayService())
                .addService(new DeliverService())
                .build()
                .start();
        port = server.getPort();
    }

    int port() {
        return port;
    }

    /** Ends the peer as if it was killed. */
    void kill() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    void restart() throws IOException {
        start(port);
    }

    /** The error of a gateway service: what single peers said. */
    static StatusRuntimeException error(Status.Code code, String message, ErrorDetail... details) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
        for (ErrorDetail detail : details) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    static ErrorDetail detail(MspId msp, String message) {
        return ErrorDetail.newBuilder()
                .setMspId(msp.value())
                .setAddress("peer:1")
                .setMessage(message)
                .build();
    }

    static ChaincodeProposalPayload payload(SignedProposal signed) {
        try {
            return ChaincodeProposalPayload.parseFrom(
                    Proposal.parseFrom(signed.getProposalBytes()).getPayload());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ChaincodeSpec spec(SignedProposal signed) {
        try {
            return ChaincodeInvocationSpec.parseFrom(payload(signed).getInput()).getChaincodeSpec();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String function(SignedProposal signed) {
        return spec(signed).getInput().getArgs(0).toStringUtf8();
    }

    static String argument(SignedProposal signed) {
        return spec(signed).getInput().getArgs(1).toStringUtf8();
    }

    private ByteString answer(EvaluateRequest request) {
        SignedProposal proposal = request.getProposedTransaction();
        return switch (function(proposal)) {
            case "GetChainInfo" ->
                BlockchainInfo.newBuilder()
                        .setHeight(network.height())
                        .setCurrentBlockHash(network.headHash())
                        .build()
                        .toByteString();
            case "GENESIS" -> network.read("genesis");
            case "READ" -> network.read(argument(proposal));
            default -> ByteString.copyFromUtf8("answer of " + msp);
        };
    }

    private interface Work<T> {
        T run();
    }

    private static <T> void respond(StreamObserver<T> observer, Work<T> work) {
        try {
            T response = work.run();
            observer.onNext(response);
            observer.onCompleted();
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        }
    }

    private final class GatewayService extends GatewayGrpc.GatewayImplBase {
        @Override
        public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> observer) {
            evaluated.add(request);
            respond(
                    observer,
                    () -> EvaluateResponse.newBuilder()
                            .setResult(Response.newBuilder().setPayload(evaluate.apply(request)))
                            .build());
        }

        @Override
        public void endorse(EndorseRequest request, StreamObserver<EndorseResponse> observer) {
            endorsed.add(request);
            respond(observer, () -> {
                StubNetwork.Result result = endorse.apply(request);
                List<MspId> endorsers = request.getEndorsingOrganizationsList().stream()
                        .map(MspId::new)
                        .toList();
                return EndorseResponse.newBuilder()
                        .setPreparedTransaction(
                                StubNetwork.endorsed(request.getProposedTransaction(), result, endorsers))
                        .build();
            });
        }

        @Override
        public void submit(SubmitRequest request, StreamObserver<SubmitResponse> observer) {
            submitted.add(request);
            respond(observer, () -> {
                network.order(submit.apply(request));
                return SubmitResponse.getDefaultInstance();
            });
        }

        @Override
        public void commitStatus(SignedCommitStatusRequest signed, StreamObserver<CommitStatusResponse> observer) {
            respond(observer, () -> {
                try {
                    StubNetwork.Ending ending = network.ending(
                            CommitStatusRequest.parseFrom(signed.getRequest()).getTransactionId());
                    if (ending == null) {
                        throw error(Status.Code.DEADLINE_EXCEEDED, "not committed");
                    }
                    return CommitStatusResponse.newBuilder()
                            .setBlockNumber(ending.block())
                            .setResult(ending.code())
                            .build();
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalArgumentException(e);
                }
            });
        }
    }

    /** One stream of blocks to a gateway. */
    final class Delivery {
        private final StreamObserver<DeliverResponse> observer;
        private long next;

        private Delivery(long start, StreamObserver<DeliverResponse> observer) {
            this.next = start;
            this.observer = observer;
        }

        void push() {
            try {
                while (next < network.height()) {
                    observer.onNext(DeliverResponse.newBuilder()
                            .setBlockAndPrivateData(network.block(next))
                            .build());
                    next++;
                }
            } catch (StatusRuntimeException cancelled) {
                network.forget(this);
            }
        }

        void fail() {
            observer.onError(
                    Status.UNAVAILABLE.withDescription("broken by the test").asRuntimeException());
        }
    }

    private final class DeliverService extends DeliverGrpc.DeliverImplBase {
        @Override
        public StreamObserver<Envelope> deliverWithPrivateData(StreamObserver<DeliverResponse> responses) {
            return new StreamObserver<>() {
                private Delivery delivery;

                @Override
                public void onNext(Envelope request) {
                    try {
                        SeekInfo seek = SeekInfo.parseFrom(
                                Payload.parseFrom(request.getPayload()).getData());
                        delivery = new Delivery(seek.getStart().getSpecified().getNumber(), responses);
                        network.open(delivery);
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalArgumentException(e);
                    }
                }

                @Override
                public void onError(Throwable t) {
                    if (delivery != null) {
                        network.forget(delivery);
                    }
                }

                @Override
                public void onCompleted() {
                    // the gateway ends its streams by cancelling them
                }
            };
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
