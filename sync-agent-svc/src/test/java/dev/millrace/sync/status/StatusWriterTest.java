package dev.millrace.sync.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.application.Application;
import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted;
import dev.millrace.sync.ApiStandIn;
import dev.millrace.sync.EndedAttempt;
import dev.millrace.sync.HandClock;
import dev.millrace.sync.Sample;
import dev.millrace.sync.SampleResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.report.Outcomes;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.SourceProblem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The decision what is written to the status of an Application, and when. */
class StatusWriterTest {
    private static final Subject APP = Sample.subject();
    private final ApiStandIn api = new ApiStandIn();
    private final HandClock clock = new HandClock();
    private final Application application = Sample.application("web");
    private final StatusWriter writer =
            new StatusWriter(api.client(), new ApplicationMetrics(new SimpleMeterRegistry()), clock);

    StatusWriterTest() {
        api.having("/apis/millrace.dev/v1alpha1/namespaces/shop/applications/web/status", application);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static SampleResult healthy() {
        return SampleResult.atRest().with(Sample.health(Health.Healthy, ""));
    }

    private void write(SampleResult result) {
        writer.write(application, APP, result.build());
    }

    private List<JsonNode> written() {
        return api.requests("PATCH").stream()
                .map(request -> request.json().get("status"))
                .toList();
    }

    private JsonNode last() {
        return written().getLast();
    }

    @Test
    void theCountOfAttemptsNeverFallsWhenTheRecordIsLost() {
        write(healthy());

        write(SampleResult.atRest().with(Sample.ledger()));

        assertThat(last().get("attempt").asLong()).isEqualTo(1);
    }

    @Test
    void showsTheWholeState() {
        write(healthy()
                .drift(Map.of("one", "ConfigMap shop/one: data.a"))
                .retryAt(clock.instant().plusSeconds(60)));

        JsonNode status = last();
        assertThat(status.get("observedGeneration").asLong()).isEqualTo(1);
        assertThat(status.get("revision").asText()).isEqualTo(Sample.NEW.value());
        assertThat(status.get("attemptedRevision").asText()).isEqualTo(Sample.NEW.value());
        assertThat(status.get("attempt").asLong()).isEqualTo(1);
        assertThat(status.get("health").asText()).isEqualTo("Healthy");
        assertThat(status.get("message").asText()).isEqualTo(Sample.NEW.shortForm() + " is applied and healthy");
        assertThat(status.get("objects").asInt()).isEqualTo(1);
        assertThat(status.get("shortRevision").asText()).isEqualTo(Sample.NEW.shortForm());
        assertThat(status.get("sourceRevision").asText()).isEqualTo(Sample.NEW.value());
        assertThat(status.get("comparedAt").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(status.get("nextTryAt").asText()).isEqualTo("2026-01-01T00:01:00Z");
        assertThat(status.get("drifted").asInt()).isEqualTo(1);
    }

    @Test
    void writesTheSameStateOnceAlthoughTimePasses() {
        write(healthy());
        clock.forward(Duration.ofMinutes(1));
        write(healthy());

        assertThat(written()).hasSize(1);
    }

    @Test
    void doesNotWriteWhatTheResourceShowsAlready() {
        write(healthy());
        application.setStatus(api.client()
                .getKubernetesSerialization()
                .convertValue(last(), dev.millrace.cluster.application.ApplicationStatus.class));
        writer.reset();

        write(healthy());

        assertThat(written()).as("another agent wrote it").hasSize(1);
    }

    @Test
    void writesAgainWhatTheApiServerDidNotTake() {
        api.failing("PATCH", 503);
        write(healthy());
        api.failing("PATCH", 0);

        write(healthy());
        write(healthy());

        assertThat(written()).hasSize(2);
    }

    @Test
    void clearsWhatIsNoLongerTrue() {
        write(healthy().drift(Map.of("one", "data")).retryAt(clock.instant()));
        write(healthy());

        assertThat(last().get("drifted").isNull()).isTrue();
        assertThat(last().get("nextTryAt").isNull()).isTrue();
        assertThat(last().get("revision").isNull()).isFalse();
    }

    @Test
    void healthThatIsNotKnownNowKeepsItsLastValue() {
        write(SampleResult.atRest().with(Sample.health(Health.Degraded, "it crashes", "one")));
        write(SampleResult.atRest().failed(Failure.Kind.UNHEALTHY, "it crashes"));

        assertThat(last().get("health").asText()).isEqualTo("Degraded");
    }

    @Test
    void healthIsUnknownWithoutObjectsOrWithoutTheBranchThatDeclaresThem() {
        write(healthy().with(Sample.applied()));
        write(healthy().problem(SourceProblem.Kind.GONE, "no branch", Optional.empty()));

        assertThat(written())
                .extracting(status -> status.get("health").asText())
                .containsExactly("Unknown", "Unknown");
    }

    @Test
    void healthIsAbsentBeforeTheFirstAttempt() {
        write(SampleResult.atRest().with(Sample.ledger()));

        assertThat(last().get("health").isNull()).isTrue();
        assertThat(last().get("attempt").asInt()).isZero();
    }

    @Test
    void theNextTryIsTheEarlierOneOfAttemptAndSource() {
        write(SampleResult.atRest()
                .problem(
                        SourceProblem.Kind.UNAVAILABLE,
                        "no answer",
                        Optional.of(clock.instant().plusSeconds(5)))
                .retryAt(clock.instant().plusSeconds(60)));

        assertThat(last().get("nextTryAt").asText()).isEqualTo("2026-01-01T00:00:05Z");
    }

    @Test
    void listsTenUnhealthyObjectsAtMost() {
        String[] names = IntStream.range(0, 25).mapToObj(i -> "object-" + i).toArray(String[]::new);

        write(SampleResult.atRest().with(Sample.health(Health.Degraded, "it\ncrashes", names)));

        assertThat(last().get("unhealthy")).hasSize(10);
        assertThat(last().get("unhealthy").get(0).get("message").asText()).isEqualTo("it crashes");
    }

    private static EndedAttempt ended(long number) {
        SyncCompleted outcome = Outcomes.succeeded(Sample.ID, Sample.UID, Sample.attempt(number), Sample.NOW);
        return new EndedAttempt(outcome, Optional.of("HEALTHY_LATE"));
    }

    @Test
    void remembersTheLastTenAttemptsTheNewestFirst() {
        for (int i = 1; i <= 11; i += 2) {
            write(healthy().ended(ended(i), ended(i + 1)));
        }

        List<Long> numbers = Stream.iterate(0, i -> i + 1)
                .limit(last().get("history").size())
                .map(i -> last().get("history").get(i).get("attempt").asLong())
                .toList();
        assertThat(numbers).containsExactly(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L);
        assertThat(last().get("history").get(0).get("reason").asText()).isEqualTo("HealthyLate");
    }

    @Test
    void anInvalidSpecKeepsEverythingElse() {
        write(healthy().ended(ended(1)));
        JsonNode before = last();

        writer.writeInvalid(application, "spec.source.repository must be a URL");

        assertThat(last().get("message").asText()).isEqualTo("spec.source.repository must be a URL");
        assertThat(last().get("conditions").get(2).get("reason").asText()).isEqualTo("InvalidSpec");
        for (String kept : List.of("revision", "health", "attempt", "objects", "history", "sourceRevision")) {
            assertThat(last().get(kept)).as(kept).isEqualTo(before.get(kept));
        }
    }

    @Test
    void anEventIsRecordedOncePerReason() {
        SampleResult waits = SampleResult.atRest().held("waits for shop/db: it is not ready");
        write(waits);
        await().atMost(Duration.ofMinutes(2)).until(() -> api.requests("POST").size() == 1);
        write(SampleResult.atRest().held("waits for shop/db: it has failed"));
        writer.writeRetrying(application, "no answer");

        await().atMost(Duration.ofMinutes(2)).until(() -> api.requests("POST").size() == 2);
        assertThat(api.requests("POST"))
                .extracting(request -> request.json().get("reason").asText())
                .containsExactly("Waiting", "Retrying");
        assertThat(written()).as("the status shows each message").hasSize(3);
    }

    @Test
    void anApplicationThatIsGoneIsForgotten() {
        write(healthy());
        writer.forget(APP.uid());

        write(healthy());

        assertThat(written()).hasSize(2);
    }
}
