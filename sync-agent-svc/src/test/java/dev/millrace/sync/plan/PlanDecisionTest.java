package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operation on one Deployment, by its annotation, what is recorded of it and what is in the cluster. */
class PlanDecisionTest {
    private static final CommitId REVISION = new CommitId("a".repeat(40));

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // situation                                  | annotation                         | recorded      |
                // drifted | live    | operation
                "new                                          |                                    |               |         |         | create",
                "new, in a place that was not read            |                                    |               |         | unread  | create if absent",
                "only created, in a place that was not read   | millrace.dev/reconcile: create-only |               |         | unread  | create if absent",
                "new, in place of an object of nobody         |                                    |               |         | free    | adopt",
                "new, in place of another application's       |                                    |               |         | claimed | refuse: it belongs to the application c/ns/other",
                "unchanged                                    |                                    | apps/v1 same  |         |         | leave",
                "unchanged, and claimed by another since      |                                    | apps/v1 same  |         | claimed | leave",
                "changed                                      |                                    | apps/v1 other |         |         | apply uid",
                "changed, and claimed by another since        |                                    | apps/v1 other |         | claimed | apply uid",
                "of another version of the API                |                                    | apps/v1beta2 same |     |         | apply uid",
                "unchanged, drifted                           |                                    | apps/v1 same  | drifted |         | apply uid",
                "new, drifted                                 |                                    |               | drifted |         | create",
                "left alone, new                              | millrace.dev/reconcile: disabled    |               |         |         | leave",
                "left alone, changed                          | millrace.dev/reconcile: disabled    | apps/v1 other |         |         | leave",
                "left alone, drifted                          | millrace.dev/reconcile: disabled    | apps/v1 same  | drifted |         | leave",
                "left alone, another application's            | millrace.dev/reconcile: disabled    |               |         | claimed | leave",
                "only created, new                            | millrace.dev/reconcile: create-only |               |         |         | create",
                "only created, drifted                        | millrace.dev/reconcile: create-only | apps/v1 same  | drifted |         | leave",
                "only created, of another version             | millrace.dev/reconcile: create-only | apps/v1beta2 other |    |         | leave",
                "only created, intended only, another's       | millrace.dev/reconcile: create-only | intended      |         | claimed | leave",
                "only created, intended only, nobody's        | millrace.dev/reconcile: create-only | intended      |         | free    | leave",
                "intended only                                |                                    | intended      |         |         | create",
                "intended only, drifted                       |                                    | intended      | drifted |         | create",
                "a wave that is no number, new                | millrace.dev/wave: soon            |               |         |         | refuse: its wave is not a whole number: soon",
                "a wave that is no number, unchanged          | millrace.dev/wave: '1.5'           | apps/v1 same  |         |         | refuse: its wave is not a whole number: 1.5",
                "a wave beyond all numbers                    | millrace.dev/wave: '2147483648'    |               |         |         | refuse: its wave is not a whole number: 2147483648",
                "a wave of nothing                            | millrace.dev/wave: ''              |               |         |         | refuse: its wave is not a whole number: ",
                "to be kept                                   | millrace.dev/keep: 'true'          | apps/v1 other |         |         | apply uid",
            })
    void anObjectIsChangedOnlyIfThatIsNeededAndAllowed(
            String situation,
            @Nullable String annotation,
            @Nullable String recorded,
            @Nullable String drifted,
            @Nullable String live,
            String expected) {
        Manifest manifest = deployment(annotation == null ? "" : annotation);
        String identity = manifest.ref().identity();

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                new Manifests(List.of(manifest), List.of()),
                recorded == null ? List.of() : List.of(recorded(recorded, manifest)),
                live == null ? Map.of() : Map.of(identity, live(live)),
                drifted == null ? Set.of() : Set.of(identity),
                true,
                Optional.empty()));

        assertThat(plan).as(situation).isEqualTo(expected(expected, manifest));
    }

    private static SyncPlan expected(String text, Manifest manifest) {
        return switch (text) {
            case "create" -> step(new Operation.Create(manifest));
            case "create if absent" -> step(new Operation.Create(manifest, true));
            case "adopt" -> step(new Operation.Adopt(manifest));
            case "apply uid" -> step(new Operation.Apply(manifest, "uid"));
            case "leave" -> plan(List.of(), List.of(new Operation.Leave(manifest)), List.of());
            default -> plan(List.of(), List.of(), List.of(new Operation.Refuse(manifest, reason(text))));
        };
    }

    private static String reason(String text) {
        String reason = text.substring("refuse: ".length());
        return reason.endsWith(":") ? reason + " " : reason;
    }

    private static SyncPlan step(Operation operation) {
        return plan(List.of(PlanStep.of(Stage.WORK, operation)), List.of(), List.of());
    }

    private static SyncPlan plan(List<PlanStep> steps, List<Operation.Leave> leave, List<Operation.Refuse> refuse) {
        return new SyncPlan(steps, leave, refuse, List.of(), new Pruning.Allowed());
    }

    private static Recorded recorded(String text, Manifest manifest) {
        if (text.equals("intended")) {
            return new Recorded(manifest.ref(), "", "");
        }
        String[] parts = text.split(" ");
        ObjectRef ref = new ObjectRef(parts[0], "Deployment", Optional.of("shop"), "web");
        return new Recorded(ref, "uid", parts[1].equals("same") ? manifest.hash() : "another");
    }

    private static Live live(String text) {
        return switch (text) {
            case "unread" -> new Live.Unread();
            case "free" -> new Live.Free();
            default -> new Live.Claimed("c/ns/other");
        };
    }

    private static Manifest deployment(String annotation) {
        return ManifestReader.read(
                        "web.yaml",
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, annotations: {"
                                + annotation + "}}}")
                .objects()
                .getFirst();
    }

    @Test
    void ofSeveralDuplicatesEachButTheFirstIsRefusedWithThePlaceOfTheFirst() {
        Manifests desired = ManifestReader.read("a.yaml", """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}
                ---
                {apiVersion: apps/v1beta2, kind: Deployment, metadata: {name: web, namespace: shop}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: other}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}
                """);

        SyncPlan plan = SyncPlanner.plan(
                new PlanInput(REVISION, desired, List.of(), Map.of(), Set.of(), true, Optional.empty()));

        List<Manifest> objects = desired.objects();
        assertThat(plan.refuse())
                .containsExactly(
                        new Operation.Refuse(objects.get(1), "the same object stands in a.yaml:1"),
                        new Operation.Refuse(objects.get(3), "the same object stands in a.yaml:1"));
        assertThat(plan.steps())
                .containsExactly(PlanStep.of(
                        Stage.WORK, new Operation.Create(objects.get(2)), new Operation.Create(objects.get(0))));
    }

    @Test
    void annotationsOfOtherToolsHaveSpacesAndSeveralOptions() {
        assertThat(Directives.of(Map.of(
                        "argocd.argoproj.io/sync-options", " Prune=false ,Force=true",
                        "argocd.argoproj.io/sync-wave", " 3 ",
                        "kustomize.toolkit.fluxcd.io/ssa", "Merge")))
                .isEqualTo(new Directives(3, false, false, true, true, true, Optional.empty()));
        assertThat(Directives.of(Map.of("argocd.argoproj.io/sync-options", "NoPrune=false,prune=false,Force=truely")))
                .isEqualTo(new Directives(0, false, false, false, false, false, Optional.empty()));
    }
}
