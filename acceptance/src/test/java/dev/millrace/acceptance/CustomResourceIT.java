package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.services.ServiceProcess;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A custom resource with an image is promoted and reverted by what its operator reports, as a Deployment is. */
@TestInstance(Lifecycle.PER_CLASS) // the brokers are installed once
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class CustomResourceIT {
    private final Brokers brokers = new Brokers(OpenShop.shop());

    @Test
    void aReleaseThatAnOperatorReportsAsFailedIsRevertedAndNotPromoted() {
        String good = brokers.release();
        deployEverywhere(good);
        String before = brokers.manifest("staging");

        String bad = brokers.release();
        PublishedEvent update = brokers.awaitCommit("staging", bad, "update");
        brokers.reportFailure("staging", bad, "StartFailed", "node 0 exits with code 1");

        PublishedEvent failed = brokers.awaitSynced("staging", update.at("/commit"));
        assertEquals("Failed", failed.at("/outcome"));
        assertEquals("Broker", failed.at("/failures/0/object/kind"));
        assertEquals("rollout", failed.at("/failures/0/kind"));
        assertEquals("StartFailed: node 0 exits with code 1", failed.at("/failures/0/reason"));
        PublishedEvent reverted = brokers.awaitCommit("staging", good, "rollback");
        brokers.reportReady("staging", good);
        assertEquals(
                "Succeeded",
                brokers.awaitSynced("staging", reverted.at("/commit")).at("/outcome"));
        assertEquals(before, brokers.manifest("staging"));

        String better = brokers.release();

        deployEverywhere(better);
        assertTrue(brokers.manifest("production").contains(":" + better), brokers.manifest("production"));
        assertEquals(List.of(), brokers.promotionsOf(bad));
    }

    @Test
    void theDetectorStartsAlthoughItMayNotWatchTheBrokers() {
        ServiceProcess detector = OpenShop.shop().delivery.detector();

        detector.stop();
        detector.start(); // returns once it is ready

        detector.awaitLog(OpenShop.TIMEOUT, "kind not watched, will retry: kind=queues.example.com/v1 Broker in");
        assertTrue(detector.isRunning());
    }

    private void deployEverywhere(String tag) {
        deploy("staging", tag, "update");
        deploy("production", tag, "promotion");
    }

    private void deploy(String environment, String tag, String origin) {
        PublishedEvent commit = brokers.awaitCommit(environment, tag, origin);
        brokers.reportReady(environment, tag);
        PublishedEvent synced = brokers.awaitSynced(environment, commit.at("/commit"));
        assertEquals("Succeeded", synced.at("/outcome"));
    }
}
