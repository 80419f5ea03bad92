package org.tradeseal.gateway.webhook;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * Where messages may go: to public addresses by HTTPS. Nobody may make a gateway knock at doors of its own network, so a
 * name is resolved here each time, and the connection goes to an address that was looked at.
 */
@Component
class Targets {
    private static final int LONGEST = 2000;

    // IANA's special-purpose registries for IPv4 and IPv6, as far as InetAddress has no question of its own for them.
    private static final List<Block> SPECIAL = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("240.0.0.0", 4),
            Block.of("64:ff9b::", 96),
            Block.of("64:ff9b:1::", 48),
            Block.of("100::", 64),
            Block.of("2001::", 23),
            Block.of("2001:db8::", 32),
            Block.of("2002::", 16),
            Block.of("3fff::", 20),
            Block.of("5f00::", 16),
            Block.of("fc00::", 7));

    private final boolean privateTargets;

    Targets(@Value("${tradeseal.webhooks.private-targets:false}") boolean privateTargets) {
        this.privateTargets = privateTargets;
    }

    private record Block(BigInteger network, int bits, int length) {
        static Block of(String address, int length) {
            try {
                byte[] bytes = InetAddress.getByAddress(
                                InetAddress.getByName(address).getAddress())
                        .getAddress();
                return new Block(
                        new BigInteger(1, bytes).shiftRight(bytes.length * 8 - length), bytes.length * 8, length);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(address, e);
            }
        }

        boolean holds(InetAddress address) {
            byte[] bytes = address.getAddress();
            return bytes.length * 8 == bits
                    && new BigInteger(1, bytes).shiftRight(bits - length).equals(network);
        }
    }

    /** The address of a webhook in its checked form. Refuses MALFORMED and TARGET_NOT_PUBLIC. */
    URI require(String url) {
        URI uri = parse(url);
        String host = uri.getHost();
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            throw malformed("It holds neither a name and password nor a fragment.", "地址中不得含用户名、密码或片段。");
        }
        boolean secure = "https".equals(scheme(uri)) || (privateTargets && "http".equals(scheme(uri)));
        if (host == null || !secure) {
            throw malformed("It is an https address with a host.", "须为含主机名的 https 地址。");
        }
        try {
            resolve(host);
        } catch (UnknownHostException e) {
            throw new Refusal(
                            ErrorCode.TARGET_NOT_PUBLIC,
                            "The host " + host + " has no public address.",
                            "主机 " + host + " 没有公网地址。")
                    .at("/url");
        }
        return uri;
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static URI parse(String url) {
        if (url.length() > LONGEST) {
            throw malformed("It has at most " + LONGEST + " characters.", "最长 " + LONGEST + " 个字符。");
        }
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw malformed("It is no address of the web (RFC 3986).", "不是有效的网址（RFC 3986）。");
        }
    }

    private static Refusal malformed(String en, String zh) {
        return new Refusal(ErrorCode.MALFORMED, "The address of a webhook cannot be used. " + en, "Webhook 地址不可用：" + zh)
                .at("/url");
    }

    /** The public addresses of a host; throws UnknownHostException if one of them is not public, or there is none. */
    InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(host);
        if (privateTargets) {
            return all;
        }
        for (InetAddress address : all) {
            if (!isPublic(address)) {
                throw new UnknownHostException(host + " leads to an address that is not public");
            }
        }
        return all;
    }

    static boolean isPublic(InetAddress address) {
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isMulticastAddress()
                && SPECIAL.stream().noneMatch(block -> block.holds(address));
    }
}
