package org.tradeseal.gateway.bench;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.SubmittedTransaction;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;

/** A client of Fabric's gateway service at one peer, as any application would write it: one transaction a record. */
final class FabricClient implements AutoCloseable {
    private final ManagedChannel channel;
    private final Gateway gateway;
    private final Contract contract;
    private final List<String> endorsers;

    private FabricClient(ManagedChannel channel, Gateway gateway, Contract contract, List<String> endorsers) {
        this.channel = channel;
        this.gateway = gateway;
        this.contract = contract;
        this.endorsers = List.copyOf(endorsers);
    }

    /** The SDK as its documentation shows it: its own way to read a key, its own choice of endorsers. */
    static FabricClient asDocumented(FabricNetwork network) throws Exception {
        String founder = network.founder();
        return connect(network, founder, key(network, founder), List.of());
    }

    /** The same with a key of Bouncy Castle, whose signing costs a sixth, and with the endorsers named. */
    static FabricClient tuned(FabricNetwork network) throws Exception {
        String founder = network.founder();
        PrivateKey key = KeyFactory.getInstance("EC", new BouncyCastleProvider())
                .generatePrivate(new PKCS8EncodedKeySpec(key(network, founder).getEncoded()));
        String other = network.organisations().stream()
                .filter(o -> !o.equals(founder))
                .findFirst()
                .orElseThrow();
        return connect(
                network, founder, key, List.of(network.property(founder + ".msp"), network.property(other + ".msp")));
    }

    /** The founder's identity at another organisation's peer, to read what that peer has. */
    static FabricClient at(FabricNetwork network, String organisation) throws Exception {
        return connect(
                network,
                organisation,
                key(network, network.founder()),
                List.of(network.property(organisation + ".msp")));
    }

    private static PrivateKey key(FabricNetwork network, String organisation)
            throws IOException, GeneralSecurityException {
        try (Reader pem =
                Files.newBufferedReader(network.gatewayFolder(organisation).resolve("identity/key.pem"))) {
            return Identities.readPrivateKey(pem);
        }
    }

    private static FabricClient connect(
            FabricNetwork network, String organisation, PrivateKey key, List<String> endorsers) throws Exception {
        ManagedChannel channel = Grpc.newChannelBuilder(
                        network.property(organisation + ".peer.address"),
                        TlsChannelCredentials.newBuilder()
                                .trustManager(network.file(network.property(organisation + ".tls-ca"))
                                        .toFile())
                                .build())
                .build();
        X509Identity identity;
        try (Reader pem =
                Files.newBufferedReader(network.gatewayFolder(network.founder()).resolve("identity/certificate.pem"))) {
            identity =
                    new X509Identity(network.property(network.founder() + ".msp"), Identities.readX509Certificate(pem));
        }
        Gateway gateway = Gateway.newInstance()
                .identity(identity)
                .signer(Signers.newPrivateKeySigner(key))
                .hash(Hash.SHA256)
                .connection(channel)
                .evaluateOptions(options -> options.withDeadlineAfter(15, TimeUnit.SECONDS))
                .endorseOptions(options -> options.withDeadlineAfter(30, TimeUnit.SECONDS))
                .submitOptions(options -> options.withDeadlineAfter(15, TimeUnit.SECONDS))
                .commitStatusOptions(options -> options.withDeadlineAfter(1, TimeUnit.MINUTES))
                .connect();
        Contract contract = gateway.getNetwork(network.property("channel")).getContract(network.property("chaincode"));
        return new FabricClient(channel, gateway, contract, endorsers);
    }

    /** Files a batch of one in a transaction of its own and waits for its status. */
    Filer.Filed submit(byte[] batch) throws Exception {
        String function = Invocation.Function.SUBMIT.name();
        var proposal = contract.newProposal(function).addArguments(batch);
        if (!endorsers.isEmpty()) {
            proposal.setEndorsingOrganizations(endorsers.toArray(String[]::new));
        }
        Transaction transaction = proposal.build().endorse();
        SubmittedTransaction submitted = transaction.submitAsync();
        Status status = submitted.getStatus();
        if (!status.isSuccessful()) {
            throw new IllegalStateException("transaction " + status.getTransactionId() + ": " + status.getCode());
        }
        return new Filer.Filed(1, written(submitted.getResult()), status.getBlockNumber());
    }

    private static RecordId written(byte[] answer) {
        Outcome outcome =
                CanonicalJson.read(answer, Outcome.Answer.class).outcomes().get(0);
        RecordId id = outcome.id();
        if (outcome.status() != Outcome.Status.WRITTEN || id == null) {
            throw new IllegalStateException("not written: " + outcome);
        }
        return id;
    }

    /** Whether this client's peer has the record in its world state. */
    boolean has(RecordId id) throws GatewayException {
        return contract.newProposal(Invocation.Function.READ.name())
                        .addArguments(id.value())
                        .setEndorsingOrganizations(endorsers.toArray(String[]::new))
                        .build()
                        .evaluate()
                        .length
                > 0;
    }

    @Override
    public void close() {
        gateway.close();
        channel.shutdownNow();
    }
}
