package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The reason that counts where several forbid to prune, and the order of what is pruned. */
class PruningDecisionTest {
    private static final CommitId REVISION = new CommitId("a".repeat(40));
    private static final String CONFIRM =
            "; to confirm, annotate the Application with millrace.dev/confirm-prune: " + REVISION;
    private static final Manifests BROKEN = ManifestReader.read("broken.yaml", "a: [");

    static final List<Arguments> REASONS = List.of(
            row("off, though a document is unreadable", false, "", true, true, new Pruning.Off()),
            row("off, though nothing is to be pruned", false, "a", false, true, new Pruning.Off()),
            row("nothing to prune, though unreadable", true, "a b c d", true, false, new Pruning.Allowed()),
            row("unreadable, though confirmed", true, "a", true, true, unreadable()),
            row("unreadable, and nothing else is there", true, "", true, false, unreadable()),
            row("all is gone, unconfirmed", true, "", false, false, withheld("the source holds no object at all")),
            row("all is gone, confirmed", true, "", false, true, new Pruning.Allowed()),
            row("three of four go", true, "a", false, false, withheld("3 of 4 objects would be deleted")),
            row("two of four go", true, "a b", false, false, new Pruning.Allowed()),
            row("new ones don't count", true, "x y z", false, false, withheld("4 of 4 objects would be deleted")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("REASONS")
    void theFirstReasonCounts(
            String situation, boolean prune, String desired, boolean broken, boolean confirmed, Pruning expected) {
        Manifests manifests = manifests(desired);

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                broken ? manifests.and(BROKEN) : manifests,
                recorded("a b c d"),
                Map.of(),
                Set.of(),
                prune,
                confirmed ? Optional.of(REVISION.value()) : Optional.empty()));

        assertThat(plan.pruning()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({
        "1, 1, true",
        "2, 1, false",
        "3, 2, true",
        "99, 49, false",
        "99, 50, true",
        "100, 50, false",
        "100, 51, true"
    })
    void moreThanHalfIsTheLimitForAnyNumber(int recorded, int gone, boolean withheld) {
        List<String> names =
                IntStream.range(0, recorded).mapToObj(i -> "web" + i).toList();

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                manifests(String.join(" ", names.subList(gone, recorded)) + " new"),
                recorded(String.join(" ", names)),
                Map.of(),
                Set.of(),
                true,
                Optional.empty()));

        assertThat(plan.pruning())
                .isEqualTo(
                        withheld
                                ? withheld(gone + " of " + recorded + " objects would be deleted")
                                : new Pruning.Allowed());
    }

    @Test
    void aPlanChangesNothingIfItNeitherAppliesNorMayPrune() {
        Operation.Prune prune = new Operation.Prune(ref("a"), "uid");
        SyncPlan off = new SyncPlan(List.of(), List.of(), List.of(), List.of(prune), new Pruning.Off());
        SyncPlan withheld = new SyncPlan(List.of(), List.of(), List.of(), List.of(prune), withheld("half"));

        assertThat(off.changesNothing()).isTrue();
        assertThat(withheld.changesNothing()).isFalse();
        assertThat(withheld.withoutPrune())
                .isEqualTo(new SyncPlan(List.of(), List.of(), List.of(), List.of(), withheld("half")));
        assertThat(withheld.withoutPrune().changesNothing()).isTrue();
    }

    @Test
    void objectsOfTheSameKindAndNameDifferByGroupAndNamespace() {
        List<Recorded> recorded = List.of(
                recorded("v1", "Service", "shop"),
                recorded("v1", "Service", "other"),
                recorded("serving.knative.dev/v1", "Service", "shop"));
        Manifests desired = ManifestReader.read(
                "a.yaml", "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}");

        SyncPlan plan = SyncPlanner.plan(
                new PlanInput(REVISION, desired, recorded, Map.of(), Set.of(), true, Optional.of(REVISION.value())));

        assertThat(plan.prune())
                .extracting(prune -> prune.ref().identity())
                .containsExactly("serving.knative.dev/Service/shop/web", "/Service/other/web");
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }

    private static Pruning unreadable() {
        return new Pruning.Withheld("a document can't be read, and could hold them");
    }

    private static Pruning withheld(String reason) {
        return new Pruning.Withheld(reason + CONFIRM);
    }

    private static Manifests manifests(String names) {
        List<Manifest> objects = Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> ManifestReader.read(
                                name + ".yaml",
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + ", namespace: shop}}")
                        .objects()
                        .getFirst())
                .toList();
        return new Manifests(objects, List.of());
    }

    private static List<Recorded> recorded(String names) {
        return Arrays.stream(names.split(" "))
                .map(name -> new Recorded(ref(name), "uid", "hash"))
                .toList();
    }

    private static Recorded recorded(String apiVersion, String kind, String namespace) {
        return new Recorded(new ObjectRef(apiVersion, kind, Optional.of(namespace), "web"), "uid", "hash");
    }

    private static ObjectRef ref(String name) {
        return new ObjectRef("v1", "ConfigMap", Optional.of("shop"), name);
    }
}
