package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.Application;
import dev.millrace.sync.Sample;
import dev.millrace.sync.SampleResult;
import dev.millrace.sync.lead.Leadership;
import dev.millrace.sync.lead.Overrun;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The agent's writes to an Application beside its status: the finalizer, and the answers to deposed agents. */
class ReporterTest {
    private static final String PATH = "/apis/millrace.dev/v1alpha1/namespaces/shop/applications/web";
    private static final String OURS = "millrace.dev/objects";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private TestAgent parts;
    private Finalizers finalizers;
    private Rechecks rechecks;

    @BeforeEach
    void create() {
        parts = new TestAgent(directory);
        finalizers = new Finalizers(parts.api.client());
        Leadership leadership =
                new Leadership(parts.api.client(), "millrace", "agent", Duration.ofSeconds(15), parts.clock);
        rechecks = new Rechecks(parts.api.client(), parts.applications, leadership, "agent-1", parts.clock);
    }

    @AfterEach
    void close() {
        rechecks.close();
        parts.close();
    }

    private Application application(String deletion, boolean leaves, List<String> held) {
        Application application = Sample.application("web", "deletion: " + deletion);
        application.getMetadata().setFinalizers(held);
        if (leaves) {
            application.getMetadata().setDeletionTimestamp("2030-01-01T12:00:00Z");
        }
        parts.api.having(PATH, application);
        return application;
    }

    private List<JsonNode> written() {
        return parts.api.requests("PATCH").stream()
                .map(request -> request.json().get("metadata"))
                .toList();
    }

    static final List<Arguments> FINALIZERS = List.of(
            arguments("prune", false, List.of(), List.of("add")),
            arguments("refuse", false, List.of("a/b"), List.of("add")),
            arguments("prune", false, List.of(OURS), List.of()),
            arguments("prune", true, List.of(), List.of()),
            arguments("orphan", false, List.of(), List.of()),
            arguments("orphan", false, List.of(OURS, "a/b"), List.of("remove")),
            arguments("orphan", true, List.of(OURS), List.of()));

    @ParameterizedTest(name = "{0}, being deleted {1}, has {2}: {3}")
    @FieldSource("FINALIZERS")
    void theFinalizerFollowsTheSpec(String deletion, boolean leaves, List<String> held, List<String> change) {
        finalizers.keep(application(deletion, leaves, held));

        assertThat(written()).hasSameSizeAs(change);
        written().forEach(metadata -> {
            String names = metadata.get("finalizers").toString();
            assertThat(names.contains(OURS)).isEqualTo(change.contains("add"));
            assertThat(names.contains("a/b")).as("others stay").isEqualTo(held.contains("a/b"));
            assertThat(metadata.get("resourceVersion").asText()).isEqualTo("7");
        });
    }

    @Test
    void aFinalizerIsReleasedOnceItIsThere() {
        finalizers.release(application("prune", true, List.of()));
        assertThat(written()).isEmpty();

        finalizers.release(application("prune", true, List.of("a/b", OURS)));

        assertThat(written().getLast().get("finalizers").toString()).isEqualTo("[\"a/b\"]");
    }

    @Test
    void aConflictIsRetriedWithTheWholePassAndAnApplicationThatIsGoneIsNoError() {
        Application application = application("prune", false, List.of());
        parts.api.failing("PATCH", 409);
        assertThatThrownBy(() -> finalizers.keep(application))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("writing the finalizers of the Application web: HTTP status 409");

        parts.api.failing("PATCH", 404);
        assertThatCode(() -> finalizers.keep(application)).doesNotThrowAnyException();
    }

    private Application asked(String annotation) {
        Application application = application("orphan", false, List.of());
        application.getMetadata().setAnnotations(Map.of(Marks.RECHECK, annotation));
        return parts.know(application);
    }

    @Test
    void aRequestIsRemovedInTheVersionThatWasAnswered() {
        Application application = asked("12:00 by agent-2");

        rechecks.answered(application, SampleResult.atRest().rechecked().build());

        JsonNode metadata = written().getLast();
        assertThat(metadata.at("/annotations/" + Marks.RECHECK.replace("/", "~1"))
                        .isNull())
                .isTrue();
        assertThat(metadata.get("resourceVersion").asText()).isEqualTo("7");
    }

    @Test
    void aRequestThatIsNotAnsweredStaysAndNoneIsRemovedTwice() {
        rechecks.answered(asked("12:00 by agent-2"), SampleResult.atRest().build());
        rechecks.answered(
                application("orphan", false, List.of()),
                SampleResult.atRest().rechecked().build());

        assertThat(written()).isEmpty();
    }

    @Test
    void anOverrunChangeIsRequestedTogetherWithWhatIsThereAlready() {
        asked("12:00 by agent-2; v1 ConfigMap shop/one");

        rechecks.overran("uid-web", Sample.ref("two"));

        await().atMost(Duration.ofMinutes(2)).until(() -> !written().isEmpty());
        String annotation = written()
                .getLast()
                .at("/annotations/" + Marks.RECHECK.replace("/", "~1"))
                .asText();
        assertThat(Overrun.parse(annotation))
                .isEqualTo(
                        new Overrun("2026-01-01T00:00:00Z by agent-1", List.of(Sample.ref("one"), Sample.ref("two"))));
    }

    @Test
    void aRequestThatCouldNotBeWrittenIsRetried() {
        asked("12:00 by agent-2");
        parts.api.failing("PATCH", 503);
        rechecks.overran("uid-web", Sample.ref("one"));
        await().atMost(Duration.ofMinutes(2)).until(() -> written().size() >= 2);

        parts.api.failing("PATCH", 0);

        await().atMost(Duration.ofMinutes(2)).until(() -> written().size() >= 3);
        assertThat(written().getLast().toString()).contains("v1 ConfigMap shop/one");
    }

    @Test
    void nothingIsRequestedForAnApplicationThatIsGone() {
        rechecks.overran("uid-gone", Sample.ref("one"));
        asked("12:00 by agent-2");
        rechecks.overran("uid-web", Sample.ref("two"));

        await().atMost(Duration.ofMinutes(2)).until(() -> !written().isEmpty());
        assertThat(written()).singleElement().satisfies(metadata -> assertThat(metadata.toString())
                .doesNotContain("shop/one"));
    }
}
