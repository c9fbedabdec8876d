package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.sync.ApiStandIn;
import dev.millrace.sync.HandClock;
import dev.millrace.sync.Sample;
import dev.millrace.sync.state.Triggers;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A user's change of an Application is a trigger; the agent's own writes to its status are none. */
class ApplicationsTest {
    private final ApiStandIn api = new ApiStandIn();
    private final Applications applications = new Applications(api.client(), new HandClock());
    private final List<String> calls = new ArrayList<>();
    private final ResourceEventHandler<Application> watch = applications.handlerFor(new Applications.Listener() {
        @Override
        public void asked(String uid, Triggers triggers) {
            calls.add("asked " + uid + " " + triggers.trigger().orElseThrow());
        }

        @Override
        public void statusChanged(Application application) {
            calls.add("status " + application.getMetadata().getUid());
        }

        @Override
        public void gone(String uid) {
            calls.add("gone " + uid);
        }
    });

    @AfterEach
    void close() {
        applications.close();
        api.close();
    }

    private static Arguments change(String name, Consumer<Application> change, String... calls) {
        Application after = Sample.application("web");
        change.accept(after);
        return arguments(name, after, List.of(calls));
    }

    static final List<Arguments> CHANGES = List.of(
            change("nothing", after -> {}),
            change("the agent's status", after -> after.setStatus(ApplicationStatus.NONE), "status uid-web"),
            change(
                    "a suspension",
                    after -> after.setSpec(
                            Sample.application("web", "suspend: true").getSpec()),
                    "asked uid-web APPLICATION"),
            change(
                    "an annotation",
                    after -> after.getMetadata().setAnnotations(Map.of("millrace.dev/sync", "now")),
                    "asked uid-web APPLICATION"),
            change("no annotations instead of empty ones", after -> after.getMetadata()
                    .setAnnotations(Map.of())),
            change("a label", after -> after.getMetadata().setLabels(Map.of("a", "b"))),
            change("a finalizer", after -> after.getMetadata().setFinalizers(List.of("a/b"))),
            change("another version", after -> after.getMetadata().setResourceVersion("8")),
            change(
                    "a deletion",
                    after -> after.getMetadata().setDeletionTimestamp("2030-01-01T12:00:00Z"),
                    "asked uid-web APPLICATION"),
            change(
                    "both status and spec",
                    after -> {
                        after.setStatus(ApplicationStatus.NONE);
                        after.setSpec(Sample.application("web", "heal: true").getSpec());
                    },
                    "status uid-web",
                    "asked uid-web APPLICATION"));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("CHANGES")
    void aChangeOf(String name, Application after, List<String> expected) {
        watch.onUpdate(Sample.application("web"), after);

        assertThat(calls).as(name).isEqualTo(expected);
        assertThat(applications.byUid("uid-web")).containsSame(after);
    }

    @Test
    void anApplicationThatExistedBeforeTheStartIsTriggeredByTheStart() {
        watch.onAdd(Sample.application("web"));

        assertThat(calls).containsExactly("asked uid-web START");
    }

    @Test
    void oneThatWasDeletedAndCreatedWhileTheWatchWasDisconnectedIsAnother() {
        Application before = Sample.application("web");
        Application after = Sample.application("web");
        after.getMetadata().setUid("uid-new");
        watch.onAdd(before);
        calls.clear();

        watch.onUpdate(before, after);

        assertThat(calls).containsExactly("gone uid-web", "asked uid-new START");
        assertThat(applications.byName("shop/web")).containsSame(after);
        assertThat(applications.uids()).containsExactly("uid-new");
    }

    @Test
    void theDeletionOfAnOldNamesakeThatArrivesLateKeepsTheNewOne() {
        Application before = Sample.application("web");
        Application after = Sample.application("web");
        after.getMetadata().setUid("uid-new");
        watch.onAdd(before);
        watch.onAdd(after);

        watch.onDelete(before, false);

        assertThat(applications.byName("shop/web")).containsSame(after);
        assertThat(applications.byUid("uid-web")).isEmpty();
        assertThat(applications.byUid("uid-new")).containsSame(after);
    }

    @Test
    void onlyThoseWithDependenciesAreDependent() {
        Application dependent = Sample.application("web", "dependsOn: [{name: db}]");
        watch.onAdd(dependent);
        watch.onAdd(Sample.application("db"));
        assertThat(applications.dependent()).containsExactly(dependent);

        watch.onUpdate(dependent, Sample.application("web"));

        assertThat(applications.dependent()).isEmpty();
    }

    @Test
    void nothingIsCompleteBeforeTheWatchHasBegun() {
        watch.onAdd(Sample.application("web"));

        assertThat(applications.isComplete()).isFalse();
        assertThat(applications.isWatching()).isFalse();
    }

    @Test
    void anApiServerThatCannotListIsATransientError() {
        api.failing("GET", 503);

        assertThatThrownBy(applications::uidsNow)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("asking for all Applications: HTTP status 503");
    }
}
