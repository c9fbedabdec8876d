package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Objects in the source that are left out on purpose. */
class LeftOutTest {
    private static final String SERVICE =
            "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}\n---\n";
    private static final String JOB = "{apiVersion: batch/v1, kind: Job, metadata: {name: migrate%s}}\n";

    @Test
    void aHookIsNotApplied() {
        SyncPlan plan = plan(desired(", annotations: {helm.sh/hook: test}"));

        assertThat(plan.steps().toString()).contains("Service").doesNotContain("Job");
    }

    @Test
    void anObjectThatBecomesAHookIsNotPruned() {
        SyncPlan plan = plan(desired(", annotations: {argocd.argoproj.io/hook: Skip}"), recorded("Job", "migrate"));

        assertThat(plan.prune()).isEmpty();
    }

    @Test
    void aHookThatGoesIsPruned() {
        SyncPlan plan = plan(
                ManifestReader.read("a.yaml", SERVICE).withoutHooks(),
                recorded("Service", "web"),
                recorded("Job", "migrate"));

        assertThat(plan.prune()).extracting(prune -> prune.ref().name()).containsExactly("migrate");
    }

    private static Manifests desired(String annotations) {
        return ManifestReader.read("a.yaml", SERVICE + JOB.formatted(annotations))
                .withoutHooks();
    }

    private static Recorded recorded(String kind, String name) {
        String apiVersion = kind.equals("Job") ? "batch/v1" : "v1";
        return new Recorded(new ObjectRef(apiVersion, kind, Optional.of("shop"), name), "uid-" + name, "");
    }

    private static SyncPlan plan(Manifests desired, Recorded... recorded) {
        return SyncPlanner.plan(new PlanInput(
                new CommitId("a".repeat(40)), desired, List.of(recorded), Map.of(), Set.of(), true, Optional.empty()));
    }
}
