package org.tradeseal.gateway.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigUpdate;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;
import org.tradeseal.ledger.record.MspId;

/** What an organisation's administrator changes of the channel's configuration, by Fabric's command line. */
final class ChannelConfiguration {
    private static final String APPLICATION = "Application";
    private static final String MSP = "MSP";

    private final FabricNetwork network;
    private final Path scratch;

    ChannelConfiguration(FabricNetwork network, Path scratch) {
        this.network = network;
        this.scratch = scratch;
    }

    /** Adds a list of revoked certificates, in PEM, to those of the organisation. */
    void addRevocations(MspId msp, byte[] crl) throws Exception {
        Path fetched = scratch.resolve("config.block");
        Path update = scratch.resolve("update.tx");
        String name = FabricNetwork.NAMES.get(msp);
        peer(name, "fetch", "config", fetched.toString());
        Files.write(
                update, update(msp, newest(Files.readAllBytes(fetched)), crl).toByteArray());
        peer(name, "update", "--file", update.toString());
    }

    private static Config newest(byte[] block) throws InvalidProtocolBufferException {
        Envelope envelope = Envelope.parseFrom(Block.parseFrom(block).getData().getData(0));
        return ConfigEnvelope.parseFrom(Payload.parseFrom(envelope.getPayload()).getData())
                .getConfig();
    }

    // The read set names the versions that the change rests on; what it writes has the next one.
    private Envelope update(MspId msp, Config config, byte[] crl) throws Exception {
        ConfigGroup channel = config.getChannelGroup();
        ConfigGroup application = channel.getGroupsOrThrow(APPLICATION);
        ConfigGroup organisation = application.getGroupsOrThrow(msp.value());
        ConfigValue before = organisation.getValuesOrThrow(MSP);
        MSPConfig wrapped = MSPConfig.parseFrom(before.getValue());
        FabricMSPConfig members = FabricMSPConfig.parseFrom(wrapped.getConfig()).toBuilder()
                .addRevocationList(ByteString.copyFrom(crl))
                .build();
        ConfigValue after = before.toBuilder()
                .setVersion(before.getVersion() + 1)
                .setValue(wrapped.toBuilder()
                        .setConfig(members.toByteString())
                        .build()
                        .toByteString())
                .build();
        ConfigGroup untouched = at(organisation);
        ConfigGroup changed = untouched.toBuilder().putValues(MSP, after).build();
        String name = network.property("channel");
        ConfigUpdate update = ConfigUpdate.newBuilder()
                .setChannelId(name)
                .setReadSet(around(channel, application, msp, untouched))
                .setWriteSet(around(channel, application, msp, changed))
                .build();
        return envelope(
                name,
                ConfigUpdateEnvelope.newBuilder()
                        .setConfigUpdate(update.toByteString())
                        .build());
    }

    private static ConfigGroup at(ConfigGroup group) {
        return ConfigGroup.newBuilder().setVersion(group.getVersion()).build();
    }

    private static ConfigGroup around(
            ConfigGroup channel, ConfigGroup application, MspId msp, ConfigGroup organisation) {
        return at(channel).toBuilder()
                .putGroups(
                        APPLICATION,
                        at(application).toBuilder()
                                .putGroups(msp.value(), organisation)
                                .build())
                .build();
    }

    private static Envelope envelope(String channel, ConfigUpdateEnvelope update) {
        ChannelHeader header = ChannelHeader.newBuilder()
                .setType(HeaderType.CONFIG_UPDATE_VALUE)
                .setChannelId(channel)
                .build();
        Payload payload = Payload.newBuilder()
                .setHeader(Header.newBuilder().setChannelHeader(header.toByteString()))
                .setData(update.toByteString())
                .build();
        return Envelope.newBuilder().setPayload(payload.toByteString()).build();
    }

    // peer channel VERB ..., as the organisation's administrator.
    private void peer(String name, String... arguments) throws Exception {
        Path folder = network.folder();
        Path log = scratch.resolve("peer.log");
        String programs = System.getenv("FABRIC_BIN");
        List<String> command = new ArrayList<>(
                List.of(programs == null ? "peer" : Path.of(programs, "peer").toString(), "channel"));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--channelID",
                network.property("channel"),
                "--orderer",
                network.property("orderer1.address"),
                "--tls",
                "--cafile",
                folder.resolve(network.property("ordering-tls-ca")).toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Path crypto = folder.resolve("crypto/peerOrganizations/" + name);
        builder.environment()
                .putAll(Map.of(
                        "FABRIC_CFG_PATH", folder.resolve("peers/" + name).toString(),
                        "CORE_PEER_LOCALMSPID", network.property(name + ".msp"),
                        "CORE_PEER_ADDRESS", network.property(name + ".peer.address"),
                        "CORE_PEER_TLS_ENABLED", "true",
                        "CORE_PEER_TLS_ROOTCERT_FILE",
                                folder.resolve(network.property(name + ".tls-ca"))
                                        .toString(),
                        "CORE_PEER_MSPCONFIGPATH",
                                crypto.resolve("users/Admin@" + name + "/msp").toString()));
        Process process = builder.start();
        if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroy();
            throw new IllegalStateException(command + " failed:\n" + Files.readString(log));
        }
    }
}
