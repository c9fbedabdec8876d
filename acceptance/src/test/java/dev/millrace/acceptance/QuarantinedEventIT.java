package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.services.ServiceProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An event during which the service ends with SIGKILL, as it does when its memory is exhausted. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class QuarantinedEventIT {
    private static final String FAILPOINT = "config-pushed";

    private final OpenShop shop = OpenShop.shop();
    private final ServiceProcess updater = shop.delivery.updater();

    @AfterEach
    void restart() {
        updater.stop();
        updater.without("millrace.failpoint").start();
    }

    @Test
    void anEventDuringWhichItsServiceEndedTwiceIsADeadLetterAndTheNextOneIsHandled() {
        updater.stop();
        long before = reached();
        updater.with("millrace.failpoint", FAILPOINT).start();
        shop.awaitBuilt(shop.pushApplication());
        awaitReached(before + 1);
        new ConsumerGroups(shop.delivery.kafka().bootstrapServers())
                .awaitHandled(Topic.IMAGE_BUILT, "manifest-updater-svc");
        long deadLetters = deadLetters();

        updater.kill();
        updater.start();
        awaitReached(before + 2);
        updater.kill();
        updater.start();

        await().atMost(OpenShop.TIMEOUT).until(() -> deadLetters() == deadLetters + 1);
        assertEquals(before + 2, reached());
        restart();
        CommitId next = shop.pushApplication();
        PublishedEvent committed = shop.awaitCommitFor(shop.awaitBuilt(next));
        shop.awaitStaging(new CommitId(committed.at("/commit")));
    }

    private void awaitReached(long times) {
        await().atMost(OpenShop.TIMEOUT).until(() -> reached() >= times);
    }

    private long reached() {
        return updater.logged()
                .lines()
                .filter(("failpoint " + FAILPOINT + " reached")::equals)
                .count();
    }

    private long deadLetters() {
        return shop.tap.events().stream()
                .filter(event -> event.topic().equals(Topic.UPDATE_REQUESTED.deadLetters()))
                .filter(event -> event.header("dead-letter-reason").contains("the process ended each time"))
                .count();
    }
}
