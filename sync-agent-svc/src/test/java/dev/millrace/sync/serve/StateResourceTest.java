package dev.millrace.sync.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Health;
import dev.millrace.sync.Sample;
import dev.millrace.sync.SampleResult;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.serve.StateResource.ApplicationDetail;
import dev.millrace.sync.serve.StateResource.ApplicationState;
import dev.millrace.sync.serve.StateResource.ObjectState;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.trigger.KnownApplications;
import jakarta.ws.rs.NotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The applications as the agent knows them, also those that it has not reconciled yet. */
class StateResourceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private KnownApplications known;
    private StateResource resource;

    @BeforeEach
    void create() {
        known = new KnownApplications(directory);
        resource = new StateResource(known.followers(), known.results(), known.repositories());
    }

    @AfterEach
    void close() {
        known.close();
    }

    private static ApplicationState unknown(String name) {
        return new ApplicationState(
                "test/shop/" + name,
                "git.example.com/shop/config",
                "refs/heads/main",
                "web",
                Optional.empty(),
                Optional.empty(),
                0,
                false,
                Optional.empty(),
                "",
                0);
    }

    @Test
    void applicationsAreListedInTheirOrderWithoutThoseThatAreNotValid() {
        known.know(Sample.application("web"));
        known.know(Sample.application("cart"));
        known.know(Sample.application("broken", "source: {repository: 'file:///etc'}"));

        assertThat(resource.applications()).containsExactly(unknown("cart"), unknown("web"));
        assertThat(resource.repositories()).isEmpty();
    }

    private static ApplicationState applied(Optional<Health> health, String message) {
        return new ApplicationState(
                "test/shop/web",
                "git.example.com/shop/config",
                "refs/heads/main",
                "web",
                Optional.of(Sample.NEW.value()),
                Optional.of(Sample.NEW.value()),
                1,
                false,
                health,
                message,
                1);
    }

    private static final ApplicationHealth UNSEEN =
            new ApplicationHealth(false, Health.Progressing, List.of(), Set.of(Sample.ref("one")));

    static final List<Arguments> STATES = List.of(
            arguments("its health was not read", SampleResult.atRest(), applied(Optional.empty(), "")),
            arguments("not all was seen", SampleResult.atRest().with(UNSEEN), applied(Optional.empty(), "")),
            arguments(
                    "healthy",
                    SampleResult.atRest().with(Sample.health(Health.Healthy, "")),
                    applied(Optional.of(Health.Healthy), "")),
            arguments(
                    "failed",
                    SampleResult.atRest().failed(Failure.Kind.REFUSED, "forbidden"),
                    applied(Optional.empty(), "forbidden")),
            arguments(
                    "the problem of the source goes before the failure",
                    SampleResult.atRest()
                            .failed(Failure.Kind.REFUSED, "forbidden")
                            .problem(SourceProblem.Kind.GONE, "no branch", Optional.empty()),
                    applied(Optional.empty(), "no branch")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("STATES")
    void anApplicationIsShownAsItsLastPassLeftIt(String name, SampleResult result, ApplicationState state) {
        known.know(Sample.application("web"));
        known.result("uid-web", result.build());

        assertThat(resource.applications()).as(name).containsExactly(state);
    }

    @Test
    void aRunningAttemptIsShown() {
        known.know(Sample.application("web"));
        known.result("uid-web", SampleResult.atRest().with(Sample.begun()).build());

        ApplicationState state = resource.applications().getFirst();
        assertThat(state.running()).isTrue();
        assertThat(state.revision()).isEmpty();
        assertThat(state.attemptedRevision()).contains(Sample.NEW.value());
    }

    private static ObjectState object(String name, Health health, String message) {
        return new ObjectState("ConfigMap shop/" + name, "v1", "uid-" + name, health, message, "");
    }

    static final List<Arguments> OBJECTS = List.of(
            arguments(
                    "one broke, the other is healthy",
                    SampleResult.atRest().with(Sample.health(Health.Degraded, "it crashes", "two")),
                    object("one", Health.Healthy, ""),
                    object("two", Health.Degraded, "it crashes")),
            arguments(
                    "not all was seen",
                    SampleResult.atRest().with(UNSEEN),
                    object("one", Health.Unknown, ""),
                    object("two", Health.Unknown, "")),
            arguments(
                    "nothing was read",
                    SampleResult.atRest(),
                    object("one", Health.Unknown, ""),
                    object("two", Health.Unknown, "")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("OBJECTS")
    void eachObjectHasItsHealth(String name, SampleResult result, ObjectState one, ObjectState two) {
        known.know(Sample.application("web"));
        known.result("uid-web", result.with(Sample.applied("one", "two")).build());

        assertThat(resource.application("shop", "web").objects()).as(name).containsExactly(one, two);
    }

    @Test
    void whatAnApplicationWaitsForAndWouldChangeIsShown() {
        known.know(Sample.application("web"));
        known.result(
                "uid-web",
                SampleResult.atRest()
                        .waitsFor("waits for shop/db")
                        .previewed(false, "would create 1")
                        .build());

        ApplicationDetail detail = resource.application("shop", "web");

        assertThat(detail.waits()).isEqualTo("waits for shop/db");
        assertThat(detail.preview()).contains("would create 1");
    }

    @Test
    void anApplicationThatWasNotReconciledHasNoObjects() {
        known.know(Sample.application("web"));

        assertThat(resource.application("shop", "web"))
                .isEqualTo(new ApplicationDetail(unknown("web"), "", Optional.empty(), List.of()));
    }

    @Test
    void anApplicationThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> resource.application("shop", "none"))
                .isInstanceOfSatisfying(NotFoundException.class, e -> {
                    assertThat(e.getResponse().getStatus()).isEqualTo(404);
                    assertThat(e.getResponse().getEntity()).isEqualTo("there is no Application shop/none");
                });
    }
}
