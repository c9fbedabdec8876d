package dev.millrace.http.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Addresses that lead to this machine, to its neighbours on the link, to the cloud's metadata, or to no single host.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IANA's registries of special addresses</a>
 */
final class SpecialAddresses {
    private static final Set<String> METADATA_NAMES =
            Set.of("metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal");

    private static final List<Network> NETWORKS = List.of(
            Network.of("0.0.0.0/8"),
            Network.of("127.0.0.0/8"),
            Network.of("169.254.0.0/16"),
            Network.of("224.0.0.0/4"),
            Network.of("240.0.0.0/4"),
            Network.of("100.100.100.200"), // Alibaba Cloud's metadata
            Network.of("168.63.129.16"), // Azure's host
            Network.of("192.0.0.192"), // Oracle Cloud's metadata
            Network.of("::/128"),
            Network.of("::1/128"),
            Network.of("fe80::/10"),
            Network.of("ff00::/8"),
            Network.of("fd00:ec2::/32"), // Amazon's metadata
            Network.of("fd20:ce::254")); // Google Cloud's metadata

    /** IPv6 networks whose addresses carry an IPv4 address, and the position of its first byte. */
    private record Embedding(Network network, int position) {}

    private static final List<Embedding> EMBEDDINGS = List.of(
            new Embedding(Network.of("::/96"), 12), // IPv4-compatible
            new Embedding(Network.of("64:ff9b::/96"), 12), // NAT64
            new Embedding(Network.of("64:ff9b:1::/48"), 12),
            new Embedding(Network.of("2002::/16"), 2)); // 6to4

    private SpecialAddresses() {}

    static boolean isMetadataName(String host) {
        return METADATA_NAMES.contains(host);
    }

    static boolean contain(InetAddress address) {
        return isSpecial(address)
                || EMBEDDINGS.stream()
                        .filter(one -> one.network().contains(address))
                        .anyMatch(one -> isSpecial(embedded(address, one.position())));
    }

    private static boolean isSpecial(InetAddress address) {
        return NETWORKS.stream().anyMatch(network -> network.contains(address));
    }

    /** Returns the IPv4 address inside an IPv6 address. */
    static InetAddress embedded(InetAddress address, int position) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), position, position + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are always an address", e);
        }
    }
}
