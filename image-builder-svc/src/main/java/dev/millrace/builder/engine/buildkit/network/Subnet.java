package dev.millrace.builder.engine.buildkit.network;

import java.net.InetAddress;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * A subnet of 254 addresses in 198.18.0.0/15, a range that no network uses (RFC 2544).
 *
 * @param index 0 to 511
 */
record Subnet(int index) {
    private static final int COUNT = 512;

    /** Returns the first subnet from a hash on that none of the addresses is in. */
    static Subnet unused(int hash, Collection<InetAddress> used) {
        return IntStream.range(0, COUNT)
                .mapToObj(offset -> new Subnet(Math.floorMod(hash + offset, COUNT)))
                .filter(subnet -> used.stream().noneMatch(subnet::contains))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free subnet for builds in 198.18.0.0/15"));
    }

    private boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                && Byte.toUnsignedInt(bytes[0]) == 198
                && Byte.toUnsignedInt(bytes[1]) == 18 + index / 256
                && Byte.toUnsignedInt(bytes[2]) == index % 256;
    }

    /** Its notation, such as {@code 198.18.7.0/24}. */
    String cidr() {
        return "198." + (18 + index / 256) + "." + index % 256 + ".0/24";
    }
}
