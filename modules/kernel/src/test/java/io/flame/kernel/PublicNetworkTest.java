package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicNetworkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "172.15.255.255", "172.32.0.1", "100.128.0.1", "223.255.255.255", "2606:4700::1"})
    void holdsAddressesOfTheInternet(String address) throws UnknownHostException {
        assertThat(PublicNetwork.holds(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.0.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.168.1.1",
                "198.19.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void doesNotHoldWhatOnlyMeansSomethingInside(String address) throws UnknownHostException {
        assertThat(PublicNetwork.holds(InetAddress.getByName(address))).isFalse();
    }
}
