package dev.millrace.git.transport;

import static dev.millrace.testbed.PartKind.GIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.git.proxy.HttpProxy;
import dev.millrace.testbed.git.proxy.SshKeyPair;
import dev.millrace.testbed.git.proxy.SshProxy;
import dev.millrace.testbed.git.proxy.TestAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access to a host: HTTPS with its own authority, a token, SSH. */
@WithParts(GIT)
class AccessIT {
    private static final GitRef MAIN = GitRef.branch("main");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    @ParameterizedTest
    @CsvSource({"ssh-ed25519, 256", "ecdsa-sha2-nistp256, 256", "ssh-rsa, 2048"})
    void readsBySshWithAnyUsualKey(String type, int bits, GitHost host, GitWorkspace dana) {
        CommitId first = started(host, dana, "access/" + type);
        SshKeyPair key = SshKeyPair.of(type, bits);

        try (SshProxy front = new SshProxy(host, SshKeyPair.ed25519(), key);
                Mirror mirror =
                        open(front.url("access/" + type), new Credentials.Ssh(key.openSsh(), front.knownHosts()))) {
            assertThat(mirror.fetch(MAIN)).contains(first);
            assertThat(mirror.listRemote()).containsEntry(MAIN, first);
        }
    }

    @Test
    void readsBySshWithAKeyInPem(GitHost host, GitWorkspace dana) {
        CommitId first = started(host, dana, "access/pem");
        SshKeyPair key = SshKeyPair.of("ssh-rsa", 2048);

        try (SshProxy front = new SshProxy(host, SshKeyPair.ed25519(), key);
                Mirror mirror = open(front.url("access/pem"), new Credentials.Ssh(key.pem(), front.knownHosts()))) {
            assertThat(mirror.fetch(MAIN)).contains(first);
        }
    }

    @Test
    void anUnknownHostIsNotTrusted(GitHost host, GitWorkspace dana) {
        started(host, dana, "access/unknown");
        SshKeyPair key = SshKeyPair.ed25519();

        try (SshProxy front = new SshProxy(host, SshKeyPair.ed25519(), key)) {
            String others = "git.example.com " + front.knownHosts().split(" ", 2)[1];
            try (Mirror mirror = open(front.url("access/unknown"), new Credentials.Ssh(key.openSsh(), others))) {
                assertThatThrownBy(() -> mirror.fetch(MAIN))
                        .isInstanceOf(GitUnavailable.class)
                        .hasMessageContaining("presents the key ssh-ed25519 SHA256:")
                        .hasMessageContaining("known_hosts does not name the host");
            }
        }
    }

    @Test
    void aHostWithAnotherKeyThanTheKnownOneIsNotTrusted(GitHost host, GitWorkspace dana) {
        started(host, dana, "access/changed");
        SshKeyPair key = SshKeyPair.ed25519();

        try (SshProxy front = new SshProxy(host, SshKeyPair.ed25519(), key);
                SshProxy other = new SshProxy(host, SshKeyPair.ed25519(), key)) {
            String address = front.knownHosts().split(" ", 2)[0];
            String known = address + " " + other.knownHosts().split(" ", 2)[1];
            try (Mirror mirror = open(front.url("access/changed"), new Credentials.Ssh(key.openSsh(), known))) {
                assertThatThrownBy(() -> mirror.fetch(MAIN)).hasMessageContaining("known_hosts has another key for it");
            }
            try (Mirror mirror = open(
                    front.url("access/changed"),
                    new Credentials.Ssh(key.openSsh(), front.knownHosts() + "@revoked " + front.knownHosts()))) {
                assertThatThrownBy(() -> mirror.fetch(MAIN)).hasMessageContaining("which known_hosts revokes");
            }
        }
    }

    @Test
    void aKeyThatTheHostRejectsIsReported(GitHost host, GitWorkspace dana) {
        started(host, dana, "access/stranger");

        try (SshProxy front = new SshProxy(host, SshKeyPair.ed25519(), SshKeyPair.ed25519());
                Mirror mirror = open(
                        front.url("access/stranger"),
                        new Credentials.Ssh(SshKeyPair.ed25519().openSsh(), front.knownHosts()))) {
            assertThatThrownBy(() -> mirror.fetch(MAIN)).hasMessageContaining("rejected the credentials");
        }
    }

    @Test
    void aSecretThatFitsNoSshAddressIsReportedWithoutShowingIt() {
        URI url = URI.create("ssh://git@127.0.0.1:1/shop/web.git");
        String notAKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n";

        try (Mirror mirror = open(url, new Credentials.Basic("dana", "secret"))) {
            assertThatThrownBy(() -> mirror.fetch(MAIN))
                    .hasMessageContaining("an SSH address needs a private key and known hosts");
        }
        try (Mirror mirror = open(url, new Credentials.Ssh(notAKey, "127.0.0.1 ssh-ed25519 AAAA"))) {
            assertThatThrownBy(() -> mirror.fetch(MAIN))
                    .hasMessageContaining("the private key is unusable")
                    .message()
                    .doesNotContain("c2VjcmV0", "secret");
        }
    }

    @Test
    void trustsTheGivenAuthorityAndNoOther(GitHost host, GitWorkspace dana) {
        CommitId first = started(host, dana, "access/tls");
        TestAuthority authority = TestAuthority.create(temp);

        try (HttpProxy front = HttpProxy.tls(host, authority)) {
            URI url = front.url("access/tls");
            try (Mirror mirror = open(url, new Credentials.None())) {
                assertThatThrownBy(() -> mirror.fetch(MAIN)).hasMessageContaining("certif");
            }
            try (Mirror mirror = open(url, new Credentials.None(), Optional.of(authority.pem()))) {
                assertThat(mirror.fetch(MAIN)).contains(first);
            }
            try (Mirror mirror = open(url, new Credentials.None(), Optional.of("none"))) {
                assertThatThrownBy(() -> mirror.fetch(MAIN)).hasMessageContaining("ca.crt contains no certificate");
            }
        }
    }

    @Test
    void sendsATokenWithTheFirstRequest(GitHost host, GitWorkspace dana) {
        CommitId first = started(host, dana, "access/token");

        try (HttpProxy front = HttpProxy.plain(host).requiring("Bearer let-me-in");
                Mirror mirror = open(front.url("access/token"), new Credentials.Bearer("let-me-in"));
                Mirror other = open(front.url("access/token"), new Credentials.Bearer("let-me-out"))) {
            assertThat(mirror.fetch(MAIN)).contains(first);
            assertThat(front.asked("access/token")).isEqualTo(1);
            assertThatThrownBy(() -> other.fetch(MAIN)).hasMessageContaining("rejected the credentials");
        }
    }

    private static CommitId started(GitHost host, GitWorkspace dana, String repository) {
        host.createRepository(repository);
        return dana.push(repository, "main", Map.of("a", "1"), "Start");
    }

    private Mirror open(URI url, Credentials credentials) {
        return open(url, credentials, Optional.empty());
    }

    private Mirror open(URI url, Credentials credentials, Optional<String> authorities) {
        Remote named = Remote.of(url, credentials);
        return Mirror.open(
                temp.resolve("mirror-" + System.nanoTime()), new Remote(named.id(), url, credentials, authorities));
    }
}
