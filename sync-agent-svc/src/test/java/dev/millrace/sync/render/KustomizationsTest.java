package dev.millrace.sync.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.source.ReadSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KustomizationsTest {
    private final MemoryTree tree = new MemoryTree(Map.of("k/kustomization.yaml", "a", "other", "b"));
    private final Kustomizations kustomizations = new Kustomizations(1 << 20);

    private static Rendering.Rendered rendered(MemoryTree tree, String name) {
        ReadSet.Recorder recorder = new ReadSet.Recorder(tree);
        recorder.read("k/kustomization.yaml", 1 << 20);
        recorder.kind("k/absent");
        String text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}}";
        return new Rendering.Rendered(ManifestReader.readRendered("k", text), recorder.readSet());
    }

    @Test
    void isTakenAgainWhileAllThatWasReadIsTheSame() {
        Rendering.Rendered one = rendered(tree, "one");
        kustomizations.keep("k", Scalars.AS_WRITTEN, one);

        assertThat(kustomizations.of(tree.with("other", "c"), "k", Scalars.AS_WRITTEN))
                .containsSame(one);
        assertThat(kustomizations.of(tree.with("k/kustomization.yaml", "c"), "k", Scalars.AS_WRITTEN))
                .isEmpty();
        assertThat(kustomizations.of(tree.with("k/absent", "c"), "k", Scalars.AS_WRITTEN))
                .isEmpty();
        assertThat(kustomizations.of(tree, "k", text -> text)).isEmpty();
        assertThat(kustomizations.of(tree, "l", Scalars.AS_WRITTEN)).isEmpty();
    }

    @Test
    void aRevertFindsWhatWasBefore() {
        Rendering.Rendered one = rendered(tree, "one");
        MemoryTree next = tree.with("k/kustomization.yaml", "c");
        Rendering.Rendered two = rendered(next, "two");
        kustomizations.keep("k", Scalars.AS_WRITTEN, one);
        kustomizations.keep("k", Scalars.AS_WRITTEN, two);

        assertThat(kustomizations.of(next, "k", Scalars.AS_WRITTEN)).containsSame(two);
        assertThat(kustomizations.of(tree, "k", Scalars.AS_WRITTEN)).containsSame(one);
    }

    @Test
    void whatIsTooLargeIsNotKept() {
        Kustomizations small = new Kustomizations(1000);

        small.keep("k", Scalars.AS_WRITTEN, rendered(tree, "one"));

        assertThat(small.of(tree, "k", Scalars.AS_WRITTEN)).isEmpty();
    }
}
