package io.flame.api;

import io.flame.kernel.ClientAddress;
import io.flame.kernel.IpAddress;
import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Who counts as inside: this machine and {@code FLAME_INTERNAL_CIDR} (comma separated). Whatever came through a proxy is
 * outside, whoever the proxy may be; forging its headers can only make a caller less trusted.
 */
@ApplicationScoped
public class InternalNetwork {

    private static final String KEY = "FLAME_INTERNAL_CIDR";

    private final List<Range> ranges;

    @Inject
    public InternalNetwork(Settings settings) {
        this.ranges = Arrays.stream(settings.text(KEY, "").split(","))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .map(InternalNetwork::parse)
                .toList();
    }

    public boolean contains(HttpServletRequest request) {
        if (request.getHeader(ClientAddress.FORWARDED) != null || request.getHeader("Forwarded") != null) {
            return false;
        }
        return contains(request.getRemoteAddr());
    }

    boolean contains(String address) {
        try {
            InetAddress parsed = literal(address);
            return parsed.isLoopbackAddress() || ranges.stream().anyMatch(range -> range.contains(parsed));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Range parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] network =
                    literal(slash < 0 ? text : text.substring(0, slash)).getAddress();
            int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= network.length * 8) {
                return new Range(network, bits);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Settings.malformed(KEY, "must be a comma separated list such as 10.0.0.0/8,fd00::/8");
    }

    private static InetAddress literal(String text) {
        return IpAddress.parse(text).orElseThrow(() -> new IllegalArgumentException("no IP address"));
    }

    private record Range(byte[] network, int bits) {

        boolean contains(InetAddress candidate) {
            byte[] address = candidate.getAddress();
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
