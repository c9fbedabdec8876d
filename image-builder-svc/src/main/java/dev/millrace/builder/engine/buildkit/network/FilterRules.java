package dev.millrace.builder.engine.buildkit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of the packet filter for one bridge (iptables(8)). They match its interface, which a command in a build can't forge.
 *
 * @param nameservers addresses that may be asked for names, also private ones
 * @param allowed networks that may be reached although they are private
 */
record FilterRules(String bridge, String subnet, List<String> nameservers, List<String> allowed) {

    /** Networks that are private, local, of a cloud's metadata, or not for single hosts (RFC 6890). */
    private static final List<String> NOT_PUBLIC = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /**
     * A rule.
     *
     * @param table such as {@code filter}
     * @param match the match and the target
     */
    record Rule(String table, String chain, List<String> match) {

        List<String> command(String program, String action) {
            List<String> command = new ArrayList<>(List.of(program, "-w", "-t", table, action, chain));
            command.addAll(match);
            return List.copyOf(command);
        }
    }

    /** The rules for IPv4, in their order. */
    List<Rule> ipv4() {
        List<Rule> rules = new ArrayList<>();
        rules.add(filter("INPUT", "-i", bridge, "-j", "DROP"));
        for (String nameserver : nameservers) {
            for (String protocol : List.of("udp", "tcp")) {
                rules.add(filter(
                        "FORWARD", "-i", bridge, "-d", nameserver, "-p", protocol, "--dport", "53", "-j", "ACCEPT"));
            }
        }
        allowed.forEach(network -> rules.add(filter("FORWARD", "-i", bridge, "-d", network, "-j", "ACCEPT")));
        NOT_PUBLIC.forEach(network -> rules.add(filter("FORWARD", "-i", bridge, "-d", network, "-j", "DROP")));
        rules.add(filter("FORWARD", "-i", bridge, "-s", subnet, "-j", "ACCEPT"));
        rules.add(filter("FORWARD", "-i", bridge, "-j", "DROP"));
        rules.add(
                filter("FORWARD", "-o", bridge, "-m", "conntrack", "--ctstate", "ESTABLISHED,RELATED", "-j", "ACCEPT"));
        rules.add(filter("FORWARD", "-o", bridge, "-j", "DROP"));
        rules.add(new Rule("nat", "POSTROUTING", List.of("-s", subnet, "!", "-o", bridge, "-j", "MASQUERADE")));
        return List.copyOf(rules);
    }

    /** The rules for IPv6: nothing can be reached. */
    List<Rule> ipv6() {
        return Stream.of(filter("INPUT", "-i", bridge, "-j", "DROP"), filter("FORWARD", "-i", bridge, "-j", "DROP"))
                .toList();
    }

    private static Rule filter(String chain, String... match) {
        return new Rule("filter", chain, List.of(match));
    }
}
