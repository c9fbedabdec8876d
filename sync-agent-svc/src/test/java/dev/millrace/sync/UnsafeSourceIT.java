package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources with content that must not reach the cluster unchanged. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class UnsafeSourceIT {
    private static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: %s
              annotations: {%s}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: "registry.example.com/a:1"}]}}}
            """;

    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    UnsafeSourceIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void valuesThatAreNoTextAreRefusedWithTheirKeyAndTheOthersAreApplied() {
        Deployed app = new Deployed("texts", tap);
        CommitId commit = app.push(
                Map.of(
                        "ok.yaml", configMap("ok", "1"),
                        "label.yaml",
                                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: label\n  labels:\n    version: 1.10\n    commit: 553640e6\n",
                        "data.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: data}\ndata:\n  port: 8080\n",
                        "web.yaml", Deployed.deployment("web", "shop/web:1", ", version: 1.10"),
                        "quoted.yaml",
                                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: quoted, labels: {version: \"1.10\"}}\ndata: {on: 'yes'}\n"));

        app.follow("");

        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(outcome.at("/message"))
                .contains("label.yaml:6: ConfigMap label: metadata.labels.version is a number")
                .contains("data.yaml:5: ConfigMap data: data.port is a number")
                .contains("web.yaml:8: Deployment web: spec.template.metadata.labels.version is a number");
        assertThat(app.object("configmap", "ok").isMissingNode()).isFalse();
        assertThat(app.object("configmap", "label").isMissingNode()).isTrue();
        assertThat(app.object("configmap", "data").isMissingNode()).isTrue();
        assertThat(app.object("deployment", "web").isMissingNode()).isTrue();
        assertThat(app.object("configmap", "quoted")
                        .at("/metadata/labels/version")
                        .asText())
                .isEqualTo("1.10");
        assertThat(app.object("configmap", "quoted").at("/data/on").asText()).isEqualTo("yes");
    }

    @Test
    void hooksAreNeitherRunNorPrunedWhenTheyWereObjectsBefore() {
        Deployed app = new Deployed("hooks", tap);
        CommitId first = app.push(Map.of(
                "ok.yaml", configMap("ok", "1"),
                "more.yaml", configMap("more", "1"),
                "was.yaml", JOB.formatted("was", "a: b"),
                "uninstall.yaml", JOB.formatted("uninstall", "helm.sh/hook: pre-delete"),
                "skip.yaml", JOB.formatted("skip", "argocd.argoproj.io/hook: Skip"),
                "sync.yaml",
                        JOB.formatted("sync", "argocd.argoproj.io/hook: PreSync")
                                .replace("name: sync", "generateName: sync-")));
        app.follow("", "prune: true");
        assertThat(app.outcome(first).at("/outcome")).isEqualTo("Succeeded");

        CommitId second =
                app.push(Map.of("was.yaml", JOB.formatted("was", "helm.sh/hook: post-install")), Set.of("more.yaml"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "more").isMissingNode()).isTrue();
        assertThat(app.kubectl("get", "jobs", "-n", app.namespace, "-o", "name").lines())
                .containsExactly("job.batch/was");
    }

    @Test
    void whatLeadsElsewhereOrIsATemplateIsRefusedAndNothingIsPruned() {
        Deployed app = new Deployed("unsafe", tap);
        CommitId first =
                app.push(Map.of("app/b.yaml", configMap("b", "1"), "app/extra/a.yaml", configMap("in-extra", "1")));
        app.follow("app", "prune: true");
        assertThat(app.outcome(first).at("/outcome")).isEqualTo("Succeeded");

        CommitId linked = app.push(Map.of("shared/a.yaml", configMap("in-extra", "1")), Set.of("app/extra/a.yaml"));
        CommitId second = app.pushAny(
                Map.of(
                        "app/c.yaml", bytes(configMap("c", "1")),
                        "app/web.yaml",
                                bytes("{% if on %}\n---\n" + configMap("conditional", "1") + "---\n{% endif %}\n"),
                        "app/named.yaml", bytes(configMap("\"web-{{ env }}\"", "1")),
                        "app/project/deployment.yaml", bytes("deployments:\n- path: a\n"),
                        "app/project/a/static.yaml", bytes(configMap("static", "1")),
                        "app/lfs.yaml",
                                bytes("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
                        "app/sops.yaml",
                                bytes(configMap("sops", "ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]"))),
                Map.of("app/extra", "../shared"));
        publisher.publish(app.committed(second));

        PublishedEvent outcome = app.outcome(second);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(linked).isNotEqualTo(second);
        assertThat(outcome.at("/message"))
                .contains("app/extra: a symbolic link, which is not followed")
                .contains("app/web.yaml:1: a template")
                .contains("app/named.yaml:")
                .contains("app/project/deployment.yaml: a kluctl project")
                .contains("app/lfs.yaml:1: a Git LFS pointer")
                .contains("app/sops.yaml:")
                .doesNotContain("ENC[");
        assertThat(app.kubectl("get", "configmaps", "-n", app.namespace, "-o", "name")
                        .lines())
                .filteredOn(name -> !name.contains("kube-root-ca"))
                .containsExactlyInAnyOrder("configmap/b", "configmap/c", "configmap/in-extra");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
