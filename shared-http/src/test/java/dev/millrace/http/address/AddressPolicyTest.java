package dev.millrace.http.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a service may connect, and where credentials may go. */
class AddressPolicyTest {
    private static final AddressPolicy DEFAULT = AddressPolicy.parse(List.of("*"), List.of(), List.of("10.96.0.0/12"));
    private static final AddressPolicy NAMED = AddressPolicy.parse(
            List.of("github.com", "*.corp.example", "git.internal:8443", "10.0.0.0/8", "fd12:3456::/32"),
            List.of(),
            List.of("10.96.0.0/12"));
    private static final AddressPolicy PLAIN =
            AddressPolicy.parse(List.of("*"), List.of("gitea:3000", "*.lab.example"), List.of());

    static final List<Arguments> ADDRESSES = List.of(
            row("a public address", DEFAULT, "github.com:443", "140.82.121.3", true),
            row("a private address", DEFAULT, "git.corp:443", "192.168.1.7", true),
            row("a public address of IPv6", DEFAULT, "git.corp:443", "2606:50c0::1", true),
            row("loopback", DEFAULT, "localhost:80", "127.0.0.1", false),
            row("another loopback", DEFAULT, "x:80", "127.255.1.2", false),
            row("loopback of IPv6", DEFAULT, "x:80", "::1", false),
            row("loopback as an IPv4-mapped address", DEFAULT, "x:80", "::ffff:127.0.0.1", false),
            row("loopback as an IPv4-compatible address", DEFAULT, "x:80", "::127.0.0.1", false),
            row("loopback through NAT64", DEFAULT, "x:80", "64:ff9b::7f00:1", false),
            row("metadata through NAT64", DEFAULT, "x:80", "64:ff9b::a9fe:a9fe", false),
            row("a public address through NAT64", DEFAULT, "x:80", "64:ff9b::8c52:7903", true),
            row("loopback through 6to4", DEFAULT, "x:80", "2002:7f00:1::", false),
            row("unspecified", DEFAULT, "x:80", "0.0.0.0", false),
            row("this network", DEFAULT, "x:80", "0.1.2.3", false),
            row("unspecified of IPv6", DEFAULT, "x:80", "::", false),
            row("link-local", DEFAULT, "x:80", "169.254.10.20", false),
            row("link-local of IPv6", DEFAULT, "x:80", "fe80::1", false),
            row("metadata", DEFAULT, "x:80", "169.254.169.254", false),
            row("metadata of IPv6", DEFAULT, "x:80", "fd00:ec2::254", false),
            row("the name of metadata", DEFAULT, "Metadata.Google.Internal.:80", "140.82.121.3", false),
            row("metadata elsewhere", DEFAULT, "x:80", "100.100.100.200", false),
            row("multicast", DEFAULT, "x:80", "224.0.0.251", false),
            row("multicast of IPv6", DEFAULT, "x:80", "ff02::1", false),
            row("broadcast", DEFAULT, "x:80", "255.255.255.255", false),
            row("the cluster's services", DEFAULT, "x.y.svc:80", "10.96.0.1", false),
            row("the last of the cluster's services", DEFAULT, "x:80", "10.111.255.255", false),
            row("beside the cluster's services", DEFAULT, "x:80", "10.112.0.0", true),
            row("one good and one bad address", DEFAULT, "x:80", "140.82.121.3,127.0.0.1", false),
            row("a host without an address", DEFAULT, "x:80", "", false),
            row("a named host", NAMED, "GitHub.com:443", "140.82.121.3", true),
            row("a named host with the dot of the root", NAMED, "github.com.:443", "140.82.121.3", true),
            row("a named host that is internal", NAMED, "a.b.corp.example:443", "127.0.0.1", true),
            row("the name itself is not below it", NAMED, "corp.example:443", "140.82.121.3", false),
            row("a name that only ends alike", NAMED, "evilcorp.example:443", "140.82.121.3", false),
            row("a name that only begins alike", NAMED, "github.com.evil.example:443", "140.82.121.3", false),
            row("a named port", NAMED, "git.internal:8443", "10.96.0.9", true),
            row("another port", NAMED, "git.internal:22", "140.82.121.3", false),
            row("a named network", NAMED, "x:80", "10.1.2.3", true),
            row("a named network of IPv6", NAMED, "x:80", "fd12:3456::1", true),
            row("a host that is not named", NAMED, "gitlab.com:443", "140.82.121.3", false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ADDRESSES")
    void aConnectionIsAllowedByTheHostsNameOrByAllItsAddresses(
            String situation, AddressPolicy policy, String host, String addresses, boolean allowed)
            throws UnknownHostException {
        int colon = host.lastIndexOf(':');
        List<InetAddress> resolved = new ArrayList<>();
        for (String address : addresses.split(",")) {
            if (!address.isEmpty()) {
                resolved.add(InetAddress.getByName(address));
            }
        }

        assertThat(policy.refusal(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)), resolved))
                .as(situation)
                .matches(refusal -> refusal.isEmpty() == allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://[::1]/",
                "http://[::ffff:7f00:1]/",
                "http://127.1/",
                "http://0/",
                "http://169.254.169.254/latest",
                "http://[fe80::1]/",
                "https://[64:ff9b::7f00:1]:8443/"
            })
    void noSpellingOfASpecialAddressIsAllowed(String address) throws UnknownHostException {
        URI uri = URI.create(address);
        String host = String.valueOf(uri.getHost() == null ? uri.getAuthority() : uri.getHost());

        assertThat(DEFAULT.refusal(host, 80, List.of(InetAddress.getAllByName(host))))
                .isPresent();
    }

    @Test
    void theReasonIsTheSameForEachRefusedHost() {
        assertThat(DEFAULT.refusal("a", 80, List.of()))
                .isEqualTo(NAMED.refusal("b", 443, List.of()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("millrace.connections.hosts"));
    }

    static final List<Arguments> CREDENTIALS = List.of(
            row("the same address", "https://host/index.yaml", "https://host/x.tgz", true),
            row("the port of the scheme", "https://host/", "https://HOST:443/x.tgz", true),
            row("another scheme", "https://host/index.yaml", "http://host/x.tgz", false),
            row("another scheme on the same port", "https://host:443/", "http://host:443/", false),
            row("a better scheme", "http://gitea:3000/", "https://gitea:3000/", false),
            row("another port", "https://host/", "https://host:8443/", false),
            row("another host", "https://host/", "https://other/", false),
            row("a host below", "https://host/", "https://a.host/", false),
            row("another user's part", "https://host/", "https://host@evil/", false),
            row("plain HTTP", "http://host/", "http://host/x", false),
            row("plain HTTP to a named host", "http://gitea:3000/a.git", "http://gitea:3000/b", true),
            row("plain HTTP to a named host, another port", "http://gitea/", "http://gitea/", false),
            row("plain HTTP to a host below a named one", "http://a.lab.example/", "http://a.lab.example/", true),
            row("SSH", "ssh://git@host/a.git", "ssh://git@host/a.git", true),
            row("no host", "https:/x", "https:/x", false),
            row("another kind", "ftp://host/", "ftp://host/", false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CREDENTIALS")
    void credentialsGoOnlyToTheSchemeHostAndPortThatTheyAreFor(
            String situation, String owner, String target, boolean allowed) {
        assertThat(PLAIN.mayCarryCredentials(URI.create(owner), URI.create(target)))
                .as(situation)
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host", "ho st", "*", "a.*.example", "host:port", "10.0.0.0/8", ""})
    void aRuleInNoKnownFormNamesItsKey(String text) {
        assertThatThrownBy(() -> AddressPolicy.parse(List.of(), List.of(text), List.of()))
                .hasMessageStartingWith("millrace.connections.plain-http: " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "::/129", "host/8", "10.0.0.0/-1"})
    void aNetworkInNoKnownFormNamesItsKey(String text) {
        assertThatThrownBy(() -> AddressPolicy.parse(List.of(), List.of(), List.of(text)))
                .hasMessageStartingWith("millrace.connections.denied-networks: " + text);
        assertThatThrownBy(() -> AddressPolicy.parse(List.of(text), List.of(), List.of()))
                .hasMessageStartingWith("millrace.connections.hosts: " + text);
    }

    @Test
    void aNetworkThatIsDeniedLaterNeedsItsHostsNamed() throws UnknownHostException {
        AddressPolicy later = AddressPolicy.parse(List.of("*", "git.internal"), List.of(), List.of())
                .denying(List.of(Network.of("10.96.0.0/16")));
        List<InetAddress> inside = List.of(InetAddress.getByName("10.96.77.7"));
        List<InetAddress> outside = List.of(InetAddress.getByName("10.97.0.1"));

        assertThat(later.refusal("other.internal", 443, inside)).isPresent();
        assertThat(later.refusal("git.internal", 443, inside)).isEmpty();
        assertThat(later.refusal("other.internal", 443, outside)).isEmpty();
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}
