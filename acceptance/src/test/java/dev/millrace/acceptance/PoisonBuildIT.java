package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.delivery.Shop;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A build during which the builder dies again and again fails, and the builds of others go on. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class PoisonBuildIT {
    private static final int DEATHS = 3;
    private static final String BRANCH = "poison";

    private final OpenShop shop = OpenShop.shop();
    private final ServiceProcess builder = shop.delivery.builder();

    @Test
    void aBuildThatKillsItsBuilderFailsAndTheNextOneIsBuilt() {
        Map<String, String> files = new HashMap<>(Shop.application(shop.registry(), shop.base(), "Hello"));
        files.put("Dockerfile", "ARG BASE\nFROM ${BASE} AS test\nRUN sleep 3600\nFROM ${BASE} AS final\n");
        CommitId poison = shop.workspace.push(LocalDelivery.APP_REPOSITORY, BRANCH, files, "Run tests of an hour");
        awaitRunning(poison);
        builder.stop(); // an end that was asked for is no death
        builder.start();
        for (int death = 0; death < DEATHS; death++) {
            awaitRunning(poison);
            builder.kill();
            builder.start();
        }

        PublishedEvent failed =
                shop.await(Topic.BUILD_FAILED, e -> e.at("/commit").equals(poison.value()));
        assertTrue(failed.at("/reason").contains("the builder ended 3 times in a row"), failed.at("/reason"));
        CommitId next = shop.pushApplication();
        shop.await(Topic.IMAGE_BUILT, e -> e.at("/source/commit").equals(next.value()));
    }

    /** Tests after this one replay all events of the suite, which would build the branch again. */
    @AfterEach
    void deleteTheBranch() {
        shop.workspace.deleteBranch(LocalDelivery.APP_REPOSITORY, BRANCH);
    }

    private void awaitRunning(CommitId commit) {
        await().atMost(OpenShop.TIMEOUT).until(() -> running().contains(commit.value()));
    }

    private String running() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(builder.url().resolve("/builds?state=running"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
