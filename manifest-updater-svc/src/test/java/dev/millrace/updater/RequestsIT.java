package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.gitea.GiteaServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes in pull requests on a real Gitea, which sends its webhooks, until a user merges or closes them there. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.GITEA})
class RequestsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String POLICIES = """
            delivery: {mode: request, request: {labels: [update], title: "Update the {group}"}}
            groups: {staging: {mode: push}, kiosk: {request: {merge: auto}}}
            environments: {staging: {applications: [local/shop/gated-staging]}, production: {applications: [local/shop/gated-production]}}
            policies:
              - {name: merged-web, image: reg.example/shop/merged, group: suite, paths: [apps/merged.yaml]}
              - {name: kiosk-web, image: reg.example/shop/kiosk, group: kiosk, paths: [apps/kiosk.yaml]}
              - {name: squash-web, image: reg.example/shop/squash, group: squash, paths: [apps/squash.yaml]}
              - {name: rebase-web, image: reg.example/shop/rebase, group: rebase, paths: [apps/rebase.yaml]}
              - {name: gated-staging, image: reg.example/shop/gated, environment: staging, paths: [apps/staging.yaml]}
              - name: gated-production
                image: reg.example/shop/gated
                environment: production
                paths: [apps/production.yaml]
                after: {environment: staging, healthy: 1s}
                gates: {approval: manual}
            """;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @SuppressWarnings("NullAway.Init")
    @Inject
    EventPublisher publisher;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ReviewedRepository reviewed;

    @SuppressWarnings("NullAway.Init")
    private Delivery delivery;

    @BeforeEach
    void open(GiteaServer gitea) {
        delivery = new Delivery(service, publisher);
        reviewed = new ReviewedRepository(gitea);
        if (reviewed.read("main", ".millrace/updates.yaml").isEmpty()) {
            reviewed.webhook(service.resolve("webhooks/git"), UpdaterProfile.WEBHOOK_SECRET);
            Map<String, String> files = new HashMap<>(Map.of(".millrace/updates.yaml", POLICIES));
            files.putAll(marked("merged", "merged", "merged-web"));
            files.putAll(marked("kiosk", "kiosk", "kiosk-web"));
            files.putAll(marked("squash", "squash", "squash-web"));
            files.putAll(marked("rebase", "rebase", "rebase-web"));
            files.putAll(marked("staging", "gated", "gated-staging"));
            files.putAll(marked("production", "gated", "gated-production"));
            event(reviewed.add("Set up", files));
        }
    }

    @AfterEach
    void close() {
        delivery.close();
    }

    @Test
    void aRequestIsOpenedUpdatedByTheNextImageAndItsMergeIsPublished() {
        ImageBuilt one = Delivery.built("merged", 1);
        ImageBuilt two = Delivery.built("merged", 2);

        delivery.publish(one);
        JsonNode opened = theRequest("millrace/suite", "t1");
        delivery.publish(two);
        JsonNode changed = theRequest("millrace/suite", "t2");

        assertThat(changed.path("number")).isEqualTo(opened.path("number"));
        assertThat(changed.path("title").asText()).isEqualTo("Update the suite");
        assertThat(changed.at("/labels/0/name").asText()).isEqualTo("update");
        assertThat(changed.at("/base/ref").asText()).isEqualTo("main");
        assertThat(version("millrace/suite", "merged")).isEqualTo("t2");
        assertThat(version("main", "merged")).isEqualTo("t0");
        eventually(() -> assertThat(stands("suite"))
                .isEqualTo("open: " + opened.path("html_url").asText()));
        assertThat(event(reviewed.tip("millrace/suite")).at("/edits/0/to")).isEqualTo("reg.example/shop/merged:t2");

        await().atMost(TIMEOUT).until(() -> reviewed.merge(changed));

        PublishedEvent merged = event(reviewed.tip("main"));
        assertThat(merged.at("/origin")).isEqualTo("human");
        assertThat(List.of(one, two)).allMatch(built -> PromotionIT.causedBy(merged, built.id()));
        assertThat(merged.value().path("paths").toString()).contains("apps/merged.yaml");
        assertThat(version("main", "merged")).isEqualTo("t2");
        eventually(() -> assertThat(stands("suite")).isEmpty());
    }

    @Test
    void aRequestThatIsRebasedKeepsItsCausesAndEdits() {
        String how = "rebase";
        ImageBuilt one = Delivery.built(how, 1);
        ImageBuilt two = Delivery.built(how, 2);
        delivery.publish(one);
        theRequest("millrace/" + how, "t1");
        delivery.publish(two);
        JsonNode request = theRequest("millrace/" + how, "t2");

        await().atMost(TIMEOUT).until(() -> reviewed.merge(request, how, false));

        PublishedEvent merged = delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().equals(reviewed.id() + "#refs/heads/main")
                        && PromotionIT.causedBy(event, two.id()));
        assertThat(PromotionIT.causedBy(merged, one.id())).isTrue();
        assertThat(merged.at("/edits/0/to")).isEqualTo("reg.example/shop/" + how + ":t2");
        assertThat(version("main", how)).isEqualTo("t2");
        eventually(() -> assertThat(stands(how)).isEmpty());
    }

    @Test
    void anAutoMergedRequestIsMergedAndNoneRemains() {
        ImageBuilt built = Delivery.built("kiosk", 1);

        delivery.publish(built);

        PublishedEvent merged = delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().equals(reviewed.id() + "#refs/heads/main")
                        && PromotionIT.causedBy(event, built.id()));
        assertThat(merged.chain()).isEqualTo(Delivery.chain(built).value());
        assertThat(version("main", "kiosk")).isEqualTo("t1");
        eventually(() -> assertThat(stands("kiosk")).isEmpty());
        assertThat(reviewed.requests("millrace/kiosk")).hasSize(1);
    }

    @Test
    void aPromotionEndsWithTheMergeOfItsRequestAndIsDeclinedByClosingIt() {
        SyncCompleted healthy = healthy(1);
        JsonNode first = theRequest("millrace/production", "t1");
        assertThat(promotion().path("state").asText()).isEqualTo("requested");
        assertThat(version("main", "production")).isEqualTo("t0");
        await().atMost(TIMEOUT).until(() -> reviewed.merge(first));
        PublishedEvent merged = event(reviewed.tip("main"));
        assertThat(version("main", "production")).isEqualTo("t1");
        assertThat(merged.chain())
                .isEqualTo(Delivery.chain(Delivery.built("gated", 1)).value());
        assertThat(PromotionIT.causedBy(merged, healthy.id())).isTrue();

        healthy(2);
        JsonNode second = theRequest("millrace/production", "t2");
        reviewed.close(second);
        delivered();

        assertThat(stands("production"))
                .startsWith("declined: " + second.path("html_url").asText());
        assertThat(reviewed.requests("millrace/production")).hasSize(2);
        assertThat(version("main", "staging")).isEqualTo("t2");
        assertThat(version("main", "production")).isEqualTo("t1");
        assertThat(toldTwice()).isEmpty();
    }

    /** Commits that were published under more than one id, each with its ref. */
    private List<String> toldTwice() {
        Map<String, Set<String>> ids = new TreeMap<>();
        delivery.seen(event -> event.topic().equals(Topic.CONFIG_COMMITTED.topicName())
                        && event.key().startsWith(reviewed.id() + "#"))
                .forEach(event -> ids.computeIfAbsent(event.key() + " " + event.at("/commit"), key -> new TreeSet<>())
                        .add(event.id()));
        return ids.entrySet().stream()
                .filter(one -> one.getValue().size() > 1)
                .map(Object::toString)
                .toList();
    }

    /** Publishes, as the agent does, that an image came to staging and is healthy there. */
    private SyncCompleted healthy(int sequence) {
        ImageBuilt built = Delivery.built("gated", sequence);
        delivery.publish(built);
        PublishedEvent staged = delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().equals(reviewed.id() + "#refs/heads/main")
                        && PromotionIT.causedBy(event, built.id()));
        SyncCompleted healthy =
                PromotionIT.synced(reviewed.id(), "gated", sequence, Outcome.Succeeded, staged, Optional.empty());
        delivery.publish(healthy);
        return healthy;
    }

    /** The single open request of a branch, once it proposes this version. */
    private JsonNode theRequest(String head, String version) {
        Supplier<List<JsonNode>> open = () -> reviewed.requests(head).stream()
                .filter(one -> one.path("state").asText().equals("open"))
                .toList();
        eventually(() -> assertThat(open.get())
                .singleElement()
                .satisfies(one -> assertThat(one.path("body").asText()).contains(":" + version)));
        return open.get().getFirst();
    }

    private PublishedEvent event(CommitId commit) {
        return delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().startsWith(reviewed.id() + "#")
                        && Delivery.ofCommit(commit).test(event));
    }

    /** Sends main's last push again: when it is answered, requests are reconciled. */
    private void delivered() {
        CommitId tip = reviewed.tip("main");
        byte[] push = Delivery.payload(reviewed.url().toString(), "refs/heads/main", reviewed.parent(tip), tip);
        assertThat(delivery.signed(push).statusCode()).isEqualTo(202);
    }

    private static void eventually(Runnable assertion) {
        await().atMost(TIMEOUT).untilAsserted(assertion::run);
    }

    private String stands(String group) {
        return find("policies", "repository", reviewed.id().value())
                .path("requests")
                .path(group)
                .asText();
    }

    private JsonNode promotion() {
        return find("promotions", "policy", "gated-production");
    }

    private JsonNode find(String path, String key, String value) {
        try {
            return ReviewedRepository.elements(JSON.readTree(delivery.get(path)))
                    .filter(one -> one.path(key).asText().equals(value))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String version(String branch, String file) {
        return reviewed.read(branch, "apps/" + file + ".yaml").replaceAll("(?s).*:(t[0-9]).*", "$1");
    }

    private static Map<String, String> marked(String file, String image, String policy) {
        return Map.of(
                "apps/" + file + ".yaml",
                "image: reg.example/shop/" + image + ":t0 # {\"$imagepolicy\": \"" + policy + "\"}\n");
    }
}
