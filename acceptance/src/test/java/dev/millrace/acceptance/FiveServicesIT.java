package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The common case: a push to main updates the staging versions of five services, and a release updates staging and production. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class FiveServicesIT {
    private final OpenShop shop = OpenShop.shop();

    /** Builds the release that the value files have at the start. */
    @BeforeAll
    static void releaseTheFirstVersion() {
        OpenShop shop = OpenShop.shop();
        Suite suite = new Suite(shop.workspace, shop.registry(), Suite.CONFIGURATION);
        suite.pushApplication("Hello");
        suite.tagApplication("1.0.0");
        Suite.SERVICES.forEach(service -> shop.await(
                Topic.IMAGE_BUILT,
                event -> event.at("/image").endsWith("/suite/" + service)
                        && event.at("/tag").equals("1.0.0")));
    }

    @Test
    @Order(1)
    void aPushUpdatesStagingAndAReleaseUpdatesBothEnvironments() {
        Suite suite = new Suite(shop.workspace, shop.registry(), Suite.CONFIGURATION);
        suite.pushConfiguration("", "");

        CommitId pushed = suite.pushApplication("Hello by commits");

        String version = described(pushed);
        await().atMost(OpenShop.TIMEOUT).until(() -> suite.hasVersion("main", "staging", version));
        assertTrue(suite.hasVersion("main", "production", "1.0.0"));

        suite.tagApplication("1.2.3");

        await().atMost(OpenShop.TIMEOUT)
                .until(() -> suite.hasVersion("main", "staging", "1.2.3")
                        && suite.hasVersion("main", "production", "1.2.3"));
        await().atMost(OpenShop.TIMEOUT).until(() -> editsTo("1.2.3").count() == 10);
        assertEquals(5, editsTo(version).count());
        commits().forEach(commit -> assertEquals(1, environments(commit).size(), commit::toString));
    }

    @Test
    @Order(2)
    void aPushAndAReleaseShareOneRequest() {
        Suite suite = new Suite(shop.workspace, shop.registry(), Suite.REVIEWED_CONFIGURATION);
        suite.pushConfiguration(
                "delivery: {mode: request, request: {labels: [update], title: \"Update the suite\"}}\n",
                "group: suite");

        CommitId pushed = suite.pushApplication("Hello by request");

        String version = described(pushed);
        await().atMost(OpenShop.TIMEOUT).until(() -> suite.hasVersion("millrace/suite", "staging", version));
        suite.tagApplication("2.3.4");
        await().atMost(OpenShop.TIMEOUT)
                .until(() -> suite.hasVersion("millrace/suite", "staging", "2.3.4")
                        && suite.hasVersion("millrace/suite", "production", "2.3.4"));
        await().atMost(OpenShop.TIMEOUT).until(() -> shop.requests.open().size() == 1);
        JsonNode request = shop.requests.open().getFirst();
        assertDescribesUpdate(request);
        assertTrue(suite.hasVersion("main", "staging", "1.0.0") && suite.hasVersion("main", "production", "1.0.0"));
        String head = suite.tip("millrace/suite").value();
        assertEquals(
                1,
                shop.ids(
                                Topic.CONFIG_COMMITTED,
                                event -> event.at("/commit").equals(head)
                                        && event.key().endsWith("#refs/heads/millrace/suite"))
                        .size());

        CommitId merged = suite.fastForward("main", "millrace/suite");
        shop.requests.merged(request, merged);

        CommitId next = suite.pushApplication("Hello by another request");
        await().atMost(OpenShop.TIMEOUT)
                .until(() -> suite.hasVersion("millrace/suite", "staging", described("2.3.4", next)));
        await().atMost(OpenShop.TIMEOUT).until(() -> shop.requests.open().size() == 1);
        assertEquals(2, shop.requests.count());
        assertTrue(suite.hasVersion("main", "staging", "2.3.4") && suite.hasVersion("main", "production", "2.3.4"));
        await().atMost(OpenShop.TIMEOUT).until(() -> policies().contains("\"suite\":\"open: "));

        shop.requests.declined(shop.requests.open().getFirst());
        await().atMost(OpenShop.TIMEOUT).until(() -> policies().contains("\"suite\":\"declined: "));
        assertEquals(2, shop.requests.count());
    }

    private static void assertDescribesUpdate(JsonNode request) {
        assertEquals("Update the suite", request.path("title").asText());
        assertEquals("millrace/suite", request.at("/head/ref").asText());
        assertEquals("main", request.at("/base/ref").asText());
        assertEquals("update", request.at("/labels/0/name").asText());
    }

    private String policies() throws IOException, InterruptedException {
        URI policies = shop.delivery.updater().url().resolve("/policies");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(policies).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** The tag of a commit's images, derived from the nearest tag in its history. */
    private String described(CommitId commit) {
        PublishedEvent built = shop.awaitBuilt(commit);
        return built.at("/tag");
    }

    private static String described(String tag, CommitId commit) {
        return tag + "-1-g" + commit.shortForm();
    }

    /** The commits by Millrace, each once. */
    private Collection<PublishedEvent> commits() {
        return shop.tap.events(Topic.CONFIG_COMMITTED).stream()
                .filter(event -> event.at("/repository").endsWith("/" + Suite.CONFIGURATION)
                        && event.at("/origin").equals("update"))
                .collect(Collectors.toMap(PublishedEvent::id, event -> event, (first, same) -> first))
                .values();
    }

    private Stream<JsonNode> editsTo(String version) {
        return commits().stream()
                .flatMap(commit ->
                        StreamSupport.stream(commit.value().at("/edits").spliterator(), false))
                .filter(edit -> edit.at("/to").asText().equals(version));
    }

    private static Set<String> environments(PublishedEvent commit) {
        return StreamSupport.stream(commit.value().at("/paths").spliterator(), false)
                .map(path -> path.asText().replaceFirst(".*/values-(.*)\\.yaml", "$1"))
                .collect(Collectors.toSet());
    }
}
