package dev.millrace.sync.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.testbed.services.WorkerBinary;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real worker. What a kustomization may try is in the worker's own tests. */
class KustomizationIT {
    private static final MemoryTree HARMLESS = new MemoryTree(Map.of(
            "app/kustomization.yaml", "resources: [a.yaml]\n",
            "app/a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"));

    private final KustomizeWorkers workers =
            new KustomizeWorkers(WorkerBinary.path("kustomize-worker"), 1, Duration.ofSeconds(3));
    private final KustomizeWorkers patient =
            new KustomizeWorkers(WorkerBinary.path("kustomize-worker"), 1, Duration.ofSeconds(30));

    @AfterEach
    void close() {
        workers.close();
        patient.close();
    }

    @Test
    void anOverlayThatTakesTooLongIsEndedAndTheNextOneRenders() {
        String many = IntStream.range(0, 6_000)
                .mapToObj(i -> "{apiVersion: v1, kind: ConfigMap, metadata: {name: c" + i + "}}\n")
                .collect(Collectors.joining("---\n"));
        MemoryTree slow = new MemoryTree(
                Map.of("app/kustomization.yaml", "namePrefix: x-\nresources: [a.yaml]\n", "app/a.yaml", many));

        assertThat(reason(render(slow))).isEqualTo("kustomize: it took longer than 3.0 s and was ended");
        assertThat(render(HARMLESS)).isInstanceOf(Rendering.Rendered.class);
    }

    @Test
    void anOverlayThatEatsMemoryTakesItsProcessOnly() {
        MemoryTree eating = HARMLESS.with("app/a.yaml", "a: [" + "x,".repeat(5_000_000) + "x]\n");

        assertThat(reason(patient.render(new ReadSet.Recorder(eating), "app", Scalars.AS_WRITTEN)))
                .startsWith("kustomize: its process ended");
        assertThat(render(HARMLESS)).isInstanceOf(Rendering.Rendered.class);
    }

    private Rendering render(MemoryTree tree) {
        return workers.render(new ReadSet.Recorder(tree), "app", Scalars.AS_WRITTEN);
    }

    private static String reason(Rendering rendering) {
        assertThat(rendering).isInstanceOf(Rendering.Impossible.class);
        return ((Rendering.Impossible) rendering).reason();
    }
}
