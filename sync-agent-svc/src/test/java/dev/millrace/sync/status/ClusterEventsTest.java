package dev.millrace.sync.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.application.Application;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.sync.ApiStandIn;
import dev.millrace.sync.HandClock;
import dev.millrace.sync.Sample;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.report.Outcomes;
import dev.millrace.sync.status.Summary.State;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One Kubernetes event per fact, however often it is recorded. */
class ClusterEventsTest {
    private static final String COMMIT = Sample.NEW.shortForm();
    private static final Attempt CREATED = Sample.attempt(7)
            .with(Attempt.Work.NONE.and(List.of(new ObjectChange(Sample.ref("one"), Action.CREATED)), List.of()));
    private static final SyncCompleted SUCCEEDED = Outcomes.succeeded(Sample.ID, Sample.UID, CREATED, Sample.NOW);
    private static final SyncCompleted FAILED =
            Outcomes.failed(Sample.ID, Sample.UID, Sample.attempt(8), List.of(), List.of(), "no\nroom");
    private static final SyncCompleted SUPERSEDED = Outcomes.superseded(Sample.ID, Sample.UID, Sample.attempt(9));

    private final ApiStandIn api = new ApiStandIn();
    private final ClusterEvents events = new ClusterEvents(api.client(), new HandClock());

    @AfterEach
    void close() {
        api.close();
    }

    private JsonNode recorded() {
        await().atMost(Duration.ofMinutes(2)).until(() -> !api.requests("POST").isEmpty());
        return api.requests("POST").getLast().json();
    }

    static final List<Arguments> ENDS = List.of(
            arguments(SUCCEEDED, "Normal", "SyncSucceeded", COMMIT + ": 1 created", "7"),
            arguments(FAILED, "Warning", "SyncFailed", COMMIT + "; no room", "8"),
            arguments(SUPERSEDED, "Normal", "SyncSuperseded", COMMIT, "superseded"));

    @ParameterizedTest(name = "{2}")
    @FieldSource("ENDS")
    void theEndOfAnAttemptIsAnEvent(SyncCompleted ended, String type, String reason, String message, String id) {
        events.record(Sample.application("web"), ended);

        JsonNode event = recorded();
        assertThat(event.get("type").asText()).isEqualTo(type);
        assertThat(event.get("reason").asText()).isEqualTo(reason);
        assertThat(event.get("message").asText()).isEqualTo(message);
        assertThat(event.at("/metadata/namespace").asText()).isEqualTo("shop");
        assertThat(event.at("/metadata/name").asText()).matches("web\\.[0-9a-f]{8}\\." + id);
        assertThat(event.at("/involvedObject/uid").asText()).isEqualTo(Sample.UID);
        assertThat(event.at("/involvedObject/kind").asText()).isEqualTo("Application");
        assertThat(event.get("count").asInt()).isEqualTo(1);
        assertThat(event.get("firstTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void theNameOfAnEventFitsAndIsTheSameForTheSameFact() {
        Application application = Sample.application("x".repeat(253));

        events.record(application, SUCCEEDED);
        String first = recorded().at("/metadata/name").asText();
        events.record(application, SUCCEEDED);
        await().atMost(Duration.ofMinutes(2)).until(() -> api.requests("POST").size() == 2);

        assertThat(first).hasSizeLessThanOrEqualTo(253).startsWith("x".repeat(200) + ".");
        assertThat(recorded().at("/metadata/name").asText()).isEqualTo(first);
    }

    @Test
    void anApplicationThatWasDeletedAndCreatedAgainHasEventsOfItsOwn() {
        Application another = Sample.application("web");
        another.getMetadata().setUid("another");

        events.record(Sample.application("web"), SUCCEEDED);
        String first = recorded().at("/metadata/name").asText();
        events.record(another, SUCCEEDED);
        await().atMost(Duration.ofMinutes(2)).until(() -> api.requests("POST").size() == 2);

        assertThat(recorded().at("/metadata/name").asText()).isNotEqualTo(first);
    }

    static final List<Arguments> STATES = List.of(
            arguments(State.STALLED, "SourceGone", "Warning"),
            arguments(State.NOT_READY, "Degraded", "Warning"),
            arguments(State.RECONCILING, "Waiting", "Normal"),
            arguments(State.RECONCILING, "Retrying", "Normal"));

    @ParameterizedTest(name = "{0} {1}: {2}")
    @FieldSource("STATES")
    void aStateBetweenAttemptsIsAnEventToo(State state, String reason, String type) {
        events.record(Sample.application("web"), new Summary(state, reason, "the message"));

        assertThat(recorded().get("type").asText()).isEqualTo(type);
        assertThat(recorded().get("reason").asText()).isEqualTo(reason);
        assertThat(recorded().get("message").asText()).isEqualTo("the message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Progressing", "Succeeded", "SyncFailed", "PruneWithheld", "Observed", "Suspended"})
    void anAttemptReportsItsOwnEnd(String reason) {
        events.record(Sample.application("web"), new Summary(State.NOT_READY, reason, "the message"));
        events.record(Sample.application("web"), new Summary(State.NOT_READY, "Degraded", "the message"));

        assertThat(recorded().get("reason").asText()).isEqualTo("Degraded");
        assertThat(api.requests("POST")).hasSize(1);
    }

    @Test
    void aFactThatIsRecordedAgainIsCountedWithTheNewestMessage() {
        Application application = Sample.application("web");
        events.record(application, new Summary(State.STALLED, "SourceGone", "first"));
        Event known = api.client().getKubernetesSerialization().convertValue(recorded(), Event.class);
        String path = "/api/v1/namespaces/shop/events/" + known.getMetadata().getName();
        api.having(path, new EventBuilder(known).withCount(4).build()).failing("POST", 409);

        events.record(application, new Summary(State.STALLED, "SourceGone", "second"));

        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        !api.requests("PUT").isEmpty() || !api.requests("PATCH").isEmpty());
        assertThat(api.requests("PATCH")).singleElement().satisfies(patch -> assertThat(patch.body())
                .contains("\"/count\"", "5", "second"));
    }

    @Test
    void anEventThatCannotBeWrittenHindersNothing() {
        api.failing("POST", 403);
        events.record(Sample.application("web"), SUCCEEDED);
        await().atMost(Duration.ofMinutes(2)).until(() -> !api.requests("POST").isEmpty());

        assertThat(api.requests("PATCH")).isEmpty();
        assertThat(api.requests("PUT")).isEmpty();
    }
}
