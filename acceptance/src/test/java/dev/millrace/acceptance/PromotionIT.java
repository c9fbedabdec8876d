package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A version that stays healthy in staging is promoted to production. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class PromotionIT {
    private final OpenShop shop = OpenShop.shop();
    private final Kiosk kiosk = Kiosk.kiosk();

    @Test
    void promotesAHealthyVersionAfterItsSoak() {
        String tag = kiosk.release("v");

        PublishedEvent updated = kiosk.awaitCommit("staging", tag, "update");
        PublishedEvent staging = kiosk.awaitSynced(Kiosk.STAGING, updated.at("/commit"), "Succeeded");
        PublishedEvent promoted = kiosk.awaitCommit("production", tag, "promotion");
        PublishedEvent production = kiosk.awaitSynced(Kiosk.PRODUCTION, promoted.at("/commit"), "Succeeded");

        assertTrue(
                Duration.between(Instant.parse(staging.at("/healthyAt")), promoted.writtenAt())
                                .compareTo(Duration.ofSeconds(Kiosk.SOAK_SECONDS))
                        >= 0,
                "promoted only after the soak");
        assertEquals(updated.chain(), promoted.chain());
        assertEquals(updated.chain(), production.chain());
        assertTrue(production.at("/images").isEmpty()
                || production.value().at("/images").toString().contains(tag));
        assertTrue(
                kiosk.log().getFirst().contains("Millrace-Policy: kiosk-production"),
                kiosk.log().getFirst());
    }

    @Test
    void theSoakSurvivesARestart() {
        String tag = kiosk.release("v");
        PublishedEvent updated = kiosk.awaitCommit("staging", tag, "update");
        kiosk.awaitSynced(Kiosk.STAGING, updated.at("/commit"), "Succeeded");

        shop.delivery.updater().kill();
        assertFalse(kiosk.overlay("production").contains(tag));
        shop.delivery.updater().start();

        PublishedEvent promoted = kiosk.awaitCommit("production", tag, "promotion");
        kiosk.awaitSynced(Kiosk.PRODUCTION, promoted.at("/commit"), "Succeeded");
    }
}
