package dev.millrace.builder;

import static dev.millrace.builder.Delivery.ofCommit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.attempt.BuildAttempts;
import dev.millrace.builder.journal.BuildHistory;
import dev.millrace.builder.journal.BuildRecord;
import dev.millrace.events.BuildAttempted;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.TopicFollower;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests for builds: list, build again, cancel, follow a log. */
@QuarkusTest
@TestProfile(ApiProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.GITEA})
class BuildApiIT extends DeliveryFixture {
    private static final int MAX_TRIES = 5;

    @SuppressWarnings("NullAway.Init")
    @Inject
    EventPublisher publisher;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | builds?limit=many | '' | 400 | limit is between 1 and 500",
                "GET | builds?limit=501 | '' | 400 | limit is between 1 and 500",
                "GET | builds?state=lost | '' | 400 | state is one of [WAITING, RUNNING",
                "GET | builds/0000000000000000/log | '' | 404 | no log of the build 0000000000000000 here",
                "POST | builds | {} | 400 | the request has a repository and a ref",
                "POST | builds | {\"repository\": \"r\", \"ref\": \"main\"} | 400 | ref is the full name of a ref",
                "POST | builds | {\"repository\": \"r\", \"ref\": \"refs/heads/main\"} | 404 | is not configured",
                "DELETE | builds/0000000000000000 | '' | 404 | no build with this id waits or runs here",
            })
    void aMistakeIsExplained(String method, String path, String body, int status, String reason) {
        HttpResponse<String> answer = delivery.command(method, path, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(reason);
    }

    @Test
    void commandsNeedTheTokenAndARefThatExists() {
        delivery.repository("questions");
        byte[] body = request("questions").getBytes(StandardCharsets.UTF_8);

        assertThat(delivery.post("builds", body, Map.of("Content-Type", "application/json"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(delivery.command("POST", "builds", request("questions")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aFailedBuildIsBuiltAgainOnRequestAlsoAfterThreeDeaths() {
        delivery.repository("again");
        CommitId commit = delivery.push("again", failing("again"));
        delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        String build = only("again").path("id").asText();

        assertThat(failureOnRequest("again", commit)).contains("testing ");
        assertThat(failureAfterThreeDeaths("again", commit, build)).contains("the builder ended 3 times in a row");
        assertThat(failureOnRequest("again", commit)).contains("testing ");

        BuildHistory history = new BuildHistory(100, Duration.ofDays(1), Clock.systemUTC());
        try (TopicFollower restarted = follower(history)) {
            restarted.start();
            delivery.eventually(() -> assertThat(history.newestFirst())
                    .filteredOn(one -> one.id().equals(build))
                    .singleElement()
                    .satisfies(one -> assertThat(one.state()).isEqualTo(BuildRecord.State.FAILED))
                    .satisfies(one -> assertThat(one.outcome().orElse("")).contains("testing ")));
        }
    }

    private static TopicFollower follower(BuildHistory history) {
        return new TopicFollower(
                "history",
                Map.of("bootstrap.servers", Testbed.shared().kafka().bootstrapServers()),
                List.of(Topic.BUILD_ATTEMPTED, Topic.IMAGE_BUILT, Topic.BUILD_FAILED),
                new DeliveryMetrics(new SimpleMeterRegistry()),
                history);
    }

    private String failureOnRequest(String name, CommitId commit) {
        int before = failures(commit).size();
        assertThat(delivery.command("POST", "builds", request(name)).statusCode())
                .isEqualTo(202);
        delivery.eventually(() -> assertThat(failures(commit)).hasSizeGreaterThan(before));
        return failures(commit).getLast();
    }

    /** If the service reads the record of the deaths after it has begun the build, both are repeated. */
    private String failureAfterThreeDeaths(String name, CommitId commit, String build) {
        String reason = "";
        for (int i = 0; i < MAX_TRIES && !reason.contains("3 times"); i++) {
            Instant now = Instant.now();
            RepositoryId repository = RepositoryId.parse(url(name));
            ImageName image = new ImageName(delivery.image(name));
            publisher.publish(Envelope.first(
                    new BuildAttempted(build, repository, commit, image, BuildAttempts.MAX_OPEN, now),
                    "image-builder-svc",
                    now,
                    ChainId.of(repository, commit),
                    Optional.empty()));
            reason = failureOnRequest(name, commit);
        }
        return reason;
    }

    private List<String> failures(CommitId commit) {
        return delivery.seen(Topic.BUILD_FAILED, ofCommit(commit)).stream()
                .map(event -> event.at("/reason"))
                .toList();
    }

    @Test
    void aBuildThatWaitsOrRunsIsCancelledAndOneThatHasEndedIsNot() {
        delivery.repository("slow");
        delivery.repository("queued");
        CommitId slow = delivery.push("slow", endless("slow"));
        String running = delivery.idOf("slow", "RUNNING");
        CommitId queued = delivery.push("queued", endless("queued"));
        String waiting = delivery.idOf("queued", "WAITING");

        assertThat(delivery.command("DELETE", "builds/" + waiting, "").statusCode())
                .isEqualTo(202);
        assertThat(delivery.event(Topic.BUILD_FAILED, ofCommit(queued)).at("/reason"))
                .contains("a user has cancelled the build");
        assertThat(delivery.command("DELETE", "builds/" + running, "").statusCode())
                .isEqualTo(202);
        assertThat(delivery.event(Topic.BUILD_FAILED, ofCommit(slow)).at("/reason"))
                .contains("a user has cancelled the build");
        delivery.idOf("slow", "CANCELLED");
        assertThat(delivery.command("DELETE", "builds/" + running, "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aLogIsFollowedFromItsBeginningToTheEndOfTheBuildAndContinuedAfterAnEvent() throws Exception {
        delivery.repository("logged");
        CommitId commit = delivery.push("logged", endless("logged"));
        String build = delivery.idOf("logged", "RUNNING");

        try (LogReader reader = new LogReader(service, build, Optional.empty())) {
            List<LogReader.Event> first = reader.until(event -> event.data().contains("so far so good"));
            assertThat(first.getFirst().data()).startsWith("--- building");
            delivery.command("DELETE", "builds/" + build, "");
            delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
            List<LogReader.Event> live = reader.until(event -> event.name().equals("end"));
            assertThat(live).anySatisfy(event -> assertThat(event.data()).contains("a user has cancelled the build"));

            LogReader.Event seen = first.getFirst();
            try (LogReader again = new LogReader(service, build, Optional.of(seen.id()))) {
                List<LogReader.Event> rest = again.until(event -> event.name().equals("end"));
                assertThat(rest.getFirst()).isEqualTo(first.size() > 1 ? first.get(1) : live.getFirst());
                assertThat(rest.getLast()).isEqualTo(live.getLast());
            }
        }
    }

    private Map<String, String> failing(String name) {
        return Map.of(
                ".millrace/build.yaml", delivery.configuration(name),
                "Dockerfile", Delivery.dockerfile("exit 3"),
                "page", "never built\n");
    }

    private Map<String, String> endless(String name) {
        return Map.of(
                ".millrace/build.yaml",
                "images: [{name: " + delivery.image(name) + "}]",
                "Dockerfile",
                "FROM " + delivery.base() + "\nRUN /bin/echo so far so good && /bin/sleep 3601\n");
    }

    private String request(String name) {
        return "{\"repository\": \"%s\", \"ref\": \"refs/heads/main\"}".formatted(url(name));
    }

    private static String url(String name) {
        return Testbed.shared().gitHost().url("shop/" + name).toString();
    }

    private JsonNode only(String name) {
        return delivery.builds("image=shop/" + name).get(0);
    }
}
