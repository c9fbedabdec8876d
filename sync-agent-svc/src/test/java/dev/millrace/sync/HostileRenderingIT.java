package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Overlays and charts that are meant to do harm: they read nothing outside their source, and their correct objects are applied. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class HostileRenderingIT {
    private static final String CHART = "{apiVersion: v2, name: shop, version: 1.0.0}\n";

    /** A line of the agent's own {@code /etc/passwd}. */
    private static final String OF_THE_MACHINE = "root:";

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

    @Test
    void anOverlayReadsNothingThroughALink() {
        assertNothingIsRead(
                "kustomize-links",
                Map.of("kustomization.yaml", "configMapGenerator: [{name: got, files: [passwd]}]\n"),
                Map.of("passwd", "/etc/passwd"));
        assertNothingIsRead("kustomize-base", Map.of("kustomization.yaml", "resources: [base]\n"), Map.of("base", "/"));
    }

    @Test
    void aChartReadsNothingThroughALink() {
        String template = configMap("got", "{{ .Files.Get \"passwd\" | b64enc }}");
        assertNothingIsRead("chart-template", Map.of("Chart.yaml", CHART), Map.of("templates/got.yaml", "/etc/passwd"));
        assertNothingIsRead(
                "chart-file",
                Map.of("Chart.yaml", CHART, "templates/got.yaml", template),
                Map.of("passwd", "/etc/passwd"));
        assertNothingIsRead(
                "chart-values",
                Map.of("Chart.yaml", CHART, "templates/got.yaml", configMap("got", "1")),
                Map.of("values.yaml", "/etc/passwd"));
    }

    @Test
    void aChartThatIsNoTextChangesNothing() {
        Deployed app = new Deployed("latin", tap);
        CommitId commit = app.pushAny(
                Map.of(
                        "Chart.yaml",
                        CHART.getBytes(UTF_8),
                        "templates/latin.yaml",
                        configMap("got", "\u00e4").getBytes(ISO_8859_1)),
                Map.of());

        app.follow("");

        assertThat(app.outcome(commit).at("/message")).contains("templates/latin.yaml", "UTF-8");
        assertThat(app.object("configmap", "got").isMissingNode()).isTrue();
    }

    @Test
    void aFileOfAnySizeIsNamedAndNotLoaded() {
        byte[] zeros = new byte[64 << 20];
        assertIsTooLarge("zeros-resource", Map.of("kustomization.yaml", "resources: [zeros.yaml]\n"), zeros, "");
        assertIsTooLarge("zeros-chart", Map.of("Chart.yaml", CHART), "templates/zeros.yaml", zeros, "");
        assertIsTooLarge("zeros-values", Map.of("Chart.yaml", CHART), zeros, "helm: {valuesFiles: [zeros.yaml]}");
    }

    private void assertIsTooLarge(String name, Map<String, String> texts, byte[] zeros, String spec) {
        assertIsTooLarge(name, texts, "zeros.yaml", zeros, spec);
    }

    private void assertIsTooLarge(String name, Map<String, String> texts, String file, byte[] zeros, String spec) {
        Deployed app = new Deployed(name, tap);
        Map<String, byte[]> files = bytes(texts);
        files.put(file, zeros);
        CommitId commit = app.pushAny(files, Map.of());

        app.follow("", spec);

        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/outcome")).as(name).isEqualTo("Failed");
        assertThat(outcome.at("/message")).contains(file + ": larger than ");
    }

    private void assertNothingIsRead(String name, Map<String, String> texts, Map<String, String> links) {
        Deployed app = new Deployed(name, tap);
        CommitId commit = app.pushAny(bytes(texts), links);

        app.follow("");

        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/outcome")).as(name).isEqualTo("Failed");
        assertThat(outcome.at("/message")).doesNotContain(OF_THE_MACHINE);
        assertThat(app.object("configmap", "got").isMissingNode()).isTrue();
    }

    @Test
    void whatAChartRendersIsTakenForNoMoreThanAFile() {
        Deployed app = new Deployed("chart", tap);
        CommitId commit = app.push(Map.of(
                "Chart.yaml",
                CHART,
                "templates/good.yaml",
                configMap("good", "1"),
                "templates/generated.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: g-}\n",
                "templates/list.yaml",
                "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMapList, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: listed}}]}\n",
                "templates/name.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"a\\nb\"}\n",
                "templates/twice.yaml",
                configMap("good", "2"),
                "templates/unknown.yaml",
                "apiVersion: nobody.example.org/v1\nkind: Nothing\nmetadata: {name: nothing}\n"));

        app.follow("");

        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(outcome.at("/message"))
                .contains("templates/generated.yaml: ConfigMap with generateName: it needs a fixed name")
                .contains("templates/name.yaml: ConfigMap whose metadata.name can be no name")
                .contains("templates/twice.yaml: the same object stands in templates/good.yaml")
                .contains("templates/unknown.yaml: ")
                .doesNotContain("\n");
        assertThat(app.object("configmap", "good").at("/data/value").asText()).isEqualTo("1");
        assertThat(app.object("configmap", "listed").isMissingNode()).isFalse();
    }

    private static Map<String, byte[]> bytes(Map<String, String> texts) {
        Map<String, byte[]> files = new HashMap<>();
        texts.forEach((path, text) -> files.put(path, text.getBytes(UTF_8)));
        return files;
    }
}
