package org.tradeseal.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

class TargetsTest {
    private final Targets targets = new Targets(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1.2.3",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.7",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2001:db8::1",
                "2002:7f00:1::"
            })
    void addressesOfOnesOwnNetworkAreNotPublic(String address) throws Exception {
        assertThat(Targets.isPublic(InetAddress.getByName(address))).isFalse();
        assertThatThrownBy(() -> targets.resolve(address)).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "100.63.255.255", "100.128.0.1", "172.32.0.1", "8.8.8.8", "2606:4700::1111"})
    void otherAddressesArePublic(String address) throws Exception {
        assertThat(Targets.isPublic(InetAddress.getByName(address))).isTrue();
        assertThat(targets.resolve(address)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/x",
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://127.1/",
                "https://[::1]/",
                "https://[::ffff:169.254.169.254]/",
                "https://10.1.2.3:8443/x"
            })
    void noSpellingOfAPrivateAddressIsTaken(String url) {
        refuses(url, ErrorCode.TARGET_NOT_PUBLIC, ErrorCode.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://1.1.1.1/",
                "ftp://1.1.1.1/",
                "file:///etc/passwd",
                "//1.1.1.1/",
                "1.1.1.1",
                "https:///x",
                "https://name:secret@1.1.1.1/",
                "https://1.1.1.1/#part",
                "https://1.1.1.1/ x",
                "",
                "https://1.1.1.1/\r\nHost: x",
                "jar:https://1.1.1.1!/"
            })
    void whatIsNoPlainHttpsAddressIsMalformed(String url) {
        refuses(url, ErrorCode.MALFORMED);
    }

    @Test
    void anAddressHasAnEnd() {
        refuses("https://1.1.1.1/" + "x".repeat(2000), ErrorCode.MALFORMED);
        assertThat(targets.require("https://1.1.1.1/hook?tenant=7").getPort()).isEqualTo(-1);
    }

    private void refuses(String url, ErrorCode... codes) {
        assertThatThrownBy(() -> targets.require(url))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(codes).contains(refusal.code()));
    }
}
