package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.Shop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Text of a repository in the log of a service. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class LogLinesIT {
    private static final String BRANCH = "log-lines";
    private static final String FORGED = "12:00:00.000 INFO  chain=forged image built: image=bank/core";

    private final OpenShop shop = OpenShop.shop();

    @AfterEach
    void deleteTheBranch() {
        shop.workspace.deleteBranch(LocalDelivery.APP_REPOSITORY, BRANCH);
    }

    @Test
    void aKeyWithALineBreakBeginsNoLineOfTheLog() {
        Map<String, String> files = new HashMap<>(Shop.application(shop.registry(), shop.base(), "Hello"));
        files.put(".millrace/build.yaml", "\"x\\n" + FORGED + "\": 1\n");

        CommitId commit = shop.workspace.push(LocalDelivery.APP_REPOSITORY, BRANCH, files, "Forge a line");

        shop.await(Topic.BUILD_FAILED, event -> event.at("/commit").equals(commit.value()));
        await().atMost(OpenShop.TIMEOUT)
                .until(() -> shop.delivery.builder().logged().contains("\\n" + FORGED));
        assertEquals(
                List.of(),
                shop.delivery
                        .builder()
                        .logged()
                        .lines()
                        .filter(line -> line.startsWith("12:00:00.000"))
                        .toList());
    }
}
