package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.SeenEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fails after our commit is taken back by one more; a person's commit never is. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class RollbackIT {
    private final Kiosk kiosk = Kiosk.kiosk();

    @Test
    void aReleaseThatCrashesIsTakenBackOnceAndTheNextOneGoesOn() {
        String good = kiosk.release("v");
        SeenEvent updated = kiosk.awaitWritten("staging", good, "update");
        kiosk.awaitSynced(Kiosk.STAGING, updated.at("/commit"), "Succeeded");
        kiosk.awaitWritten("production", good, "promotion");
        String before = kiosk.overlay("staging");
        List<String> log = kiosk.log();

        String bad = kiosk.release("crashes");

        SeenEvent broken = kiosk.awaitWritten("staging", bad, "update");
        kiosk.awaitSynced(Kiosk.STAGING, broken.at("/commit"), "Failed");
        SeenEvent reverted = kiosk.awaitWritten("staging", good, "rollback");
        kiosk.awaitSynced(Kiosk.STAGING, reverted.at("/commit"), "Succeeded");
        assertEquals(before, kiosk.overlay("staging"));
        assertEquals(log.size() + 2, kiosk.log().size());
        String message = kiosk.log().getFirst();
        assertTrue(message.contains("Millrace-Reverts: " + broken.at("/commit")), message);
        assertTrue(message.contains("Millrace-Bad: "), message);

        String better = kiosk.release("v");

        SeenEvent mended = kiosk.awaitWritten("staging", better, "update");
        kiosk.awaitSynced(Kiosk.STAGING, mended.at("/commit"), "Succeeded");
        kiosk.awaitWritten("production", better, "promotion");
        assertEquals(log.size() + 4, kiosk.log().size());
        assertTrue(kiosk.log().stream().noneMatch(one -> one.contains("kiosk-production") && one.contains(bad)));
    }

    @Test
    void aPersonsChangeThatCrashesIsLeftToThePerson() {
        String before = kiosk.overlay("staging");
        String commit = kiosk.pushTag("staging", "crashes-by-hand").value();
        kiosk.awaitSynced(Kiosk.STAGING, commit, "Failed");
        List<String> log = kiosk.log();

        String next = kiosk.release("v");

        SeenEvent updated = kiosk.awaitWritten("staging", next, "update");
        kiosk.awaitSynced(Kiosk.STAGING, updated.at("/commit"), "Succeeded");
        assertEquals(log.size() + 1, kiosk.log().size());
        assertFalse(before.equals(kiosk.overlay("staging")));
    }
}
