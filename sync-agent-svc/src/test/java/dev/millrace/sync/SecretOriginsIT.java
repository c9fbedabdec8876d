package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.ReadOutcome;
import dev.millrace.cluster.record.RecordStore;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A value that came out of a Secret by any reference, in any place, with drift and a refusal: nobody gets to see it. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class SecretOriginsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CANARY = "CANARY-s3cret-4711";
    private static final String MANUAL = "MANUAL-s3cret-4712";

    /** The first value in Base64. */
    private static final String ENCODED = "Q0FOQVJZLXMzY3JldC00NzEx";

    /** Objects that hold a value in an environment variable, an argument, an annotation, a ConfigMap and a list; one is refused. */
    private static final String OBJECTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, annotations: {note: "VALUE"}}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: main, image: "shop/web:1", args: ["--token=VALUE"], env: [{name: DB_PASSWORD, value: "VALUE"}]}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: blue, address: "postgres://web:VALUE@db"}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: reader}
            rules: [{apiGroups: [""], resources: [configmaps], verbs: [get], resourceNames: ["VALUE"]}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: refused}
            spec: {type: "VALUE", ports: [{port: 80}]}
            """;

    private static final String REPLACED = """
            resources: [objects.yaml]
            secretGenerator: [{name: generated, literals: [password=CANARY-s3cret-4711], options: {disableNameSuffixHash: true}}]
            replacements:
              - source: {kind: Secret, name: generated, fieldPath: data.password}
                targets:
                  - {select: {kind: Deployment}, fieldPaths: [metadata.annotations.note, "spec.template.spec.containers.0.env.0.value"]}
            """;

    static final List<Arguments> REFERENCES = List.of(
            Arguments.of(
                    "substitution",
                    Map.of("a.yaml", OBJECTS.replace("VALUE", "${PASSWORD}")),
                    "transform: {substitute: {from: [{kind: Secret, name: s}]}}"),
            Arguments.of(
                    "values of a chart",
                    Map.of(
                            "Chart.yaml",
                            "{apiVersion: v2, name: shop, version: 1.0.0}",
                            "templates/a.yaml",
                            OBJECTS.replace("VALUE", "{{ .Values.password }}")),
                    "helm: {valuesFrom: [{kind: Secret, name: s}]}"),
            Arguments.of(
                    "a generated Secret",
                    Map.of(
                            "kustomization.yaml",
                            REPLACED,
                            "objects.yaml",
                            OBJECTS.substring(0, OBJECTS.indexOf("---"))),
                    "suspend: false"));

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("REFERENCES")
    void aValueOutOfASecretIsNeitherRecordedNorShown(String reference, Map<String, String> files, String spec)
            throws Exception {
        Deployed app = new Deployed("origins", tap);
        app.kubectl(
                "create",
                "secret",
                "generic",
                "s",
                "-n",
                app.namespace,
                "--from-literal=PASSWORD=" + CANARY,
                "--from-literal=values.yaml=password: " + CANARY);
        CommitId commit = app.push(files);
        app.follow("", spec);
        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/outcome")).as("%s: %s", reference, outcome).isNotEmpty();

        app.kubectl("set", "env", "deployment/web", "-n", app.namespace, "DB_PASSWORD=" + MANUAL);
        app.kubectl("annotate", "deployment", "web", "-n", app.namespace, "--overwrite", "note=" + MANUAL);
        AppliedRecord record = recordWith(app, "web");
        AppliedObject web = object(record, "web");

        assertThat(text(record)).doesNotContain(CANARY, ENCODED);
        assertThat(web.baseline().orElseThrow().differences(web.ref(), app.object("deployment", "web"), record.salt()))
                .hasSize(2)
                .allMatch(FieldDifference::redacted)
                .extracting(difference -> difference.path().toString())
                .containsExactlyInAnyOrder(
                        "metadata.annotations.note",
                        "spec.template.spec.containers[name=main].env[name=DB_PASSWORD].value");
        String diff = get("applications/" + app.namespace + "/app/diff");
        assertThat(diff).contains("DB_PASSWORD", "\\\"***\\\"").doesNotContain(CANARY, MANUAL, ENCODED);
        await().atMost(Deployed.SOON).until(() -> !app.status().path("message").isMissingNode());
        assertThat(List.of(
                        tap.events().toString(),
                        app.application().toString(),
                        app.kubectl("get", "events", "-n", app.namespace, "-o", "json"),
                        get("applications/" + app.namespace + "/app"),
                        get("q/health")))
                .allSatisfy(view -> assertThat(view).doesNotContain(CANARY, MANUAL, ENCODED));
    }

    private AppliedRecord recordWith(Deployed app, String name) {
        RecordStore store = new RecordStore(client, AgentUnderTest.NAMESPACE);
        String uid = app.application().at("/metadata/uid").asText();
        return await().atMost(Deployed.SOON).until(() -> record(store, uid), record -> record.objects().stream()
                .anyMatch(object -> object.ref().name().equals(name)));
    }

    private static AppliedRecord record(RecordStore store, String uid) {
        return store.load(uid) instanceof ReadOutcome.Found found
                ? found.stored().record()
                : AppliedRecord.first(new ApplicationId("test", "none", "none"), uid);
    }

    private static AppliedObject object(AppliedRecord record, String name) {
        return record.objects().stream()
                .filter(object -> object.ref().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String text(AppliedRecord record) {
        return record.objects().toString();
    }

    private String get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(service.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
