package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import org.junit.jupiter.api.Test;

@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class EndToEndIT {
    private final OpenShop shop = OpenShop.shop();

    @Test
    void deliversAPushToAHealthyWorkloadWithOneChain() {
        CommitId pushed = shop.pushApplication();

        PublishedEvent source =
                shop.await(Topic.SOURCE_CHANGED, e -> e.at("/after").equals(pushed.value()));
        PublishedEvent built = shop.awaitBuilt(pushed);
        PublishedEvent committed = shop.awaitCommitFor(built);
        PublishedEvent synced = shop.awaitStaging(new CommitId(committed.at("/commit")));

        assertEquals(source.chain(), built.chain());
        assertEquals(source.chain(), committed.chain());
        assertEquals(source.chain(), synced.chain());
        assertEquals(source.id(), built.cause().orElseThrow());
        String image = built.at("/image") + ":" + built.at("/tag");
        assertEquals(image, shop.runningImage("staging"));
        assertTrue(shop.runningImage("production").endsWith(":initial"), shop.runningImage("production"));
        String message = shop.workspace
                .log(LocalDelivery.CONFIG_REPOSITORY, "main")
                .getFirst()
                .message();
        assertTrue(message.contains("Millrace-Chain: " + source.chain()), message);
        assertTrue(message.contains("Millrace-Policy: web-staging"), message);
        String signature = shop.signing.verified(new CommitId(committed.at("/commit")));
        assertTrue(signature.contains("Good \"git\" signature"), signature);
    }

    @Test
    void healsAManualChangeAndNamesItsAuthorAndField() {
        String before = shop.runningImage("staging");

        shop.delivery
                .cluster()
                .kubectl("set", "image", "deployment/web", "web=example.org/changed:manually", "-n", "shop-staging");

        PublishedEvent drift = shop.await(
                Topic.DRIFT_DETECTED,
                e -> e.isAbout(OpenShop.STAGING) && e.at("/fields/0/live").equals("example.org/changed:manually"));
        assertEquals("Modified", drift.at("/change"));
        assertEquals("spec.template.spec.containers[name=web].image", drift.at("/fields/0/path"));
        assertEquals(before, drift.at("/fields/0/desired"));
        assertEquals("kubectl-set", drift.at("/fields/0/manager"));
        assertEquals("Update", drift.at("/fields/0/operation"));
        shop.await(Topic.DRIFT_DETECTED, e -> e.at("/resolves").equals(drift.id()));
        await().atMost(OpenShop.TIMEOUT)
                .until(() -> shop.runningImage("staging").equals(before));
    }

    @Test
    void rollsBackARevertedCommit() {
        CommitId pushed = shop.pushApplication();
        String before = shop.runningImage("staging");
        PublishedEvent committed = shop.awaitCommitFor(shop.awaitBuilt(pushed));
        shop.awaitStaging(new CommitId(committed.at("/commit")));

        CommitId revert = shop.workspace.revertTip(LocalDelivery.CONFIG_REPOSITORY, "main");

        shop.awaitStaging(revert);
        assertEquals(before, shop.runningImage("staging"));
        PublishedEvent published =
                shop.await(Topic.CONFIG_COMMITTED, e -> e.at("/commit").equals(revert.value()));
        assertEquals("human", published.at("/origin"));
    }

    @Test
    void deploysAShorterHistoryAfterAForcePushAndTheLongerOneAgain() {
        CommitId shorter = shop.pushApplication();
        String shorterImage = deployed(shorter);
        CommitId longer = shop.pushApplication();
        String longerImage = deployed(longer);

        moveByForce(shorter);
        awaitRunning(shorterImage);
        moveByForce(longer);
        awaitRunning(longerImage);
        moveByForce(shorter);
        awaitRunning(shorterImage);

        long forcePushes = shop.tap.events(Topic.IMAGE_BUILT).stream()
                .filter(e -> e.at("/source/commit").equals(shorter.value()))
                .map(e -> e.at("/source/rewoundAt"))
                .filter(at -> !at.isEmpty())
                .distinct()
                .count();
        assertTrue(forcePushes >= 2, "force pushes of " + shorter + ": " + forcePushes);
    }

    private String deployed(CommitId commit) {
        PublishedEvent built = shop.awaitBuilt(commit);
        String image = built.at("/image") + ":" + built.at("/tag");
        awaitRunning(image);
        return image;
    }

    private void moveByForce(CommitId commit) {
        shop.workspace.forcePush(LocalDelivery.APP_REPOSITORY, "main", commit);
    }

    private void awaitRunning(String image) {
        await().atMost(OpenShop.TIMEOUT)
                .until(() -> shop.runningImage("staging").equals(image));
    }
}
