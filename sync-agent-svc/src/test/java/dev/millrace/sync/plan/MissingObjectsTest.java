package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects that were deleted manually since they were applied. */
class MissingObjectsTest {
    private static final CommitId REVISION = new CommitId("a".repeat(40));

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "an unchanged one that is there               | apps/v1 Deployment |             | same    |         |         |         | leave",
                "an unchanged one that is missing             | apps/v1 Deployment |             | same    | missing |         |         | create",
                "a changed one that is missing                | apps/v1 Deployment |             | changed | missing |         |         | create",
                "one that drifted and is missing              | apps/v1 Deployment |             | same    | missing | drifted |         | create",
                "one that drifted                             | apps/v1 Deployment |             | same    |         | drifted |         | apply",
                "one made again by somebody meanwhile         | apps/v1 Deployment |             | same    | missing |         | free    | adopt",
                "one that another application made meanwhile  | apps/v1 Deployment |             | same    | missing |         | claimed | refuse",
                "one that is left alone                       | apps/v1 Deployment | disabled    | same    | missing |         |         | leave",
                "one that is left alone, changed              | apps/v1 Deployment | disabled    | changed | missing |         |         | leave",
                "one that is only created                     | v1 ConfigMap       | create-only | same    | missing |         |         | create",
                "one that is only created, changed            | v1 ConfigMap       | create-only | changed | missing |         |         | create",
                "one that is only created, and there          | v1 ConfigMap       | create-only | changed |         |         |         | leave",
                "a Job                                        | batch/v1 Job       |             | same    | missing |         |         | create",
                "a Job that is only created                   | batch/v1 Job       | create-only | same    | missing |         |         | leave",
                "a Job of another group that is only created  | batch.volcano.sh/v1 Job | create-only | same | missing |        |         | create",
                "a service account                            | v1 ServiceAccount  |             | same    | missing |         |         | create",
                "a definition                                 | apiextensions.k8s.io/v1 CustomResourceDefinition | | same | missing | | | create",
                "one whose manifest is no longer known        | apps/v1 Deployment |             | unknown | missing |         |         | create",
            })
    void isCreatedByTheNextCommitThatDeclaresIt(
            String situation,
            String kind,
            @Nullable String reconcile,
            String recorded,
            @Nullable String missing,
            @Nullable String drifted,
            @Nullable String live,
            String expected) {
        Manifest manifest = manifest(kind, reconcile);
        String identity = manifest.ref().identity();
        String hash =
                switch (recorded) {
                    case "same" -> manifest.hash();
                    case "changed" -> "another";
                    default -> "";
                };

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                new Manifests(List.of(manifest), List.of()),
                List.of(new Recorded(manifest.ref(), "uid", hash)),
                live == null ? Map.of() : Map.of(identity, live(live)),
                drifted == null ? Set.of() : Set.of(identity),
                true,
                Optional.empty(),
                missing == null ? Set.of() : Set.of(identity)));

        assertThat(done(plan)).as(situation).isEqualTo(expected);
        assertThat(plan.prune()).isEmpty();
    }

    private static Live live(String text) {
        return text.equals("free") ? new Live.Free() : new Live.Claimed("c/ns/other");
    }

    private static String done(SyncPlan plan) {
        if (!plan.refuse().isEmpty()) {
            return "refuse";
        }
        if (plan.steps().isEmpty()) {
            return plan.leave().isEmpty() ? "nothing" : "leave";
        }
        return switch (plan.steps().getFirst().operations().getFirst()) {
            case Operation.Create create -> "create";
            case Operation.Apply apply -> "apply";
            case Operation.Adopt adopt -> "adopt";
            case Operation.Leave leave -> "a step with what is left";
            case Operation.Prune prune -> "a step with what is pruned";
            case Operation.Refuse refuse -> "a step with what is refused";
        };
    }

    private static Manifest manifest(String kind, @Nullable String reconcile) {
        String[] parts = kind.split(" ");
        String annotations =
                reconcile == null ? "" : ", annotations: {millrace.dev/reconcile: %s}".formatted(reconcile);
        return ManifestReader.read(
                        "a.yaml",
                        "{apiVersion: %s, kind: %s, metadata: {name: a, namespace: shop%s}}"
                                .formatted(parts[0], parts[1], annotations))
                .objects()
                .getFirst();
    }
}
