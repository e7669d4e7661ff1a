package io.flame.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Tells addresses of the public internet from those that only mean something inside: whoever may name an address that a
 * server of ours will call must not be able to name our own (RFC 6890 and IANA's registries of special addresses).
 */
public final class PublicNetwork {

    private static final class Block {
        private final byte[] prefix;
        private final int bits;

        private Block(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        static Block of(String text) {
            int slash = text.indexOf('/');
            return new Block(literal(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> SPECIAL_4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** Only 2000::/3 is in public use; inside of it are tunnels, which may lead to any IPv4 address, and examples. */
    private static final Block PUBLIC_6 = Block.of("2000::/3");

    private static final List<Block> SPECIAL_6 = blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private PublicNetwork() {}

    /** An IPv4 address inside an IPv6 one counts as the address it is. */
    public static boolean holds(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return SPECIAL_4.stream().noneMatch(block -> block.holds(bytes));
        }
        return PUBLIC_6.holds(bytes) && SPECIAL_6.stream().noneMatch(block -> block.holds(bytes));
    }

    private static List<Block> blocks(String... texts) {
        return List.of(texts).stream().map(Block::of).toList();
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }
}
