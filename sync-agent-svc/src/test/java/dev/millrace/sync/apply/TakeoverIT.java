package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Operation;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adoption of objects that another deployment tool applied server-side, on the real API server. */
@WithParts(PartKind.CLUSTER)
class TakeoverIT {
    private static final String CONFIG =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {keep: '1'%s}}";
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: main, image: web, env: [{name: KEEP, value: a}%s]}]
            """;
    private static final String AUTOSCALER = """
            apiVersion: autoscaling/%s
            kind: HorizontalPodAutoscaler
            metadata: {name: web%s}
            spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}%s}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final Access access = new Access("takeover");

    @AfterEach
    void close() {
        access.close();
    }

    private void applyServerSide(String manager, String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("object.yaml"), yaml);
        access.kubectl(
                "apply", "--server-side", "--field-manager=" + manager, "--force-conflicts", "-f", file.toString());
    }

    private String adopt(String yaml) {
        return Access.uid(access.run(new Operation.Adopt(access.manifest(yaml)), "app"));
    }

    private String applied(String yaml, String uid) {
        Manifest manifest = access.manifest(yaml);
        Access.stored(access.run(new Operation.Apply(manifest, uid), "app"));
        return access.kubectl(
                "get", manifest.ref().kind(), manifest.ref().name(), "-o", "yaml", "--show-managed-fields");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kustomize-controller",
                "argocd-controller",
                "kubectl",
                "helm",
                "kluctl",
                "pulumi-kubernetes-1a2b",
                "Terraform"
            })
    void whatGitDropsAfterTheAdoptionIsRemoved(String manager) throws IOException {
        applyServerSide(manager, CONFIG.formatted(", old: '1'"));
        applyServerSide(manager, DEPLOYMENT.formatted(", {name: OLD, value: b}"));
        String config = adopt(CONFIG.formatted(", old: '1'"));
        String deployment = adopt(DEPLOYMENT.formatted(", {name: OLD, value: b}"));

        String configAfter = applied(CONFIG.formatted(""), config);
        String deploymentAfter = applied(DEPLOYMENT.formatted(""), deployment);

        assertThat(configAfter).doesNotContain("old:").doesNotContain("manager: " + manager);
        assertThat(deploymentAfter).contains("KEEP").doesNotContain("OLD").doesNotContain("manager: " + manager);
    }

    @Test
    void whatGitNeverSaidIsRemovedByTheAdoptionItself() throws IOException {
        applyServerSide("kustomize-controller", CONFIG.formatted(", old: '1'"));

        adopt(CONFIG.formatted(""));

        assertThat(access.kubectl("get", "configmap", "conf", "-o", "jsonpath={.data}"))
                .isEqualTo("{\"keep\":\"1\"}");
    }

    @Test
    void whatAControllerAppliesToTheObjectStays() throws IOException {
        applyServerSide("kustomize-controller", DEPLOYMENT.formatted(""));
        applyServerSide(
                "scaler",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {scaled: 'yes'}}, spec: {replicas: 3}}");
        String desired = DEPLOYMENT.formatted("").replace("  replicas: 1\n", "");

        String uid = adopt(desired);

        assertThat(applied(desired, uid)).contains("replicas: 3", "scaled: \"yes\"", "manager: scaler");
    }

    @Test
    void whatARuleLeavesToAToolStaysItsOwn() throws IOException {
        applyServerSide("helm", CONFIG.formatted(", old: '1'"));
        Treatment theirs =
                Access.with(new ConflictRule(ConflictRule.Policy.THEIRS, List.of("helm"), List.of(), List.of()));

        access.run(new Operation.Adopt(access.manifest(CONFIG.formatted(""))), "app", theirs);

        assertThat(access.kubectl("get", "configmap", "conf", "-o", "jsonpath={.data.old}"))
                .isEqualTo("1");
    }

    @Test
    void anObjectThatIsSharedKeepsTheFieldsOfOthers() throws IOException {
        applyServerSide("kustomize-controller", CONFIG.formatted(", old: '1'"));

        adopt(CONFIG.formatted("")
                .replace("{name: conf}", "{name: conf, annotations: {kustomize.toolkit.fluxcd.io/ssa: Merge}}"));

        assertThat(access.kubectl("get", "configmap", "conf", "-o", "jsonpath={.data.old}"))
                .isEqualTo("1");
    }

    @Test
    void whatAToolAppliedInAnotherVersionOfTheApiIsRemovedToo() throws IOException {
        applyServerSide(
                "kustomize-controller", AUTOSCALER.formatted("v1", ", labels: {old: a, keep: a}", ", minReplicas: 2"));

        String uid = adopt(AUTOSCALER.formatted("v2", ", labels: {keep: a}", ""));

        assertThat(applied(AUTOSCALER.formatted("v2", ", labels: {keep: a}", ""), uid))
                .contains("keep: a")
                .doesNotContain("old: a", "minReplicas: 2", "manager: kustomize-controller");
    }

    @Test
    void whatKubectlAppliedClientSideInAnotherVersionOfTheApiIsRemovedToo() throws IOException {
        Path file = Files.writeString(
                directory.resolve("object.yaml"), AUTOSCALER.formatted("v1", ", labels: {old: a}", ", minReplicas: 2"));
        access.kubectl("apply", "-f", file.toString());

        String uid = adopt(AUTOSCALER.formatted("v2", "", ""));

        assertThat(applied(AUTOSCALER.formatted("v2", "", ""), uid))
                .contains("maxReplicas: 3")
                .doesNotContain("old: a", "minReplicas: 2", "manager: kubectl-client-side-apply");
    }

    private static final String MEMORY =
            ", metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 70}}}]";

    static final List<Arguments> METRICS = List.of(
            arguments(true, MEMORY, "memory 70"),
            arguments(false, MEMORY, "memory 70"),
            arguments(true, "", "cpu 55"),
            arguments(false, "", "cpu 55"));

    /**
     * The API server itself keeps a value whose field has another form in the commit's version, as it does for kubectl: it is removed once the commit
     * states that field.
     */
    @ParameterizedTest(name = "server-side {0}, then{1}: {2}")
    @FieldSource("METRICS")
    void theCpuTargetOfAnotherVersionOfTheApiIsReplacedByTheMetricsOfTheCommit(
            boolean serverSide, String metrics, String left) throws IOException {
        String before = AUTOSCALER.formatted("v1", "", ", targetCPUUtilizationPercentage: 55");
        if (serverSide) {
            applyServerSide("kustomize-controller", before);
        } else {
            Path file = Files.writeString(directory.resolve("object.yaml"), before);
            access.kubectl("apply", "-f", file.toString());
        }

        adopt(AUTOSCALER.formatted("v2", "", metrics));

        String path = "jsonpath={range .spec.metrics[*]}{.resource.name} {.resource.target.averageUtilization}{end}";
        assertThat(access.kubectl("get", "hpa.v2.autoscaling", "web", "-o", path))
                .isEqualTo(left);
    }
}
