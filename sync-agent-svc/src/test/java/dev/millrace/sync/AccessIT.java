package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.proxy.HttpProxy;
import dev.millrace.testbed.git.proxy.SshKeyPair;
import dev.millrace.testbed.git.proxy.SshProxy;
import dev.millrace.testbed.git.proxy.TestAuthority;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protocols and credentials of repositories. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class AccessIT {
    private final GitHost host = Testbed.shared().gitHost();

    @Test
    void bySshAHostIsBelievedOnceItIsKnown() {
        Deployed app = new Deployed("ssh", null);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));
        SshKeyPair key = SshKeyPair.ed25519();
        try (SshProxy front = new SshProxy(host, SshKeyPair.ed25519(), key);
                SshProxy other = new SshProxy(host, SshKeyPair.ed25519(), key)) {
            app.through(
                    front.url(app.repository),
                    Map.of("ssh-privatekey", key.openSsh(), "known_hosts", other.knownHosts()));

            app.follow("");
            await().atMost(Deployed.SOON)
                    .untilAsserted(() -> assertThat(app.status().path("message").asText())
                            .contains("presents the key ssh-ed25519 SHA256:", "known_hosts does not name the host"));
            String stalled = app.condition("Stalled");
            app.hold(Map.of("ssh-privatekey", key.openSsh(), "known_hosts", front.knownHosts()));

            app.awaitReady(commit);
            assertThat(stalled).isEqualTo("True");
        }
    }

    @Test
    void aSecretThatChangesIsUsedAtOnceAndNothingOfItIsShown(@TempDir Path temp) {
        Deployed app = new Deployed("token", null);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));
        TestAuthority authority = TestAuthority.create(temp);
        try (HttpProxy front = HttpProxy.tls(host, authority).requiring("Bearer new-token")) {
            app.through(front.url(app.repository), Map.of("token", "old-token"));

            app.follow("");
            await().atMost(Deployed.SOON)
                    .until(() -> app.status().path("message").asText().contains("certif"));
            app.hold(Map.of("token", "old-token", "ca.crt", authority.pem()));
            app.awaitStalled("rejected the credentials");
            String refused = app.application().toString();
            app.hold(Map.of("token", "new-token", "ca.crt", authority.pem()));

            app.awaitReady(commit);
            assertThat(refused).doesNotContain("old-token");
        }
    }

    @Test
    void aSecretThatDoesNotFitTheAddressIsSaid() {
        Deployed app = new Deployed("unfit", null);
        app.push(Map.of("a.yaml", configMap("a", "1")));

        app.through(URI.create("ssh://git@127.0.0.1:1/shop/web.git"), Map.of("ssh-privatekey", "x"));
        app.follow("");

        app.awaitStalled("the Secret " + app.namespace + "/git has no known_hosts; an SSH address needs both");
    }

    @Test
    void aSecretThatIsMissingStallsUntilItIsThere() {
        Deployed app = new Deployed("secretless", null);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));
        app.kubectl("delete", "secret", "git", "-n", app.namespace);

        app.follow("");
        app.awaitStalled("there is no Secret " + app.namespace + "/git (spec.source.secretRef)");
        app.letIn();

        app.awaitReady(commit);
        assertThat(app.condition("Stalled")).isEqualTo("False");
    }
}
