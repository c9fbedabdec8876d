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
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several agents on one Lease of the real API server. */
@WithParts(PartKind.CLUSTER)
class LeadershipIT {
    /** Long enough that a busy machine does not lose it. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration SHORT_LEASE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofMinutes(2);

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
    void whoResignsChangesNothingMoreAndLetsGoOfTheLeaseWhenAllHasEnded() {
        first.leadership.resign();
        boolean mayChange = first.leadership.isHeld();
        boolean otherLeads = second.leadership.isHeld();

        first.leadership.close();

        await().atMost(LEASE).until(second.leadership::isHeld);
        assertThat(mayChange || otherLeads).isFalse();
    }

    @Test
    void aLeaderWithoutAnAnswerStopsBeforeAnotherBegins() {
        String apart = Testbed.shared().cluster().createNamespace("short-lease");
        try (Candidate silent = new Candidate("silent", apart, SHORT_LEASE, Clock.systemUTC());
                Candidate next = new Candidate("next", apart, SHORT_LEASE, Clock.systemUTC())) {
            silent.leadership.start(silent);
            await().atMost(SOON).until(silent.leadership::isHeld);
            next.leadership.start(next);

            silent.deaf = true;

            await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> {
                boolean leads = next.leadership.isHeld();
                assertThat(leads && silent.leadership.isHeld()).isFalse();
                return leads;
            });
            assertThat(silent.leadership.isHeld()).isFalse();
            await().atMost(SOON)
                    .untilAtomic(silent.deposed, value -> assertThat(value).isPositive());
        }
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

    @Test
    void doesNotLeadOnWhenTheMachineHasSlept() {
        try (Candidate sleepy = new Candidate("sleepy", namespace, LEASE, new Sleepy())) {
            first.close();
            second.close();

            sleepy.leadership.start(sleepy);
            await().atMost(SOON)
                    .untilAtomic(sleepy.deposed, value -> assertThat(value).isPositive());

            assertThat(sleepy.elected.get()).isPositive();
            assertThat(sleepy.leadership.isHeld()).isFalse();
        }
    }

    /** The clock of a machine that sleeps a minute between any two readings. */
    private static final class Sleepy extends Clock {
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plus(Duration.ofMinutes(reads.incrementAndGet()));
        }
    }

    private final class Candidate implements Leadership.Listener, Interceptor, AutoCloseable {
        private final KubernetesClient client = client(this);
        private volatile boolean deaf;
        private final Leadership leadership;
        private final AtomicInteger elected = new AtomicInteger();
        private final AtomicInteger deposed = new AtomicInteger();

        Candidate(String identity) {
            this(identity, namespace, LEASE, Clock.systemUTC());
        }

        Candidate(String identity, String in, Duration lease, Clock clock) {
            leadership = new Leadership(client, in, identity, lease, clock);
        }

        @Override
        public void before(BasicBuilder builder, HttpRequest request, Interceptor.RequestTags tags) {
            if (deaf) {
                throw new KubernetesClientException("no answer");
            }
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

    private static KubernetesClient client(Interceptor ears) {
        try {
            return new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(
                            Files.readString(Testbed.shared().cluster().kubeconfig())))
                    .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("ears", ears))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the kubeconfig", e);
        }
    }
}
