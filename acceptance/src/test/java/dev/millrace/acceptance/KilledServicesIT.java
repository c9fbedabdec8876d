package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.services.ServiceProcess;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGKILL between effect and event: the event is published after the restart with one id, and the effect exists once. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class KilledServicesIT {
    private final OpenShop shop = OpenShop.shop();

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("millrace.rounds", 1));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void theBuilderPublishesAPushedImageAfterAKill(int round) {
        enableFailpoint("image-pushed", shop.delivery.builder());
        CommitId pushed = shop.pushApplication();

        killAndRestart("image-pushed", shop.delivery.builder());

        PublishedEvent built = shop.awaitBuilt(pushed);
        PublishedEvent committed = shop.awaitCommitFor(built);
        shop.awaitStaging(new CommitId(committed.at("/commit")));
        assertEquals(List.of(built.id()), shop.ids(Topic.IMAGE_BUILT, e -> e.at("/source/commit")
                .equals(pushed.value())));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void theUpdaterPublishesAPushedCommitAfterAKill(int round) {
        enableFailpoint("config-pushed", shop.delivery.updater());
        int commits = shop.configCommits();
        CommitId before = shop.configTip();
        CommitId pushed = shop.pushApplication();

        killAndRestart("config-pushed", shop.delivery.updater());

        PublishedEvent committed = shop.awaitCommitFor(shop.awaitBuilt(pushed));
        shop.awaitStaging(new CommitId(committed.at("/commit")));
        assertEquals(commits + 1, shop.configCommits());
        EventId id = EventId.of(
                "config.committed",
                committed.at("/repository"),
                "refs/heads/main",
                before.value(),
                committed.at("/commit"));
        assertEquals(List.of(id.value()), shop.ids(Topic.CONFIG_COMMITTED, e -> e.at("/commit")
                .equals(committed.at("/commit"))));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void theAgentPublishesARecordedSyncAfterAKill(int round) {
        killAgentAt("recorded", 4 + round);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void theAgentFinishesAnAppliedButUnrecordedSyncAfterAKill(int round) {
        killAgentAt("applied", 14 + round);
    }

    private void killAgentAt(String failpoint, int replicas) {
        enableFailpoint(failpoint, shop.delivery.agent());
        CommitId commit = shop.pushReplicas(replicas);

        killAndRestart(failpoint, shop.delivery.agent());

        shop.awaitStaging(commit);
        assertEquals(Integer.toString(replicas), shop.replicas());
        assertEquals(
                1,
                shop.ids(
                                Topic.SYNC_COMPLETED,
                                e -> e.isAbout(OpenShop.STAGING)
                                        && e.at("/revision").equals(commit.value())
                                        && e.at("/outcome").equals("Succeeded"))
                        .size());
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void theDetectorPublishesADetectedDriftAfterAKill(int round) {
        String image = "example.org/killed:" + round;
        enableFailpoint("drift-seen", shop.delivery.detector());
        shop.delivery.cluster().kubectl("set", "image", "deployment/web", "web=" + image, "-n", "shop-production");

        killAndRestart("drift-seen", shop.delivery.detector());

        PublishedEvent drift =
                shop.await(Topic.DRIFT_DETECTED, e -> e.at("/fields/0/live").equals(image));
        assertEquals(List.of(drift.id()), shop.ids(Topic.DRIFT_DETECTED, e -> e.at("/fields/0/live")
                .equals(image)));
        shop.delivery
                .cluster()
                .kubectl(
                        "set",
                        "image",
                        "deployment/web",
                        "web=" + drift.at("/fields/0/desired"),
                        "-n",
                        "shop-production");
        shop.await(Topic.DRIFT_DETECTED, e -> e.at("/resolves").equals(drift.id()));
    }

    private long reachedBefore;

    private void enableFailpoint(String failpoint, ServiceProcess service) {
        service.stop();
        reachedBefore = count(service, failpoint);
        service.with("millrace.failpoint", failpoint).start();
    }

    private void killAndRestart(String failpoint, ServiceProcess service) {
        await().atMost(OpenShop.TIMEOUT).until(() -> count(service, failpoint) > reachedBefore);
        service.kill();
        service.without("millrace.failpoint").start();
    }

    private static long count(ServiceProcess service, String failpoint) {
        return service.logged()
                .lines()
                .filter(("failpoint " + failpoint + " reached")::equals)
                .count();
    }
}
