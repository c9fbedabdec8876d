package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.cluster.application.Dependency;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.Sample;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The applications that must be ready before another one. */
class DependenciesTest {
    private static final String ELSEWHERE = "source: {repository: 'https://git.example.com/other'}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private TestAgent parts;

    @BeforeEach
    void create() {
        parts = new TestAgent(directory);
    }

    @AfterEach
    void close() {
        parts.close();
    }

    private Optional<String> unmet(String name) {
        return unmet(name, Optional.of(Sample.NEW));
    }

    private Optional<String> unmet(String name, Optional<CommitId> settledAt) {
        return parts.dependencies.unmet(parts.subject(name), Sample.NEW, uid -> settledAt);
    }

    private static Application withStatus(Application application, long generation, String ready, String message) {
        Condition condition = new ConditionBuilder()
                .withType(ApplicationStatus.READY)
                .withStatus(ready)
                .build();
        ApplicationStatus none = ApplicationStatus.NONE;
        application.setStatus(new ApplicationStatus(
                generation,
                List.of(condition),
                none.revision(),
                none.attemptedRevision(),
                none.attempt(),
                none.health(),
                message,
                none.objects(),
                none.shortRevision(),
                none.sourceRevision(),
                none.comparedAt(),
                none.nextTryAt(),
                none.drifted(),
                none.unhealthy(),
                none.history()));
        return application;
    }

    static final List<Arguments> READINESS = List.of(
            arguments("ready", withStatus(db(), 1, "True", "all is applied"), Optional.empty()),
            arguments(
                    "not ready",
                    withStatus(db(), 1, "False", "it crashes"),
                    Optional.of("waits for shop/db: it crashes")),
            arguments(
                    "ready, but in its former generation",
                    withStatus(db(), 0, "True", "all is applied"),
                    Optional.of("waits for shop/db: all is applied")),
            arguments("not reconciled yet", db(), Optional.of("waits for shop/db: it has not been reconciled yet")));

    private static Application db(String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add(ELSEWHERE);
        return Sample.application("db", all.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("READINESS")
    void anotherApplicationIsWaitedForUntilItIsReady(String name, Application other, Optional<String> unmet) {
        parts.know(other);
        parts.know(Sample.application("web", "dependsOn: [{name: db}]"));

        assertThat(unmet("web")).as(name).isEqualTo(unmet);
    }

    static final List<Arguments> CONDITIONS = List.of(
            arguments("self.status.message == 'well'", Optional.empty()),
            arguments(
                    "self.status.message == 'unwell'",
                    Optional.of("waits for shop/db: this does not hold: self.status.message == 'unwell'")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CONDITIONS")
    void aConditionReplacesReadiness(String condition, Optional<String> unmet) {
        parts.know(withStatus(db(), 1, "False", "well"));
        parts.know(Sample.application("web", "dependsOn: [{name: db, ready: \"" + condition + "\"}]"));

        assertThat(unmet("web")).isEqualTo(unmet);
        assertThat(unmet("web")).as("compiled once, evaluated again").isEqualTo(unmet);
    }

    @Test
    void aConditionThatFailsOrIsNoneNamesTheReason() {
        parts.know(db());
        parts.know(Sample.application("fails", "dependsOn: [{name: db, ready: \"self.status.health == 'x'\"}]"));
        parts.know(Sample.application("none", "dependsOn: [{name: db, ready: \"1 +\"}]"));

        assertThat(unmet("fails")).get().asString().startsWith("waits for shop/db: this does not hold: ");
        assertThat(unmet("none"))
                .get()
                .asString()
                .startsWith("waits for shop/db: spec.dependsOn.ready is not a condition");
    }

    static final List<Arguments> SAME_SOURCE = List.of(
            arguments(Optional.of(Sample.NEW), Optional.empty()),
            arguments(
                    Optional.of(Sample.OLD),
                    Optional.of("waits for shop/db: it is not at " + Sample.NEW.shortForm() + " yet")),
            arguments(
                    Optional.empty(),
                    Optional.of("waits for shop/db: it is not at " + Sample.NEW.shortForm() + " yet")));

    @ParameterizedTest(name = "settled at {0}")
    @FieldSource("SAME_SOURCE")
    void aDependencyOfTheSameSourceHasToBeAtTheSameCommit(Optional<CommitId> settledAt, Optional<String> unmet) {
        parts.know(withStatus(Sample.application("db"), 1, "True", ""));
        parts.know(Sample.application("web", "dependsOn: [{name: db}]"));

        assertThat(unmet("web", settledAt)).isEqualTo(unmet);
    }

    @Test
    void anotherSourceNeedsNoCommit() {
        parts.know(withStatus(db(), 1, "True", ""));
        parts.know(Sample.application("web", "dependsOn: [{name: db}]"));

        assertThat(unmet("web", Optional.empty())).isEmpty();
    }

    @Test
    void theFirstThatIsNotReadyIsNamed() {
        parts.know(withStatus(db(), 1, "True", ""));
        parts.know(Sample.application("web", "dependsOn: [{name: db}, {name: a, namespace: other}, {name: b}]"));

        assertThat(unmet("web")).contains("waits for other/a: there is no such Application");
    }

    @Test
    void aCircleIsNamedByItsPath() {
        parts.know(Sample.application("a", "dependsOn: [{name: b}]"));
        parts.know(Sample.application("b", "dependsOn: [{name: c}]"));
        parts.know(Sample.application("c", "dependsOn: [{name: a}]"));
        parts.know(Sample.application("self", "dependsOn: [{name: self}]"));

        assertThat(unmet("a")).contains("spec.dependsOn goes in a circle: shop/a → shop/b → shop/c → shop/a");
        assertThat(unmet("self")).contains("spec.dependsOn goes in a circle: shop/self → shop/self");
    }

    @Test
    void aCircleOfOthersIsTheirsToReport() {
        parts.know(Sample.application("web", "dependsOn: [{name: a}]"));
        parts.know(Sample.application("a", "dependsOn: [{name: b}]"));
        parts.know(Sample.application("b", "dependsOn: [{name: a}]"));

        assertThat(unmet("web")).contains("waits for shop/a: it has not been reconciled yet");
    }

    /** Each application depends on all of the next layer: there are more paths than can be followed. */
    @ParameterizedTest(name = "{0} layers of {1}")
    @CsvSource({"40, 2", "11, 8"})
    void manyPathsToTheSameApplicationsAreFollowedOnce(int layers, int width) {
        for (int layer = 0; layer < layers; layer++) {
            String next = layer == layers - 1 ? "" : "dependsOn: [" + all(layer + 1, width) + "]";
            for (int i = 0; i < width; i++) {
                parts.know(Sample.application("l" + layer + "-" + i, next));
            }
        }

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertThat(unmet("l0-0"))
                .contains("waits for shop/l1-0: it has not been reconciled yet"));
    }

    private static String all(int layer, int width) {
        return IntStream.range(0, width)
                .mapToObj(i -> "{name: l" + layer + "-" + i + "}")
                .collect(Collectors.joining(", "));
    }

    @Test
    void aLongCircleIsFollowedToItsEndAndShownInPart() {
        int length = 10_000;
        Application first = Sample.application("a0");
        for (int i = 0; i < length; i++) {
            parts.know(dependent(first, i, (i + 1) % length));
        }

        assertThat(unmet("a0"))
                .get()
                .asString()
                .startsWith("spec.dependsOn goes in a circle: shop/a0 → shop/a1 → ")
                .contains(" → … → ")
                .endsWith(" → shop/a9999 → shop/a0")
                .hasSizeLessThan(500);
    }

    /** Returns the Application with another name and dependency; to parse each one would take most of the time. */
    private static Application dependent(Application like, int number, int on) {
        Application application = new Application();
        application.setMetadata(new ObjectMetaBuilder(like.getMetadata())
                .withName("a" + number)
                .withUid("uid-a" + number)
                .build());
        ApplicationSpec spec = like.getSpec();
        application.setSpec(new ApplicationSpec(
                spec.source(),
                spec.render(),
                spec.plain(),
                spec.helm(),
                spec.transform(),
                spec.destination(),
                spec.prune(),
                spec.pruneOrder(),
                spec.deletion(),
                spec.heal(),
                spec.healRules(),
                spec.suspend(),
                spec.observe(),
                List.of(new Dependency("a" + on, null, null)),
                spec.healthTimeout(),
                spec.poll(),
                spec.reapply(),
                spec.immutable(),
                spec.conflicts(),
                spec.ignore(),
                spec.confidentialFields(),
                spec.serviceAccount()));
        return application;
    }

    @Test
    void thoseThatDependOnAnApplicationAreFoundInEveryNamespace() {
        Application db = parts.know(Sample.application("db"));
        Application elsewhere = Sample.application("far", "dependsOn: [{name: db, namespace: shop}]");
        elsewhere.getMetadata().setNamespace("other");
        Application namesake = Sample.application("namesake", "dependsOn: [{name: db}]");
        namesake.getMetadata().setNamespace("other");
        parts.know(elsewhere);
        parts.know(namesake);
        parts.know(Sample.application("web", "dependsOn: [{name: cache}, {name: db}]"));
        parts.know(Sample.application("alone"));

        assertThat(parts.dependencies.dependents(db)).containsExactlyInAnyOrder("uid-far", "uid-web");
    }
}
