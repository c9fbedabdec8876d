package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ConfigMaps by their names. */
class PruneConfirmationTest {
    private static final CommitId REVISION = new CommitId("a".repeat(40));

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "half of them goes                       | a b                         | a                         |     | allowed",
                "more than half goes                     | a b c                       | a                         |     | 2 of 3 objects would be deleted",
                "more than half goes, confirmed          | a b c                       | a                         | yes | allowed",
                "more than half goes, another confirmed  | a b c                       | a                         | no  | 2 of 3 objects would be deleted",
                "two generated ones of three             | d conf-t7d2k9hg4m pw-9bbk7c2dfh | d conf-6ft88t2625 pw-2k9hg4mt7d | | allowed",
                "one generated one, two others           | conf-t7d2k9hg4m b c d       | conf-6ft88t2625 d         |     | 2 of 3 objects would be deleted",
                "one generated one, one other            | conf-t7d2k9hg4m b c         | conf-6ft88t2625 c         |     | allowed",
                "all are generated                       | conf-t7d2k9hg4m             | conf-6ft88t2625           |     | allowed",
                "a generated one without a successor     | conf-t7d2k9hg4m             | a                         |     | 1 of 1 objects would be deleted",
                "nothing is desired                      | a                           |                           |     | the source holds no object at all",
                "nothing is desired, confirmed           | a                           |                           | yes | allowed",
            })
    void isAskedForWhereMoreThanHalfWouldBeLost(
            String situation, String recorded, @Nullable String desired, @Nullable String confirmed, String expected) {
        Optional<String> given = confirmed == null
                ? Optional.empty()
                : Optional.of(confirmed.equals("yes") ? REVISION.value() : "b".repeat(40));

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                new Manifests(manifests(desired), List.of()),
                manifests(recorded).stream()
                        .map(manifest -> new Recorded(manifest.ref(), "uid", manifest.hash()))
                        .toList(),
                Map.of(),
                Set.of(),
                true,
                given));

        assertThat(plan.pruning())
                .as(situation)
                .isEqualTo(
                        expected.equals("allowed")
                                ? new Pruning.Allowed()
                                : new Pruning.Withheld(expected
                                        + "; to confirm, annotate the Application with millrace.dev/confirm-prune: "
                                        + REVISION));
    }

    private static List<Manifest> manifests(@Nullable String names) {
        return names == null
                ? List.of()
                : Arrays.stream(names.split(" "))
                        .map(PruneConfirmationTest::manifest)
                        .toList();
    }

    private static Manifest manifest(String name) {
        return ManifestReader.read(
                        name + ".yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: shop}}".formatted(name))
                .objects()
                .getFirst();
    }
}
