package dev.millrace.http.address;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's rules for connections to addresses out of users' files.
 *
 * @param anyPublic true if hosts that aren't named may be connected to, unless their addresses are special or denied
 * @param hosts the named hosts, wherever they are
 * @param networks the named networks
 * @param denied networks of which each host must be named
 * @param plainHttp hosts to which credentials may go without TLS
 */
public record AddressPolicy(
        boolean anyPublic,
        List<HostPattern> hosts,
        List<Network> networks,
        List<Network> denied,
        List<HostPattern> plainHttp) {
    /** The key of the hosts that may be connected to. */
    public static final String HOSTS = "millrace.connections.hosts";

    /** The key of the hosts to which credentials may go without TLS. */
    public static final String PLAIN_HTTP = "millrace.connections.plain-http";

    /** The key of networks of which each host must be named. */
    public static final String DENIED = "millrace.connections.denied-networks";

    /** The reason why credentials are not sent to an address that isn't protected. */
    public static final String NOT_SENT =
            "credentials are not sent over plain HTTP; use HTTPS, or the operator names the host in " + PLAIN_HTTP;

    private static final String REFUSED =
            "no connection to this host is allowed; if it is meant, the operator names it in ";
    private static final String ANY = "*";
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int SSH = 22;

    public AddressPolicy {
        hosts = List.copyOf(hosts);
        networks = List.copyOf(networks);
        denied = List.copyOf(denied);
        plainHttp = List.copyOf(plainHttp);
    }

    /**
     * Reads the rules, each a list of texts.
     *
     * @param hosts names, {@code *.<name>}, each with or without a port, networks and {@code *}
     * @throws IllegalArgumentException if one is in no known form; the message names its key
     */
    public static AddressPolicy parse(List<String> hosts, List<String> plainHttp, List<String> denied) {
        List<HostPattern> names = new ArrayList<>();
        List<Network> networks = new ArrayList<>();
        for (String host : hosts) {
            Optional<Network> network = Network.parse(host);
            network.ifPresent(networks::add);
            if (network.isEmpty() && !host.equals(ANY)) {
                names.add(pattern(HOSTS, host));
            }
        }
        return new AddressPolicy(
                hosts.contains(ANY),
                names,
                networks,
                denied.stream().map(AddressPolicy::network).toList(),
                plainHttp.stream().map(host -> pattern(PLAIN_HTTP, host)).toList());
    }

    private static HostPattern pattern(String key, String text) {
        return HostPattern.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        key + ": " + text + " is no host; write a name, *.<name>, or either with :<port>"));
    }

    private static Network network(String text) {
        return Network.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        DENIED + ": " + text + " is no network; write it as in 10.96.0.0/12"));
    }

    /** Returns these rules with further networks of which each host must be named. */
    AddressPolicy denying(Collection<Network> networks) {
        Set<Network> all = new LinkedHashSet<>(denied);
        all.addAll(networks);
        return new AddressPolicy(anyPublic, hosts, this.networks, List.copyOf(all), plainHttp);
    }

    /**
     * Returns why a host may not be connected to; empty if it may. The reason is the same whatever is there.
     *
     * @param resolved the addresses of the host; empty if it has none
     */
    public Optional<String> refusal(String name, int port, List<InetAddress> resolved) {
        String host = HostPattern.plain(name);
        boolean isNamed = hosts.stream().anyMatch(pattern -> pattern.matches(host, port));
        boolean isAllowed = isNamed || (!resolved.isEmpty() && resolved.stream().allMatch(one -> isAllowed(host, one)));
        return isAllowed ? Optional.empty() : Optional.of(REFUSED + HOSTS);
    }

    private boolean isAllowed(String host, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address))
                || (anyPublic
                        && !SpecialAddresses.isMetadataName(host)
                        && !SpecialAddresses.contain(address)
                        && denied.stream().noneMatch(network -> network.contains(address)));
    }

    /**
     * Returns true if credentials may be sent to an address: only to the one that they are for, which is a scheme, a host and a port, and without
     * TLS only to a host that is named for it.
     *
     * @param owner an address of the server that the credentials are for
     */
    public boolean mayCarryCredentials(URI owner, URI target) {
        return sameOrigin(owner, target) && isProtected(target);
    }

    /** Returns true if credentials that are sent there can't be read on the way, or the operator accepts that. */
    public boolean isProtected(URI target) {
        return switch (scheme(target)) {
            case "https", "ssh" -> true;
            case "http" -> {
                String host = HostPattern.plain(String.valueOf(target.getHost()));
                yield plainHttp.stream().anyMatch(pattern -> pattern.matches(host, port(target)));
            }
            default -> false;
        };
    }

    /** Returns true if two addresses have the same scheme, host and port. */
    public static boolean sameOrigin(URI one, URI other) {
        return one.getHost() != null
                && other.getHost() != null
                && scheme(one).equals(scheme(other))
                && HostPattern.plain(one.getHost()).equals(HostPattern.plain(other.getHost()))
                && port(one) == port(other);
    }

    private static String scheme(URI address) {
        return String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    }

    static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return switch (scheme(address)) {
            case "https" -> HTTPS;
            case "ssh" -> SSH;
            default -> HTTP;
        };
    }
}
