package dev.millrace.sync.render.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.render.HelmSpec;
import dev.millrace.cluster.application.render.LookupScope;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.render.helm.chart.Charts;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.render.lookup.LookupAnswers;
import dev.millrace.sync.render.lookup.OwnObjects;
import dev.millrace.sync.render.worker.WorkerPool;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notices of a chart, and charts that can't be read, with the real worker and cluster. */
@WithParts(PartKind.CLUSTER)
class ChartNoticesIT {
    private static final String SECRET =
            "{apiVersion: v1, kind: Secret, metadata: {name: pw}, stringData: {p: {{ randAlphaNum 12 }}}}";
    private static final MemoryTree TREE = new MemoryTree(Map.of(
            "shop/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.2.3}",
            "shop/values.yaml", "{colour: blue}",
            "shop/templates/a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"));

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(
                    Testbed.shared().cluster().kubeconfig().toFile()))
            .build();
    private final WorkerPool workers = new WorkerPool(WorkerBinary.path("helm-worker"), 1, Duration.ofSeconds(30));
    private final Path directory;

    ChartNoticesIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void close() {
        workers.close();
        client.close();
    }

    @Test
    void aRandomValueIsNoticedUnlessTheApplicationLeavesTheObjectAlone() {
        MemoryTree tree = TREE.with("shop/templates/pw.yaml", SECRET);
        IgnoreRule rule = new IgnoreRule(null, "Secret", "market", "pw", List.of("/data"), List.of());

        assertThat(manifests(render(tree, List.of(), List.of())).notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.toString())
                        .startsWith("shop/templates/pw.yaml: Secret pw: its template generates a random value"));
        assertThat(manifests(render(tree, List.of(), List.of(rule))).notices()).isEmpty();
        assertThat(manifests(render(TREE, List.of(), List.of())).notices()).isEmpty();
    }

    @Test
    void hooksOfAChartAreListedButForTests() {
        MemoryTree tree = TREE.with(
                        "shop/templates/hook.yaml",
                        "{apiVersion: batch/v1, kind: Job, metadata: {name: migrate, annotations: {helm.sh/hook: pre-upgrade}}}")
                .with(
                        "shop/templates/test.yaml",
                        "{apiVersion: v1, kind: Pod, metadata: {name: test, annotations: {helm.sh/hook: test}}}");

        Manifests rendered = manifests(render(tree, List.of(), List.of()));

        assertThat(rendered.objects()).extracting(m -> m.ref().name()).containsExactly("a");
        assertThat(rendered.notices()).singleElement().satisfies(notice -> assertThat(notice.toString())
                .startsWith("shop/templates/hook.yaml: Job migrate: a hook (helm.sh/hook: pre-upgrade), "));
    }

    @Test
    void filesThatCanNotBeUsedRefuseTheChartWithTheirPlace() {
        String encrypted = "password: ENC[AES256_GCM,data:Zm9v]";
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n";
        MemoryTree secrets = TREE.with("env/secrets.yaml", encrypted).with("shop/secrets.yaml", encrypted);

        assertThat(reason(render(secrets, List.of("../env/secrets.yaml"), List.of())))
                .startsWith("env/secrets.yaml: encrypted by SOPS");
        assertThat(reason(render(TREE.with("shop/values.yaml", encrypted), List.of(), List.of())))
                .startsWith("shop/values.yaml: encrypted by SOPS");
        assertThat(reason(render(TREE.with("shop/charts/a-1.tgz", pointer), List.of(), List.of())))
                .startsWith("shop/charts/a-1.tgz: a Git LFS pointer");
        assertThat(reason(render(TREE.withLink("shop/charts/a", SourceTree.Kind.SUBMODULE), List.of(), List.of())))
                .isEqualTo("shop: helm: shop/charts/a: a submodule, which is not followed");
        assertThat(reason(render(TREE.withLink("env", SourceTree.Kind.SYMLINK), List.of("../env/a.yaml"), List.of())))
                .isEqualTo("env: a symbolic link, which is not followed");
        assertThat(manifests(render(secrets.with("shop/docs/a.png", pointer), List.of(), List.of()))
                        .objects())
                .hasSize(1);
    }

    private HelmOutcome render(MemoryTree tree, List<String> valuesFiles, List<IgnoreRule> ignore) {
        HelmSpec spec = new HelmSpec(null, null, valuesFiles, List.of(), null, true, LookupScope.NONE);
        HelmRequest request = new HelmRequest(
                new ApplicationId("test", "default", "shop"),
                Identity.OWN,
                "shop",
                "market",
                spec,
                ignore,
                Inputs.NONE,
                LookupAnswers.of(LookupScope.NONE, OwnObjects.NONE));
        return new Helm(workers, new Charts(client, directory), new ClusterVersions(client, Clock.systemUTC()))
                .render(new ReadSet.Recorder(tree), request, Scalars.AS_WRITTEN);
    }

    private static Manifests manifests(HelmOutcome outcome) {
        assertThat(outcome).isInstanceOf(HelmOutcome.Objects.class);
        return ((HelmOutcome.Objects) outcome).manifests();
    }

    private static String reason(HelmOutcome outcome) {
        assertThat(outcome).isInstanceOf(HelmOutcome.Impossible.class);
        return ((HelmOutcome.Impossible) outcome).file() + ": " + ((HelmOutcome.Impossible) outcome).reason();
    }
}
