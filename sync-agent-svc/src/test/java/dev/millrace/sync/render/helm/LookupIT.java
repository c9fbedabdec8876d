package dev.millrace.sync.render.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.render.KustomizeWorkers;
import dev.millrace.sync.render.RenderRequest;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.render.Rendering;
import dev.millrace.sync.render.helm.chart.Charts;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.render.input.References;
import dev.millrace.sync.render.lookup.OwnObjects;
import dev.millrace.sync.render.plain.Bounds;
import dev.millrace.sync.render.plain.PlainFiles;
import dev.millrace.sync.render.worker.WorkerPool;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.services.WorkerBinary;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lookups of a chart's templates, with the real worker. */
@WithParts(PartKind.CLUSTER)
class LookupIT {
    private static final String GUARDED = """
            {{ $live := lookup "v1" "Secret" .Release.Namespace "password" }}
            apiVersion: v1
            kind: Secret
            metadata: {name: password}
            data: {value: {{ if $live }}{{ $live.data.value }}{{ else }}{{ randAlphaNum 12 | b64enc }}{{ end }}}
            """;
    private static final MemoryTree TREE = new MemoryTree(Map.of(
            "shop/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.2.3}", "shop/templates/a.yaml", GUARDED));

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(
                    Testbed.shared().cluster().kubeconfig().toFile()))
            .build();
    private final Helm helm;
    private final KustomizeWorkers kustomize;
    private final Renderers renderers;

    LookupIT(@TempDir Path directory) {
        helm = new Helm(
                new WorkerPool(WorkerBinary.path("helm-worker"), 1, Duration.ofSeconds(30)),
                new Charts(client, directory),
                new ClusterVersions(client, Clock.systemUTC()));
        kustomize = new KustomizeWorkers(WorkerBinary.path("kustomize-worker"), 1, Duration.ofSeconds(30));
        renderers = new Renderers(
                new PlainFiles(Bounds.ofThisProcess(Duration.ofSeconds(30)), 1 << 20),
                kustomize,
                helm,
                new References(client, uid -> {}));
    }

    @AfterEach
    void close() {
        renderers.close();
        helm.close();
        kustomize.close();
        client.close();
    }

    @Test
    void aValueThatTheChartKeepsIsTheLiveOneInEachRenderingAndNoNotice() {
        assertThat(value(render(TREE, "own", secret("aHVudGVyMg==")))).isEqualTo("aHVudGVyMg==");
        assertThat(value(render(TREE, "own", secret("Y2hhbmdlZA==")))).isEqualTo("Y2hhbmdlZA==");
        assertThat(notices(render(TREE, "own", secret("aHVudGVyMg==")))).isEmpty();
        assertThat(notices(render(TREE, "own", OwnObjects.NONE))).isEmpty();
    }

    @Test
    void withoutLookupAChartFindsNothingAndItsRandomValueIsNoticed() {
        Rendering rendering = render(TREE, "none", secret("aHVudGVyMg=="));

        assertThat(value(rendering)).isNotEqualTo("aHVudGVyMg==");
        assertThat(notices(rendering)).singleElement().satisfies(notice -> assertThat(notice)
                .contains("Secret password: its template generates a random value", "spec.helm.lookup"));
    }

    @Test
    void anUnavailableClusterEndsTheRenderingAndTheNextOneSucceeds() {
        OwnObjects unavailable = query -> {
            throw new UncheckedIOException("reading Secret password", new IOException("no answer"));
        };

        assertThatThrownBy(() -> render(TREE, "own", unavailable))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("reading Secret password");
        assertThat(value(render(TREE, "own", secret("aHVudGVyMg==")))).isEqualTo("aHVudGVyMg==");
    }

    @Test
    void tooManyLookupsAreRefused() {
        MemoryTree tree = TREE.with(
                "shop/templates/b.yaml",
                "{{ range until 400 }}{{ lookup \"v1\" \"Secret\" \"a\" (print .) }}{{ end }}");

        assertThat(render(tree, "own", OwnObjects.NONE)).isInstanceOfSatisfying(Rendering.Impossible.class, one -> {
            assertThat(one.reason()).contains("more than 300 lookups in one rendering");
            assertThat(one.isTransient()).isFalse();
        });
    }

    @Test
    void noMessageHoldsAValueThatWasLookedUp() {
        MemoryTree failing = TREE.with("shop/templates/b.yaml", """
                {{ $data := (lookup "v1" "Secret" .Release.Namespace "password").data }}
                {{ fail (printf "%s is %s" $data.value ($data.value | b64dec)) }}
                """);
        MemoryTree unreadable = TREE.with("shop/templates/b.yaml", """
                {{ $data := (lookup "v1" "Secret" .Release.Namespace "password").data }}
                {apiVersion: v1, kind: ConfigMap, metadata: {name: {{ $data.value | b64dec | quote }}, labels: {{ $data.value }}}}
                """);

        assertThat(render(failing, "own", secret("aHVudGVyMg=="))).satisfies(one -> {
            assertThat(one).isInstanceOf(Rendering.Impossible.class);
            assertThat(((Rendering.Impossible) one).reason())
                    .contains("*** is ***")
                    .doesNotContain("hunter2", "aHVudGVyMg");
        });
        Rendering.Rendered rendered = rendered(render(unreadable, "own", secret("aHVudGVyMg==")));
        assertThat(rendered.manifests().unreadable())
                .allSatisfy(one -> assertThat(one.toString()).doesNotContain("hunter2", "aHVudGVyMg"));
        assertThat(rendered.inputs().masked("the field is hunter2")).isEqualTo("the field is ***");
    }

    private Rendering render(MemoryTree tree, String lookup, OwnObjects objects) {
        String yaml = "source: {repository: 'https://example.org/a.git', path: shop}\n"
                + "destination: {namespace: market}\nhelm: {lookup: " + lookup + "}\n";
        ApplicationSpec spec = client.getKubernetesSerialization().unmarshal(yaml, ApplicationSpec.class);
        return renderers.render(
                tree,
                new RenderRequest(new ApplicationId("test", "default", "shop"), "shop", spec, Inputs.NONE, objects));
    }

    private static OwnObjects secret(String value) {
        return query -> Stream.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                Map.of("name", "password", "namespace", "market"),
                "data",
                Map.of("value", value)));
    }

    private static Rendering.Rendered rendered(Rendering rendering) {
        assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
        return (Rendering.Rendered) rendering;
    }

    private static String value(Rendering rendering) {
        Map<String, Object> secret =
                rendered(rendering).manifests().objects().getFirst().content();
        return String.valueOf(Content.at(secret, "data", "value"));
    }

    private static List<String> notices(Rendering rendering) {
        return rendered(rendering).manifests().notices().stream()
                .map(Object::toString)
                .toList();
    }
}
