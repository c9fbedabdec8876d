package dev.millrace.sync.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import dev.millrace.testbed.services.WorkerBinary;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kustomizations with the real worker. Hostile ones are in the worker's own tests. */
class KustomizationIT {
    private static final MemoryTree HARMLESS = new MemoryTree(Map.of(
            "app/kustomization.yaml", "resources: [a.yaml]\n",
            "app/a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"));

    private final KustomizeWorkers hasty =
            new KustomizeWorkers(WorkerBinary.path("kustomize-worker"), 1, Duration.ofSeconds(1));
    private final KustomizeWorkers patient =
            new KustomizeWorkers(WorkerBinary.path("kustomize-worker"), 1, Duration.ofMinutes(2));

    @AfterEach
    void close() {
        hasty.close();
        patient.close();
    }

    @Test
    void anOverlayThatTakesTooLongIsEndedAndTheNextOneRenders() {
        String many = IntStream.range(0, 6_000)
                .mapToObj(i -> "{apiVersion: v1, kind: ConfigMap, metadata: {name: c" + i + "}}\n")
                .collect(Collectors.joining("---\n"));
        MemoryTree slow = new MemoryTree(
                Map.of("app/kustomization.yaml", "namePrefix: x-\nresources: [a.yaml]\n", "app/a.yaml", many));

        assertThat(reason(hastily(slow))).isEqualTo("kustomize: it took longer than 1.0 s and was ended");
        await().atMost(Duration.ofMinutes(2)).until(() -> hastily(HARMLESS) instanceof Rendering.Rendered);
    }

    @Test
    void anOverlayThatEatsMemoryTakesItsProcessOnly() {
        MemoryTree eating = HARMLESS.with("app/a.yaml", "a: [" + "x,".repeat(5_000_000) + "x]\n");

        assertThat(reason(patiently(eating))).startsWith("kustomize: its process ended");
        assertThat(patiently(HARMLESS)).isInstanceOf(Rendering.Rendered.class);
    }

    @Test
    void aFileBeyondTheLimitIsNamed() {
        assertThat(whole(patiently(HARMLESS.with("app/a.yaml", "#".repeat((16 << 20) + 1)))))
                .isEqualTo("app/a.yaml: larger than 16 MiB");
    }

    @Test
    void theSchemaOfAnOverlayIsNoneForTheNextOne() {
        String containers = "spec: {template: {spec: {containers: [{name: app, image: 'a:%s'}%s]}}}\n";
        String head = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n";
        MemoryTree patched = HARMLESS.with(
                        "app/kustomization.yaml", "resources: [a.yaml]\npatches: [{path: patch.yaml}]\n")
                .with("app/a.yaml", head + containers.formatted("1", ", {name: proxy, image: 'p:1'}"))
                .with("app/patch.yaml", head + containers.formatted("2", ""));
        MemoryTree redefining = patched.with(
                        "app/kustomization.yaml",
                        "resources: [a.yaml]\npatches: [{path: patch.yaml}]\nopenapi: {path: schema.json}\n")
                .with("app/schema.json", """
                        {"definitions": {"d": {"type": "object", "properties": {"spec": {"type": "object"}},
                         "x-kubernetes-group-version-kind": [{"group": "apps", "version": "v1", "kind": "Deployment"}]}}}
                        """);
        String before = rendered(patched);

        assertThat(rendered(redefining)).doesNotContain("proxy");

        assertThat(before).contains("proxy");
        assertThat(rendered(patched)).isEqualTo(before);
    }

    private String rendered(MemoryTree tree) {
        Rendering rendering = patiently(tree);
        assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
        return ((Rendering.Rendered) rendering)
                .manifests().objects().stream()
                        .map(object -> object.content())
                        .toList()
                        .toString();
    }

    @Test
    void whatCanNotBeUsedIsNamedAndNothingOfItIsRendered() {
        MemoryTree generating =
                HARMLESS.with("app/kustomization.yaml", "secretGenerator: [{name: s, files: [pw], envs: [pw.env]}]\n");
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n";

        assertThat(whole(patiently(generating.with("app/pw", pointer).with("app/pw.env", "a=b"))))
                .startsWith("app/pw: a Git LFS pointer");
        assertThat(whole(patiently(generating.with("app/pw", "a").with("app/pw.env", "a=ENC[AES256_GCM,data:Zm9v]"))))
                .startsWith("app/pw.env: encrypted by SOPS");
        assertThat(whole(patiently(
                        HARMLESS.with("app/a.yaml", "kind: Secret\ndata: {a: 'ENC[AES256_GCM,data:Zm9v]'}\n"))))
                .startsWith("app/a.yaml: encrypted by SOPS");
        assertThat(whole(patiently(HARMLESS.with("app/kustomization.yaml", "resources: [../lib/base]\n")
                        .withLink("lib", SourceTree.Kind.SUBMODULE))))
                .isEqualTo("lib: a submodule, which is not followed");
        assertThat(whole(patiently(HARMLESS.without("app/kustomization.yaml")
                        .withLink("app/kustomization.yaml", SourceTree.Kind.SYMLINK))))
                .isEqualTo("app/kustomization.yaml: a symbolic link, which is not followed");
        assertThat(whole(patiently(HARMLESS.with("app/kustomization.yaml", "helmCharts: [{name: redis}]\n"))))
                .startsWith("app: kustomize: app/kustomization.yaml: helmCharts: charts are not inflated");
    }

    @Test
    void aValueThatIsNoTextIsRefusedByItsKey() {
        MemoryTree tree = HARMLESS.with(
                "app/a.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {port: 8080, version: \"1.10\"}\n");

        Rendering rendering = patiently(tree);

        assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
        assertThat(((Rendering.Rendered) rendering).manifests().unreadable())
                .singleElement()
                .satisfies(one -> assertThat(one.toString())
                        .startsWith("app: ConfigMap a: data.port is a number")
                        .doesNotContain("version"));
    }

    @Test
    void theRootOfARepositoryHasAName() {
        MemoryTree tree = HARMLESS.with("kustomization.yaml", "resources: [gone.yaml]\n");

        Rendering rendering = patient.render(new ReadSet.Recorder(tree), "", Scalars.AS_WRITTEN);

        assertThat(whole(rendering)).startsWith("the repository: kustomize: ").contains("gone.yaml");
    }

    private static String whole(Rendering rendering) {
        assertThat(rendering).isInstanceOf(Rendering.Impossible.class);
        return ((Rendering.Impossible) rendering).file() + ": " + reason(rendering);
    }

    private Rendering patiently(MemoryTree tree) {
        return patient.render(new ReadSet.Recorder(tree), "app", Scalars.AS_WRITTEN);
    }

    private Rendering hastily(MemoryTree tree) {
        return hasty.render(new ReadSet.Recorder(tree), "app", Scalars.AS_WRITTEN);
    }

    private static String reason(Rendering rendering) {
        assertThat(rendering).isInstanceOf(Rendering.Impossible.class);
        return ((Rendering.Impossible) rendering).reason();
    }
}
