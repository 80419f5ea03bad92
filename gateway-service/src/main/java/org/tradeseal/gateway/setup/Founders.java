package org.tradeseal.gateway.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.keys.HeldKeys;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.GenesisSource;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;

/**
 * The founders of an embedded ledger: six organisations with one participant each, whose keys are made at the first start
 * and kept by this gateway. The genesis is {@code genesis.json} in the state folder.
 */
@Component
@ConditionalOnProperty(name = "tradeseal.ledger", havingValue = "embedded", matchIfMissing = true)
class Founders implements GenesisSource {
    private static final MspId OPERATOR = new MspId("OperatorMSP");
    private static final MspId CUSTOMS = new MspId("CustomsMSP");
    private static final MspId IP_CENTRE = new MspId("IpCentreMSP");
    private static final MspId REGULATOR = new MspId("RegulatorMSP");

    private final Path file;
    private final HeldKeys keys;
    private final SecureRandom random = new SecureRandom();
    private final Genesis genesis;

    Founders(@Value("${tradeseal.state-folder:.tradeseal}") Path stateFolder, HeldKeys keys) {
        this.file = stateFolder.resolve("genesis.json");
        this.keys = keys;
        this.genesis = Files.exists(file) ? read() : found();
    }

    @Override
    public Genesis genesis() {
        return genesis;
    }

    @Override
    public Bytes registrarsSecret() {
        return Bytes.of(randomBytes());
    }

    @Override
    public List<MspId> organisations() {
        return genesis.founders().stream()
                .map(f -> f.participant().organisation())
                .distinct()
                .sorted()
                .toList();
    }

    private Genesis read() {
        try {
            return CanonicalJson.readCanonical(Files.readAllBytes(file), Genesis.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the genesis " + file + " cannot be read", e);
        }
    }

    private Genesis found() {
        Map<String, SigningKey> made = new LinkedHashMap<>();
        List<Genesis.Founder> founders = new ArrayList<>();
        founders.add(founder("operator", OPERATOR, "企业服务运营方", "Enterprises' operator", Role.ENTERPRISE, made));
        founders.add(founder("bank-a", new MspId("BankAMSP"), "甲银行", "Bank A", Role.BANK, made));
        founders.add(founder("bank-b", new MspId("BankBMSP"), "乙银行", "Bank B", Role.BANK, made));
        founders.add(founder("customs", CUSTOMS, "海关", "Customs", Role.CUSTOMS, made));
        founders.add(founder("ip-centre", IP_CENTRE, "知识产权保护中心", "IP protection centre", Role.IP_CENTRE, made));
        founders.add(founder("regulator", REGULATOR, "监管机构", "Regulator", Role.REGULATOR, made));
        Genesis genesisMade = new Genesis(
                Genesis.FORMAT,
                "tradeseal-embedded",
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Sha256.fromBytes(randomBytes()),
                List.of(REGULATOR, CUSTOMS, IP_CENTRE),
                founders);
        Sha256 ledger = genesisMade.ledger();
        made.forEach((name, key) -> keys.keep(Genesis.founderId(ledger, name), key));
        write(genesisMade);
        return genesisMade;
    }

    private Genesis.Founder founder(
            String name, MspId organisation, String zh, String en, Role role, Map<String, SigningKey> made) {
        SigningKey key = SigningKey.generate(name + "-1", PublicKey.Algorithm.P256, random);
        made.put(name, key);
        return new Genesis.Founder(
                name,
                new AdmitParticipant(
                        new Name(zh, en),
                        organisation,
                        new CountryCode("CN"),
                        new TreeSet<>(List.of(role)),
                        List.of(),
                        List.of(key.publicKey()),
                        Custody.SELF));
    }

    // Written whole or not at all; the nonce in it keys the channel's fingerprints.
    private void write(Genesis made) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = file.resolveSibling("genesis.json.new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, CanonicalJson.bytes(made));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the genesis " + file + " cannot be written", e);
        }
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
