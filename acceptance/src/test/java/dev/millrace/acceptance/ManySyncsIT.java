package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class ManySyncsIT {
    private static final int SYNCS = 2 * Integer.getInteger("millrace.rounds", 10);

    private final OpenShop shop = OpenShop.shop();

    @Test
    void manySyncsInARowCauseNoDrift() {
        int before = shop.tap.events(Topic.DRIFT_DETECTED).size();

        for (int i = 0; i < SYNCS; i++) {
            CommitId commit = shop.pushReplicas(1 + i % 3);
            shop.await(
                    Topic.SYNC_COMPLETED,
                    e -> e.isAbout(OpenShop.STAGING) && e.at("/revision").equals(commit.value()));
        }

        assertEquals(Integer.toString(1 + (SYNCS - 1) % 3), shop.replicas());
        List<PublishedEvent> drifts = shop.tap.events(Topic.DRIFT_DETECTED);
        assertEquals(List.of(), drifts.subList(before, drifts.size()));
    }
}
