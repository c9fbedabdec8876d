package dev.millrace.builder.engine.buildkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilterRulesTest {
    private final FilterRules rules =
            new FilterRules("mr0", "198.18.7.0/24", List.of("10.96.0.10"), List.of("10.1.2.0/24"));

    @Test
    void theHostCannotBeReachedAtAnyOfItsAddresses() {
        assertThat(rules.ipv4().getFirst().command("iptables", "-I"))
                .containsExactly("iptables", "-w", "-t", "filter", "-I", "INPUT", "-i", "mr0", "-j", "DROP");
        assertThat(rules.ipv6()).hasSize(2).allMatch(rule -> rule.match().equals(List.of("-i", "mr0", "-j", "DROP")));
    }

    @Test
    void exceptionsComeBeforePrivateNetworksAndPublicAddressesLast() {
        List<String> all = rules.ipv4().stream()
                .filter(rule -> rule.chain().equals("FORWARD")
                        && rule.match().getFirst().equals("-i"))
                .map(rule -> String.join(" ", rule.match()))
                .toList();

        assertThat(all)
                .startsWith(
                        "-i mr0 -d 10.96.0.10 -p udp --dport 53 -j ACCEPT",
                        "-i mr0 -d 10.96.0.10 -p tcp --dport 53 -j ACCEPT",
                        "-i mr0 -d 10.1.2.0/24 -j ACCEPT")
                .containsSubsequence("-i mr0 -d 10.0.0.0/8 -j DROP", "-i mr0 -d 169.254.0.0/16 -j DROP")
                .endsWith("-i mr0 -s 198.18.7.0/24 -j ACCEPT", "-i mr0 -j DROP");
    }

    @Test
    void aSubnetThatIsInUseIsSkipped() throws Exception {
        InetAddress used = InetAddress.getByName("198.18.7.1");

        assertThat(Subnet.unused(7, List.of()).cidr()).isEqualTo("198.18.7.0/24");
        assertThat(Subnet.unused(7, List.of(used)).cidr()).isEqualTo("198.18.8.0/24");
        assertThat(Subnet.unused(-1, List.of()).cidr()).isEqualTo("198.19.255.0/24");
    }

    @Test
    void thereIsAnErrorIfAllSubnetsAreInUse() {
        List<InetAddress> all =
                IntStream.range(0, 512).mapToObj(FilterRulesTest::address).toList();

        assertThat(catchThrowable(() -> Subnet.unused(0, all))).hasMessageContaining("no free subnet");
    }

    private static InetAddress address(int index) {
        try {
            return InetAddress.getByName("198." + (18 + index / 256) + "." + index % 256 + ".1");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
