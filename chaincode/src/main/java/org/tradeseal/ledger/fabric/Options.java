package org.tradeseal.ledger.fabric;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The command line: where to listen, which package this is, whose peer it serves, and the folder of its TLS files. */
record Options(InetSocketAddress address, String packageId, MspId msp, Path tls) {
    private static final List<String> NAMES = List.of("--address", "--package-id", "--msp", "--tls");

    static final String USAGE =
            "--address HOST:PORT --package-id LABEL:HASH --msp MSPID --tls FOLDER (server.crt, server.key, ca.crt)";

    Path certificate() {
        return tls.resolve("server.crt");
    }

    Path key() {
        return tls.resolve("server.key");
    }

    /** Who signs the certificate of the peer that connects. */
    Path peerAuthority() {
        return tls.resolve("ca.crt");
    }

    /** Reads the command line. Refuses MALFORMED, naming what is wrong. */
    static Options parse(String... arguments) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (!NAMES.contains(name)) {
                throw wrong("There is no option " + name + ".", "没有选项 " + name + "。");
            }
            if (i + 1 == arguments.length) {
                throw wrong(name + " needs a value.", name + " 需要一个值。");
            }
            if (values.put(name, arguments[i + 1]) != null) {
                throw wrong(name + " is given twice.", name + " 重复给出。");
            }
        }
        for (String name : NAMES) {
            if (values.getOrDefault(name, "").isBlank()) {
                throw wrong(name + " is missing.", "缺少 " + name + "。");
            }
        }
        Options options = new Options(
                address(values.getOrDefault("--address", "")),
                values.getOrDefault("--package-id", ""),
                new MspId(values.getOrDefault("--msp", "")),
                Path.of(values.getOrDefault("--tls", "")));
        options.requireFiles();
        return options;
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        boolean number = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        if (colon < 1 || !number || Integer.parseInt(port) > 65_535) {
            throw wrong("--address is HOST:PORT, not " + text + ".", "--address 应为 主机:端口，而非 " + text + "。");
        }
        InetSocketAddress address = new InetSocketAddress(text.substring(0, colon), Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw wrong(
                    "The host " + address.getHostString() + " is unknown.", "未知的主机 " + address.getHostString() + "。");
        }
        return address;
    }

    private void requireFiles() {
        for (Path file : List.of(certificate(), key(), peerAuthority())) {
            if (!Files.isReadable(file)) {
                throw wrong("The file " + file + " is missing or cannot be read.", "文件 " + file + " 不存在或无法读取。");
            }
        }
    }

    /** Refuses certificates that have expired, are not valid yet, or are none. */
    void requireInForce(Instant now) {
        for (Path file : List.of(certificate(), peerAuthority())) {
            try (InputStream pem = Files.newInputStream(file)) {
                for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    ((X509Certificate) each).checkValidity(Date.from(now));
                }
            } catch (CertificateExpiredException | CertificateNotYetValidException e) {
                throw wrong(
                        "The certificate " + file + " has expired or is not valid yet.", "证书 " + file + " 已过期或尚未生效。");
            } catch (CertificateException | IOException e) {
                throw wrong(file + " holds no readable certificate.", file + " 中没有可读取的证书。");
            }
        }
    }

    private static Refusal wrong(String en, String zh) {
        return new Refusal(ErrorCode.MALFORMED, en, zh);
    }
}
