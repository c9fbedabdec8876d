package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.application.Application;
import dev.millrace.sync.Sample;
import dev.millrace.sync.SampleResult;
import dev.millrace.sync.quarantine.KilledProcess;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.tenant.SampleTenancy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes over applications that need neither a source nor the cluster: what is shown, and who is triggered. */
class AgentTest {
    private static final String STATUS = "/apis/millrace.dev/v1alpha1/namespaces/shop/applications/web/status";

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

    private Application suspended() {
        Application application = Sample.application("web", "suspend: true");
        parts.api.having(STATUS, application);
        return application;
    }

    private void start() {
        parts.agent.start();
        parts.agent.elected();
    }

    private List<String> reasons() {
        return parts.api.requests("PATCH").stream()
                .filter(request -> request.path().equals(STATUS))
                .map(request -> request.json().at("/status/conditions/0/reason").asText())
                .toList();
    }

    @Test
    void aPassThatFailsIsShownFromTheThirdTimeOn() {
        parts.know(suspended());
        parts.records.failing(3);

        start();

        await().atMost(Duration.ofMinutes(2)).until(() -> reasons().equals(List.of("Retrying", "Suspended")));
        assertThat(parts.records.loads()).isEqualTo(4);
        assertThat(parts.api
                        .requests("PATCH")
                        .getFirst()
                        .json()
                        .at("/status/message")
                        .asText())
                .isEqualTo("it can't be reconciled, and is tried again: reading records");
    }

    @Test
    void twoPassesThatFailAreNotShown() {
        parts.know(suspended());
        parts.records.failing(2);

        start();

        await().atMost(Duration.ofMinutes(2)).until(() -> reasons().equals(List.of("Suspended")));
        assertThat(parts.records.loads()).isEqualTo(3);
    }

    @Test
    void aSpecThatIsNotValidIsShownAndNotReconciled() {
        Application broken = Sample.application("web", "source: {repository: 'file:///etc'}");
        parts.api.having(STATUS, broken);
        parts.know(broken);

        start();

        await().atMost(Duration.ofMinutes(2)).until(() -> reasons().equals(List.of("InvalidSpec")));
        assertThat(parts.records.loads()).isZero();
    }

    @Test
    void anApplicationBeyondItsTenantIsShownAndNotReconciled() {
        parts.know(suspended());
        parts.tenancy.set(SampleTenancy.of(Map.of("other", "namespaces: [other]\nrepositories: ['**']")));

        start();

        await().atMost(Duration.ofMinutes(2)).until(() -> reasons().equals(List.of("NotAllowed")));
        assertThat(parts.records.loads()).isZero();
    }

    @Test
    void anApplicationThatEndedTheProcessTwiceIsSetAsideUntilItsSpecChanges() {
        parts.close();
        KilledProcess.during(directory, parts.clock, Sample.UID, "uid-other");
        KilledProcess.during(directory, parts.clock, Sample.UID);
        parts = new TestAgent(directory);
        Application bad = parts.know(suspended());
        parts.know(Sample.application("other", "suspend: true"));

        start();

        await().atMost(Duration.ofMinutes(2)).until(() -> reasons().equals(List.of("SetAside")));
        await().atMost(Duration.ofMinutes(2)).until(() -> parts.results.all().equals(Set.of("uid-other")));
        assertThat(parts.results.isHeld(Sample.UID)).isTrue();

        Application changed = suspended();
        changed.getMetadata().setGeneration(bad.getMetadata().getGeneration() + 1);
        parts.know(changed);
        parts.queue.ask(Sample.UID, Triggers.NONE);

        await().atMost(Duration.ofMinutes(2)).until(() -> reasons().equals(List.of("SetAside", "Suspended")));
    }

    @Test
    void aNewLeaderReconcilesEveryApplicationAndRemembersNothing() {
        parts.know(suspended());
        parts.results.put("uid-gone", SampleResult.atRest().build());

        start();

        await().atMost(Duration.ofMinutes(2)).until(() -> reasons().equals(List.of("Suspended")));
        assertThat(parts.results.all()).containsExactly(Sample.UID);
        assertThat(parts.agent.isLeading()).isTrue();
    }

    @Test
    void anAgentThatIsNotTheLeaderTakesNothingUp() {
        parts.know(suspended());
        start();
        await().atMost(Duration.ofMinutes(2)).until(() -> parts.queue.size() == 0 && parts.records.loads() == 1);

        parts.agent.deposed();
        parts.agent.gone(Sample.UID);

        assertThat(parts.agent.isLeading()).isFalse();
        assertThat(parts.queue.size()).isZero();
        assertThat(parts.records.loads()).isEqualTo(1);
    }

    @Test
    void onlyDependentsThatWaitAreTriggeredByTheStatusOfAnother() {
        Application db = parts.know(Sample.application("db"));
        for (String name : List.of("waits", "rests", "new")) {
            parts.know(Sample.application(name, "dependsOn: [{name: db}]"));
        }
        parts.know(Sample.application("other"));
        parts.results.put(
                "uid-waits", SampleResult.atRest().held("waits for shop/db").build());
        parts.results.put("uid-rests", SampleResult.atRest().build());
        parts.results.put(
                "uid-other", SampleResult.atRest().held("waits for shop/cache").build());
        parts.open();

        parts.agent.statusChanged(db);

        assertThat(parts.passes()).isEqualTo(Map.of("uid-waits", List.of(Triggers.NONE)));
    }
}
