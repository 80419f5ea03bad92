package org.tradeseal.ledger.fabric;

import io.grpc.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.node.ObjectNode;

/** Chaincode as an organisation might change it, started with a {@link Deceit} and the arguments of the genuine one. */
public final class ModifiedChaincode {
    /** The line that it prints when it can be called. */
    public static final String LISTENS = "changed chaincode listens";

    private static final byte[] NOTHING = {};

    private ModifiedChaincode() {}

    /** What it does otherwise than all others. */
    public enum Deceit {
        /** A delivery writes to the own collection, and emits the leaves that it is told to. */
        FORGE_LEAVES {
            @Override
            byte[] invoke(Transaction transaction, Invocation call) {
                if (call.function() != Invocation.Function.DELIVER) {
                    return Contracts.invoke(transaction, call);
                }
                transaction.putPrivate(
                        transaction.submitter().payloadCollection(), transaction.id(), call.transientArgument());
                transaction.emit(Leaves.EVENT, call.transientArgument());
                return NOTHING;
            }
        },
        /** A batch writes something more. */
        OTHER_ANSWER {
            @Override
            byte[] invoke(Transaction transaction, Invocation call) {
                byte[] answer = Contracts.invoke(transaction, call);
                if (call.function() == Invocation.Function.SUBMIT) {
                    transaction.put("other", new byte[] {1});
                }
                return answer;
            }
        },
        /** A batch that names an asset beside its argument makes it REGISTERED, and carries no command out. */
        REGISTER_UNSIGNED {
            @Override
            byte[] invoke(Transaction transaction, Invocation call) {
                byte[] asset = call.transientArgument();
                if (call.function() != Invocation.Function.SUBMIT || asset.length == 0) {
                    return Contracts.invoke(transaction, call);
                }
                register(transaction, call, new RecordId(new String(asset, StandardCharsets.US_ASCII)));
                return NOTHING;
            }
        };

        abstract byte[] invoke(Transaction transaction, Invocation call);
    }

    private static void register(Transaction transaction, Invocation call, RecordId asset) {
        byte[] value = Objects.requireNonNull(transaction.get(asset.value()));
        StoredRecord before = CanonicalJson.read(value, StoredRecord.class);
        RegistryRecord r = before.record();
        Batch.Item item =
                CanonicalJson.read(call.argument(), Batch.class).items().get(0);
        ObjectNode content = (ObjectNode) r.content().deepCopy();
        content.put("status", "REGISTERED").put("published", true);
        RegistryRecord next = new RegistryRecord(
                r.format(),
                r.id(),
                r.type(),
                r.version() + 1,
                Sha256.of(call.transientArgument()), // no command's
                item.command().actor(),
                false,
                before.leaf(item.command().ledger()).hash(),
                transaction.timestamp().truncatedTo(ChronoUnit.SECONDS),
                transaction.id(),
                r.times(),
                content);
        StoredRecord stored = new StoredRecord(next, StoredRecord.salt(item.salt(), asset, next.version()));
        transaction.put(asset.value(), CanonicalJson.bytes(stored));
        Leaves.Entry leaf = new Leaves.Entry(asset, next.version(), stored.commitment());
        transaction.emit(Leaves.EVENT, CanonicalJson.bytes(new Leaves(Leaves.FORMAT, List.of(leaf))));
    }

    public static void main(String... arguments) throws IOException, InterruptedException {
        Deceit deceit = Deceit.valueOf(arguments[0]);
        Options options = Options.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
        Server server = ChaincodeServer.start(options, Clock.systemUTC(), deceit::invoke);
        System.out.println(LISTENS);
        server.awaitTermination();
    }
}
