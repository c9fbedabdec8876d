package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two agents for one cluster: if the leader ends or is paused during a sync of 200 objects, the other agent takes over. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class TwoAgentsIT {
    private static final String LEASE = "millrace.sync.lease-duration";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(2);
    private static final int MIDDLE = Herd.STEPS / 3;

    private static final OpenShop SHOP = OpenShop.shop();
    private static final LocalDelivery DELIVERY = SHOP.delivery;
    private static final List<ServiceProcess> AGENTS = List.of(DELIVERY.agent(), DELIVERY.secondAgent());
    private static final Herd HERD = Herd.open(SHOP, "herd-of-two");
    private static int time;

    @BeforeAll
    static void shortenTheLease() {
        DELIVERY.agent().stop();
        AGENTS.forEach(agent -> agent.with(LEASE, "PT5S"));
    }

    @BeforeEach
    void startBoth() {
        AGENTS.forEach(ServiceProcess::start);
        await().atMost(OpenShop.TIMEOUT).until(() -> AGENTS.stream().anyMatch(TwoAgentsIT::isLeader));
    }

    @AfterEach
    void resumeBoth() {
        AGENTS.forEach(agent -> signal(agent, "CONT"));
    }

    @AfterAll
    static void stopSecondAgent() {
        AGENTS.forEach(ServiceProcess::stop);
        DELIVERY.agent().without(LEASE).start();
        await().atMost(OpenShop.TIMEOUT)
                .until(() -> isLeader(DELIVERY.agent())); // its first checks have the trigger "start"
    }

    @Test
    void theOtherAgentTakesOverWhenTheLeaderIsKilled() {
        ServiceProcess leader = leader();

        inTheMiddle(leader::kill);

        assertNotSame(leader, leader());
    }

    @Test
    void theOtherAgentTakesOverWhenTheLeaderIsStopped() {
        ServiceProcess leader = leader();

        inTheMiddle(() -> {
            leader.stop();
            assertFalse(isLeader(leader), "the lease is released at once");
        });

        assertNotSame(leader, leader());
    }

    @Test
    void lateWritesOfAPausedLeaderAreRevertedAndItWritesNothingAfterwards() {
        ServiceProcess leader = leader();
        try (Herd.Progress progress = HERD.new Progress(++time)) {
            HERD.push(time);
            await().pollInterval(POLL_INTERVAL).atMost(OpenShop.TIMEOUT).until(() -> progress.hasReached(MIDDLE));
            int before = lossesOfLeadership(leader);
            signal(leader, "STOP");
            CommitId meanwhile = HERD.push(++time);
            HERD.awaitConverged(meanwhile, time);

            signal(leader, "CONT");

            await().atMost(OpenShop.TIMEOUT).until(() -> lossesOfLeadership(leader) > before);
            await().atMost(OpenShop.TIMEOUT).until(() -> HERD.isConverged(time));
        }
        try (Herd.Progress progress = HERD.new Progress(++time)) {
            CommitId afterwards = HERD.push(time);
            HERD.awaitConverged(afterwards, time);
            assertEquals(Set.of(), progress.regressions());
            await().atMost(OpenShop.TIMEOUT).until(() -> hasMirrored(leader, afterwards));
        }
        assertNotSame(leader, leader());
    }

    /** Returns true if a standby agent has fetched the commit, because it keeps its mirrors up to date. */
    private static boolean hasMirrored(ServiceProcess standby, CommitId commit) throws IOException {
        try (InputStream answer = standby.url().resolve("/repositories").toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8).contains(commit.value());
        }
    }

    private static int lossesOfLeadership(ServiceProcess agent) {
        return agent.logged().split("leads no longer", -1).length;
    }

    /** Runs an event in the middle of a sync, which must complete nevertheless. */
    private static void inTheMiddle(Runnable event) {
        try (Herd.Progress progress = HERD.new Progress(++time)) {
            CommitId commit = HERD.push(time);
            await().pollInterval(POLL_INTERVAL).atMost(OpenShop.TIMEOUT).until(() -> progress.hasReached(MIDDLE));
            event.run();
            HERD.awaitConverged(commit, time);
            assertEquals(Set.of(), progress.regressions());
        }
    }

    private static ServiceProcess leader() {
        return AGENTS.stream().filter(TwoAgentsIT::isLeader).findAny().orElseThrow();
    }

    private static boolean isLeader(ServiceProcess agent) {
        String holder = DELIVERY.cluster()
                .kubectl(
                        "get",
                        "lease",
                        "sync-agent",
                        "-n",
                        LocalDelivery.NAMESPACE,
                        "-o",
                        "jsonpath={.spec.holderIdentity}");
        return !holder.isEmpty() && agent.logged().contains("leads: identity=" + holder);
    }

    private static void signal(ServiceProcess agent, String signal) {
        agent.handle().filter(ProcessHandle::isAlive).ifPresent(process -> {
            try {
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new AssertionError("the signal can't be sent", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
