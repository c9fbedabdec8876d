package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.sync.lead.AgentId;
import dev.millrace.sync.lead.Leadership;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several agents on one Lease of the real API server. */
@WithParts(PartKind.CLUSTER)
class LeadershipIT {
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final String namespace = Testbed.shared().cluster().createNamespace("lease");
    private final Candidate first = new Candidate("first");
    private final Candidate second = new Candidate("second");

    @BeforeEach
    void firstLeads() {
        first.leadership.start(first);
        await().atMost(SOON).until(first.leadership::isHeld);
        second.leadership.start(second);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void theNextOneLeadsAtOnceWhenTheLeaderEnds() {
        first.leadership.close();

        await().atMost(LEASE).until(second.leadership::isHeld);

        assertThat(first.leadership.isHeld()).isFalse();
        assertThat(second.elected).hasValue(1);
    }

    @Test
    void aLeaderThatHearsNothingStopsBeforeAnotherBegins() {
        first.client.close();

        await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> {
            boolean next = second.leadership.isHeld();
            assertThat(next && first.leadership.isHeld()).isFalse();
            return next;
        });

        assertThat(first.leadership.isHeld()).isFalse();
        await().atMost(SOON)
                .untilAtomic(first.deposed, value -> assertThat(value).isEqualTo(1));
    }

    @Test
    void leadsNoLongerWhenAnotherHasTakenTheLease() {
        Testbed.shared()
                .cluster()
                .kubectl(
                        "patch",
                        "lease",
                        "sync-agent",
                        "-n",
                        namespace,
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"holderIdentity\":\"somebody\",\"leaseDurationSeconds\":3600}}");

        await().atMost(SOON).until(() -> !first.leadership.isHeld());

        assertThat(second.leadership.isHeld()).isFalse();
    }

    @Test
    void whoeverComesNextInADirectoryIsTheSameAndTwoAreNot(@TempDir Path directory) {
        AgentId before = AgentId.in(directory);
        AgentId beside = AgentId.in(directory);
        before.close();
        beside.close();

        AgentId next = AgentId.in(directory);
        next.close();

        assertThat(next).hasToString(before.toString());
        assertThat(beside.toString()).isNotEqualTo(before.toString());
    }

    private final class Candidate implements Leadership.Listener, AutoCloseable {
        private final KubernetesClient client = client();
        private final Leadership leadership;
        private final AtomicInteger elected = new AtomicInteger();
        private final AtomicInteger deposed = new AtomicInteger();

        Candidate(String identity) {
            leadership = new Leadership(client, namespace, identity, LEASE, Clock.systemUTC());
        }

        @Override
        public void elected() {
            elected.incrementAndGet();
        }

        @Override
        public void deposed() {
            deposed.incrementAndGet();
        }

        @Override
        public void close() {
            leadership.close();
            client.close();
        }
    }

    private static KubernetesClient client() {
        try {
            return new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(
                            Files.readString(Testbed.shared().cluster().kubeconfig())))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the kubeconfig", e);
        }
    }
}
