package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import org.junit.jupiter.api.Test;

@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class KafkaOutageIT {
    private final OpenShop shop = OpenShop.shop();

    @Test
    void syncsByPollDuringAnOutageOfKafkaAndPublishesAllEventsAfterwards() {
        shop.awaitStaging(shop.pushReplicas(8)); // a sync of an agent that has just started has the trigger "start"
        shop.delivery.kafka().kill();
        CommitId commit = shop.pushReplicas(9);
        await().atMost(OpenShop.TIMEOUT).until(() -> shop.replicas().equals("9"));
        CommitId pushed = shop.pushApplication();

        shop.delivery.kafka().start();

        PublishedEvent synced = shop.awaitStaging(commit);
        assertEquals("poll", synced.at("/trigger"));
        shop.await(Topic.CONFIG_COMMITTED, e -> e.at("/commit").equals(commit.value()));
        PublishedEvent committed = shop.awaitCommitFor(shop.awaitBuilt(pushed));
        shop.awaitStaging(new CommitId(committed.at("/commit")));
    }
}
