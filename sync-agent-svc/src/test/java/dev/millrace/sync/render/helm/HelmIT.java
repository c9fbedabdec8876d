package dev.millrace.sync.render.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.application.reference.LocalReference;
import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.cluster.application.render.HelmSpec;
import dev.millrace.cluster.application.render.LookupScope;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.render.helm.chart.Charts;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.render.lookup.LookupAnswers;
import dev.millrace.sync.render.lookup.OwnObjects;
import dev.millrace.sync.render.worker.WorkerPool;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.services.WorkerBinary;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts with the real worker, cluster and registry. Hostile ones are in the worker's own tests. */
@WithParts({PartKind.CLUSTER, PartKind.REGISTRY})
class HelmIT {
    private static final String SETTINGS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}
            data: {colour: {{ .Values.colour | quote }}, size: {{ .Values.size | quote }}}
            """;
    private static final MemoryTree TREE = new MemoryTree(Map.of(
            "charts/shop/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.2.3}",
            "charts/shop/values.yaml", "{colour: blue, size: 1}",
            "charts/shop/templates/settings.yaml", SETTINGS,
            "environments/staging.yaml", "{colour: green, size: 2}"));

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(
                    Testbed.shared().cluster().kubeconfig().toFile()))
            .build();
    private final Path directory;
    private final WorkerPool workers = new WorkerPool(WorkerBinary.path("helm-worker"), 1, Duration.ofMinutes(2));

    HelmIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void close() {
        workers.close();
        client.close();
    }

    @Test
    void valuesOfTheSpecWinOverThoseOfFilesAndThoseOverTheCharts() {
        HelmOutcome outcome = render(TREE, spec(null, List.of("../../environments/staging.yaml"), Map.of("size", 3)));

        assertThat(only(outcome).content().get("data")).isEqualTo(Map.of("colour", "green", "size", "3"));
    }

    @Test
    void eachObjectNamesItsTemplate() {
        HelmOutcome outcome = render(TREE, spec(null, List.of(), Map.of()));

        assertThat(only(outcome).origin().file()).isEqualTo("charts/shop/templates/settings.yaml");
        assertThat(only(outcome).ref().toString()).contains("shop");
    }

    @Test
    void itsReadSetIsTheChartAndTheValuesFiles() {
        ReadSet.Recorder recorder = new ReadSet.Recorder(TREE);
        HelmSpec spec = spec(null, List.of("../../environments/staging.yaml"), Map.of());

        helm(workers).render(recorder, request(spec), Scalars.AS_WRITTEN);

        assertThat(recorder.readSet().entries().keySet())
                .contains(
                        "file:environments/staging.yaml",
                        "file:charts/shop/Chart.yaml",
                        "file:charts/shop/templates/settings.yaml",
                        "dir:charts/shop/templates");
        assertThat(recorder.readSet().isSameIn(TREE.with("unrelated.yaml", "a")))
                .isTrue();
        assertThat(recorder.readSet().isSameIn(TREE.with("charts/shop/templates/more.yaml", "a")))
                .isFalse();
    }

    @Test
    void takesNoValuesFromOutsideTheRepository() {
        for (String file : List.of("/etc/passwd", "../../../etc/passwd", "a/../../../../x", "..\\..\\..\\x")) {
            HelmOutcome outcome = render(TREE, spec(null, List.of(file), Map.of()));

            assertThat(outcome)
                    .isEqualTo(new HelmOutcome.Impossible(
                            "spec.helm.valuesFiles", file + " is outside of the repository", false));
        }
    }

    @Test
    void saysWhichValuesFileIsMissing() {
        HelmOutcome outcome = render(TREE, spec(null, List.of("staging.yaml"), Map.of()));

        assertThat(outcome)
                .isEqualTo(new HelmOutcome.Impossible("charts/shop/staging.yaml", "there is no such file", false));
    }

    @Test
    void fetchesAChartFromARegistryOnce() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("redis/Chart.yaml", "{apiVersion: v2, name: redis, version: 1.0.0}");
        files.put("redis/values.yaml", "{colour: red, size: 7}");
        files.put("redis/templates/settings.yaml", SETTINGS);
        String repository = PushedChart.push("charts", "redis", "1.0.0", Packed.of(files));
        ChartSpec chart = new ChartSpec(repository, "redis", "1.0.0", null);

        HelmOutcome first = render(TREE, spec(chart, List.of(), Map.of()));
        PushedChart.push("charts", "redis", "1.0.0", Packed.of(Map.of("redis/Chart.yaml", "{}")));
        HelmOutcome second = render(TREE, spec(chart, List.of(), Map.of()));

        assertThat(only(first).content().get("data")).isEqualTo(Map.of("colour", "red", "size", "7"));
        assertThat(only(first).origin().file()).isEqualTo("redis/templates/settings.yaml");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void whatIsNotInTheRegistryMayComeLater() {
        String charts = Testbed.shared().registry().host() + "/charts";
        ChartSpec chart = new ChartSpec("oci://" + charts, "absent", "1.0.0", null);

        HelmOutcome outcome = render(TREE, spec(chart, List.of(), Map.of()));

        assertThat(outcome)
                .isEqualTo(new HelmOutcome.Impossible(
                        "spec.helm.chart",
                        "reading the chart " + charts
                                + "/absent:1.0.0: the registry has no such chart; check its name and version",
                        true));
    }

    @Test
    void refusesNamesAndVersionsThatAreNone() {
        List<String> reasons = new ArrayList<>();
        for (String name : List.of("../../etc", "--debug", "a b", "http://x")) {
            ChartSpec chart = new ChartSpec("https://charts.example.org", name, "1.0.0", null);
            reasons.add(reason(render(TREE, spec(chart, List.of(), Map.of()))));
        }
        ChartSpec version = new ChartSpec("https://charts.example.org", "shop", "../1", null);
        reasons.add(reason(render(TREE, spec(version, List.of(), Map.of()))));

        assertThat(reasons).allMatch(reason -> reason.startsWith("no chart has the name "));
    }

    @Test
    void wantsTheSecretThatIsNamed() {
        ChartSpec chart = new ChartSpec("https://charts.example.org", "shop", "1.0.0", new LocalReference("absent"));

        HelmOutcome outcome = render(TREE, spec(chart, List.of(), Map.of()));

        assertThat(reason(outcome)).isEqualTo("the Secret default/absent (spec.helm.chart.secretRef) is missing");
    }

    @Test
    void aTemplateThatNeverEndsIsEndedAndTheNextChartRenders() {
        MemoryTree hanging = TREE.with(
                "charts/shop/templates/hang.yaml",
                "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}");

        try (WorkerPool hasty = new WorkerPool(WorkerBinary.path("helm-worker"), 1, Duration.ofSeconds(1))) {
            HelmOutcome outcome = render(hasty, hanging, spec(null, List.of(), Map.of()));

            assertThat(outcome)
                    .isEqualTo(new HelmOutcome.Impossible(
                            "charts/shop", "helm: it took longer than 1.0 s and was ended", true));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> render(hasty, TREE, spec(null, List.of(), Map.of())) instanceof HelmOutcome.Objects);
        }
    }

    @Test
    void aTemplateThatEatsMemoryTakesItsProcessOnly() {
        MemoryTree eating = TREE.with(
                "charts/shop/templates/eat.yaml",
                "{{ $x := \"aaaaaaaaaaaaaaaa\" }}{{ range until 40 }}{{ $x = printf \"%s%s\" $x $x }}{{ end }}");

        HelmOutcome outcome = render(eating, spec(null, List.of(), Map.of()));
        HelmOutcome after = render(TREE, spec(null, List.of(), Map.of()));

        assertThat(reason(outcome)).startsWith("helm: its process ended");
        assertThat(only(after).content()).isNotEmpty();
    }

    @Test
    void templatesSeeWhatTheClusterServes() {
        MemoryTree asking = TREE.with("charts/shop/templates/settings.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a}
                data:
                  version: {{ .Capabilities.KubeVersion.Version | quote }}
                  deployments: {{ .Capabilities.APIVersions.Has "apps/v1/Deployment" | quote }}
                  unknown: {{ .Capabilities.APIVersions.Has "nobody.example.org/v1" | quote }}
                """);

        HelmOutcome outcome = render(asking, spec(null, List.of(), Map.of()));

        assertThat(only(outcome).content().get("data"))
                .isEqualTo(Map.of(
                        "version",
                        client.getKubernetesVersion().getGitVersion(),
                        "deployments",
                        "true",
                        "unknown",
                        "false"));
    }

    private static HelmSpec spec(@Nullable ChartSpec chart, List<String> files, Map<String, Object> values) {
        return new HelmSpec(chart, null, files, List.of(), values, true, LookupScope.NONE);
    }

    private static HelmRequest request(HelmSpec spec) {
        return new HelmRequest(
                new ApplicationId("test", "default", "shop"),
                Identity.OWN,
                "charts/shop",
                "market",
                spec,
                List.of(),
                Inputs.NONE,
                LookupAnswers.of(LookupScope.NONE, OwnObjects.NONE));
    }

    private Helm helm(WorkerPool pool) {
        return new Helm(pool, new Charts(client, directory), new ClusterVersions(client, Clock.systemUTC()));
    }

    private HelmOutcome render(MemoryTree tree, HelmSpec spec) {
        return render(workers, tree, spec);
    }

    private HelmOutcome render(WorkerPool pool, MemoryTree tree, HelmSpec spec) {
        return helm(pool).render(new ReadSet.Recorder(tree), request(spec), Scalars.AS_WRITTEN);
    }

    private static Manifest only(HelmOutcome outcome) {
        assertThat(outcome).isInstanceOf(HelmOutcome.Objects.class);
        List<Manifest> objects = ((HelmOutcome.Objects) outcome).manifests().objects();
        assertThat(objects).hasSize(1);
        return objects.getFirst();
    }

    private static String reason(HelmOutcome outcome) {
        assertThat(outcome).isInstanceOf(HelmOutcome.Impossible.class);
        return ((HelmOutcome.Impossible) outcome).reason();
    }
}
