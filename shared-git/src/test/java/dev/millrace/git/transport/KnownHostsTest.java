package dev.millrace.git.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of known hosts as users have them: written by ssh-keyscan, ssh, or by hand. */
class KnownHostsTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
    private static final String OTHER =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAfuCHKVTjquxvt6CM6tdG4SLp1Btn/nOeHHE5UOzRdf";
    private static final String HOST = "git.example.com";

    @Test
    void findsTheHostAmongOtherEntries() {
        KnownHosts hosts = KnownHosts.parse("# git.example.com:22 SSH-2.0-babeld\r\n\r\n"
                + "other.example.com " + OTHER + " a comment\r\n"
                + "@cert-authority *.example.com " + OTHER + "\r\n"
                + "git.example.com,192.0.2.1 " + KEY + " dana@laptop\r\n");

        assertThat(accepts(hosts, HOST, KEY)).isTrue();
        assertThat(accepts(hosts, "192.0.2.1", KEY)).isTrue();
        assertThat(accepts(hosts, HOST, OTHER)).isFalse();
        assertThat(hosts.problem())
                .hasValueSatisfying(reason -> assertThat(reason).contains("has another key for it"));
    }

    @Test
    void findsAHostByItsOwnPortOnly() {
        KnownHosts hosts = KnownHosts.parse("[git.example.com]:2222 " + KEY + "\n");

        assertThat(accepts(hosts, "[git.example.com]:2222", KEY)).isTrue();
        assertThat(accepts(hosts, HOST, KEY)).isFalse();
        assertThat(accepts(hosts, "[git.example.com]:2223", KEY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAfuCHKVTjquxvt6CM6tdG4SLp1Btn/nOeHHE5UOzRdfAAAABHNzaDo=",
                "ssh-unheard-of AAAADnNzaC11bmhlYXJkLW9mAAAAIAfuCHKVTjquxvt6CM6tdG4SLp1Btn/nOeHHE5UOzRdf"
            })
    void aKeyOfAnUnknownKindDoesNotAffectTheOthers(String strange) {
        KnownHosts hosts = KnownHosts.parse(HOST + " " + strange + "\n" + HOST + " " + KEY + "\n");

        assertThat(accepts(hosts, HOST, KEY)).isTrue();
        assertThat(accepts(hosts, HOST, OTHER)).isFalse();
        assertThat(keys(hosts)).doesNotContainNull().contains(key(KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n-----END OPENSSH PRIVATE KEY-----\n",
                "git.example.com ssh-ed25519 b3BlbnNzaC1rZXk!\n",
                "git.example.com b3BlbnNzaC1rZXk\n",
                "b3BlbnNzaC1rZXk"
            })
    void anInvalidKnownHostsIsReportedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> KnownHosts.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("known_hosts")
                .message()
                .doesNotContain("b3BlbnNzaC1rZXk");
    }

    @SuppressWarnings("NullAway") // it is not used
    private static boolean accepts(KnownHosts hosts, String address, String key) {
        return hosts.accept(address, InetSocketAddress.createUnresolved(HOST, 22), key(key), none(), null);
    }

    private static List<PublicKey> keys(KnownHosts hosts) {
        return hosts.lookup(HOST, InetSocketAddress.createUnresolved(HOST, 22), none());
    }

    @SuppressWarnings("NullAway") // it is not used
    private static ServerKeyDatabase.Configuration none() {
        return null;
    }

    private static PublicKey key(String entry) {
        try {
            return PublicKeyEntry.parsePublicKeyEntry(entry)
                    .resolvePublicKey(null, null, PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("not a public key: " + entry, e);
        }
    }
}
