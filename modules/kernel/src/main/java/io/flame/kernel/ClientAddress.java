package io.flame.kernel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from. Each proxy adds the address of its own caller at the right end of
 * {@code X-Forwarded-For}, so with {@code FLAME_TRUSTED_PROXIES} proxies of our own in front, the address that many
 * places from the right is the client's; what stands further left was written by whoever wanted to. Without proxies the
 * header means nothing.
 */
@ApplicationScoped
public class ClientAddress {

    /** The header in which proxies write down whom they heard. */
    public static final String FORWARDED = "X-Forwarded-For";

    private static final String KEY = "FLAME_TRUSTED_PROXIES";
    private static final String UNKNOWN = "unknown";
    private static final int MOST_PROXIES = 16;
    private static final int NETWORK_BYTES = 8;

    private final int proxies;

    @Inject
    public ClientAddress(Settings settings) {
        this.proxies = settings.integer(KEY, 0, 0, MOST_PROXIES);
    }

    /**
     * The address as text, such as {@code 192.0.2.7} or {@code 2001:db8:0:0:0:0:0:1}.
     *
     * @param remote the other end of the connection
     * @param forwarded the lines of the header {@link #FORWARDED}
     */
    public String of(String remote, Enumeration<String> forwarded) {
        return address(remote, forwarded).map(InetAddress::getHostAddress).orElse(UNKNOWN);
    }

    /** What is counted as one client: an IPv4 address, or an IPv6 network of 64 bits, which is what one line gets. */
    public String client(String remote, Enumeration<String> forwarded) {
        return address(remote, forwarded).map(ClientAddress::network).orElse(UNKNOWN);
    }

    private Optional<InetAddress> address(String remote, Enumeration<String> forwarded) {
        Optional<InetAddress> nearest = IpAddress.parse(remote);
        if (proxies == 0) {
            return nearest;
        }
        List<String> hops = hops(forwarded);
        for (int hop = 0; hop < Math.min(proxies, hops.size()); hop++) {
            Optional<InetAddress> next = IpAddress.parse(bare(hops.get(hops.size() - 1 - hop)));
            if (next.isEmpty()) {
                return nearest;
            }
            nearest = next;
        }
        return nearest;
    }

    /** The header may stand there several times; together the lines are one list. */
    private static List<String> hops(Enumeration<String> forwarded) {
        List<String> hops = new ArrayList<>();
        for (String line : Collections.list(forwarded)) {
            for (String hop : line.split(",", -1)) {
                hops.add(hop.strip());
            }
        }
        return hops;
    }

    /** Some proxies add the port: {@code 192.0.2.7:4711}, {@code [2001:db8::1]:4711}. */
    private static String bare(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    private static String network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
