package dev.millrace.sync.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.sync.ApiStandIn;
import dev.millrace.sync.HandClock;
import dev.millrace.sync.Sample;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.render.helm.ClusterVersions;
import dev.millrace.sync.render.helm.Helm;
import dev.millrace.sync.render.helm.chart.Charts;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.render.input.References;
import dev.millrace.sync.render.lookup.OwnObjects;
import dev.millrace.sync.render.plain.Bounds;
import dev.millrace.sync.render.plain.PlainFiles;
import dev.millrace.sync.render.worker.WorkerPool;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.tenant.SampleTenancy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A folder whose renderer its Tenant does not allow is not rendered, although the spec does not name the renderer. */
class LimitedRenderingTest {
    private static final Path NO_WORKER = Path.of("none");
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final ApiStandIn api = new ApiStandIn();
    private final Helm helm;
    private final KustomizeWorkers kustomize = new KustomizeWorkers(NO_WORKER, 1, SHORT);
    private final Renderers renderers;

    LimitedRenderingTest(@TempDir Path directory) {
        helm = new Helm(
                new WorkerPool(NO_WORKER, 1, SHORT),
                new Charts(api.client(), directory),
                new ClusterVersions(api.client(), new HandClock()));
        renderers = new Renderers(
                new PlainFiles(Bounds.ofThisProcess(Duration.ofMinutes(1)), 1 << 20),
                kustomize,
                helm,
                new References(api.client(), uid -> {}));
    }

    @AfterEach
    void close() {
        renderers.close();
        helm.close();
        kustomize.close();
        api.close();
    }

    static final List<Arguments> FOLDERS =
            List.of(arguments("kustomization.yaml", "kustomize"), arguments("Chart.yaml", "helm"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("FOLDERS")
    void theContentOfTheFolderDecidesWhatIsNeeded(String file, String feature) {
        Rendering rendering = renderers.render(
                new MemoryTree(Map.of("web/" + file, "{}", "web/a.yaml", "{}")),
                new RenderRequest(
                        Sample.ID,
                        Identity.OWN,
                        "web",
                        Sample.subject().spec(),
                        Inputs.NONE,
                        OwnObjects.NONE,
                        SampleTenancy.shop("render: []")));

        assertThat(rendering)
                .isInstanceOfSatisfying(Rendering.Impossible.class, impossible -> assertThat(impossible.reason())
                        .isEqualTo("Tenant shop does not allow rendering with " + feature + " (spec.render)"));
    }
}
