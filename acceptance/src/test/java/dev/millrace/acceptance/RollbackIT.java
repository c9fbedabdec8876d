package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A failed rollout of a Millrace commit is reverted by another commit; a user's commit is never reverted. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class RollbackIT {
    private final Kiosk kiosk = Kiosk.kiosk();

    @Test
    void aCrashingReleaseIsRevertedOnceAndTheNextOneIsDeployed() {
        String good = kiosk.release("v");
        PublishedEvent updated = kiosk.awaitCommit("staging", good, "update");
        kiosk.awaitSynced(Kiosk.STAGING, updated.at("/commit"), "Succeeded");
        kiosk.awaitCommit("production", good, "promotion");
        String before = kiosk.overlay("staging");
        List<String> log = kiosk.log();

        String bad = kiosk.release("crashes");

        PublishedEvent failing = kiosk.awaitCommit("staging", bad, "update");
        kiosk.awaitSynced(Kiosk.STAGING, failing.at("/commit"), "Failed");
        PublishedEvent reverted = kiosk.awaitCommit("staging", good, "rollback");
        kiosk.awaitSynced(Kiosk.STAGING, reverted.at("/commit"), "Succeeded");
        assertEquals(before, kiosk.overlay("staging"));
        assertEquals(log.size() + 2, kiosk.log().size());
        String message = kiosk.log().getFirst();
        assertTrue(message.contains("Millrace-Reverts: " + failing.at("/commit")), message);
        assertTrue(message.contains("Millrace-Bad: "), message);

        String better = kiosk.release("v");

        PublishedEvent fixed = kiosk.awaitCommit("staging", better, "update");
        kiosk.awaitSynced(Kiosk.STAGING, fixed.at("/commit"), "Succeeded");
        kiosk.awaitCommit("production", better, "promotion");
        assertEquals(log.size() + 4, kiosk.log().size());
        assertTrue(kiosk.log().stream().noneMatch(one -> one.contains("kiosk-production") && one.contains(bad)));
    }

    @Test
    void aCrashingManualChangeIsNotReverted() {
        String before = kiosk.overlay("staging");
        String commit = kiosk.pushTag("staging", "crashes-manual").value();
        kiosk.awaitSynced(Kiosk.STAGING, commit, "Failed");
        List<String> log = kiosk.log();

        String next = kiosk.release("v");

        PublishedEvent updated = kiosk.awaitCommit("staging", next, "update");
        kiosk.awaitSynced(Kiosk.STAGING, updated.at("/commit"), "Succeeded");
        assertEquals(log.size() + 1, kiosk.log().size());
        assertFalse(before.equals(kiosk.overlay("staging")));
    }
}
