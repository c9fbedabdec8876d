package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Five services from one repository to the cluster, with their configuration beside the code or in a repository of its own. */
@ParameterizedClass
@EnumSource(Monorepo.Layout.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class MonorepoIT {
    private static final String GO = "services/api-golang/main.go";
    private static final String NODE = "services/api-node/server.js";

    /** The deliveries, each shared by the tests of its layout. */
    private static final Map<Monorepo.Layout, MonorepoDelivery> DELIVERIES = new EnumMap<>(Monorepo.Layout.class);

    private final OpenShop shop = OpenShop.shop();
    private final ConsumerGroups groups =
            new ConsumerGroups(shop.delivery.kafka().bootstrapServers());
    private final MonorepoDelivery delivery;
    private final Monorepo monorepo;

    MonorepoIT(Monorepo.Layout layout) {
        delivery = delivery(layout);
        monorepo = delivery.monorepo();
    }

    private static MonorepoDelivery delivery(Monorepo.Layout layout) {
        return DELIVERIES.computeIfAbsent(layout, one -> new MonorepoDelivery(OpenShop.shop(), one));
    }

    @BeforeParameterizedClassInvocation
    static void deliverTheFirstCommit(Monorepo.Layout layout) {
        MonorepoDelivery delivery = delivery(layout);

        CommitId first = delivery.monorepo().install();

        delivery.awaitOnBranch(first, Monorepo.SERVICES);
    }

    @AfterParameterizedClassInvocation
    static void remove(Monorepo.Layout layout) {
        delivery(layout).monorepo().remove();
    }

    @Test
    @Order(1)
    void aPushThatChangesOneServiceDeliversThatServiceAlone() {
        CommitId pushed = monorepo.append("render('again');", "services/client-react/src/app.js");

        delivery.awaitOnBranch(pushed, List.of("client-react"));
    }

    @Test
    @Order(2)
    void aPushOfIgnoredFilesBuildsNothing() {
        CommitId pushed = monorepo.append(
                "More words.", "README.md", "services/api-golang/README.md", "services/client-react/src/app.test.js");

        shop.await(Topic.SOURCE_CHANGED, event -> event.at("/after").equals(pushed.value()));
        groups.awaitHandled(Topic.SOURCE_CHANGED, "image-builder-svc");
        assertEquals(List.of(), delivery.resultsOf(pushed));
    }

    @Test
    @Order(3)
    void aChangeOfASharedFolderDeliversTheServicesThatNameIt() {
        CommitId pushed = monorepo.append("part: text", "libs/protocol/greeting.txt");

        delivery.awaitOnBranch(pushed, List.of("api-golang", "api-node"));
    }

    @Test
    @Order(4)
    void twoPushesInARowAreBothDeliveredWithOurCommitBetweenThem() {
        CommitId first = monorepo.append("// first", GO);
        delivery.awaitCommitted(first, "api-golang");
        CommitId ours = monorepo.configurationTip();

        CommitId second = monorepo.append("// second", NODE);

        delivery.awaitOnBranch(first, List.of("api-golang"));
        delivery.awaitOnBranch(second, List.of("api-node"));
        assertEquals(monorepo.isOneRepository(), monorepo.isParent(ours, second));
    }

    @Test
    @Order(5)
    void aFailedTestStopsItsServiceAlone() {
        String passing = monorepo.read(GO);
        CommitId failing = monorepo.push(
                "Break the API",
                Map.of(GO, passing + "// FAIL\n", NODE, monorepo.read(NODE) + "serve(\"beside a failure\");\n"));

        PublishedEvent failed =
                shop.await(Topic.BUILD_FAILED, event -> event.at("/commit").equals(failing.value()));

        assertEquals(monorepo.image("api-golang"), failed.at("/image"));
        assertEquals("test", failed.at("/stage"));
        assertTrue(failed.at("/logTail").contains("FAIL"), failed.at("/logTail"));
        delivery.awaitOnBranch(failing, List.of("api-node"));

        CommitId fixed = monorepo.push("Fix the API", Map.of(GO, passing + "// fixed\n"));

        delivery.awaitOnBranch(fixed, List.of("api-golang"));
    }

    @Test
    @Order(6)
    void aReleaseTagDeliversAllServicesWithItsVersion() {
        CommitId code = monorepo.append("GREETING_LIMIT=5", "toolchain.env");
        delivery.awaitOnBranch(code, Monorepo.SERVICES);
        monorepo.tag("nightly-7");
        monorepo.tag("v1.0.0-rc.1");
        delivery.awaitBuilt(code, "1.0.0-rc.1", Monorepo.SERVICES);

        monorepo.tag("v1.0.0");

        delivery.awaitDelivered(code, "1.0.0", Monorepo.SERVICES);
    }

    /** The last test: it counts what all others caused. */
    @Test
    @Order(7)
    void ourOwnCommitsBuildNothingAndNothingLoops() {
        for (int round = 0; round < 2; round++) { // what the first round caused is handled after the second
            groups.awaitHandled(Topic.SOURCE_CHANGED, "image-builder-svc");
            groups.awaitHandled(Topic.IMAGE_BUILT, "manifest-updater-svc");
            groups.awaitHandled(Topic.UPDATE_REQUESTED, "manifest-updater-svc-writer");
        }

        assertEquals(delivery.expectedBuilds(), delivery.builds());
        assertEquals(1, delivery.failures().size(), () -> delivery.failures().toString());
        await().atMost(OpenShop.TIMEOUT)
                .until(() -> delivery.commits().size() == monorepo.ownCommits().size());
        for (String service : Monorepo.SERVICES) {
            Set<String> written = delivery.written(service);
            assertEquals(monorepo.ownCommits(service), written.size(), service);
            assertTrue(delivery.versions(service).containsAll(written), written::toString);
            assertTrue(delivery.syncs(service) <= written.size() + 1, service);
        }
    }
}
