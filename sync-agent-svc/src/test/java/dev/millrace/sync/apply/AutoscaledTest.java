package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cluster.application.ImmutablePolicy;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The replicas of the Deployment {@code shop/web}, by the autoscalers of its namespace. */
class AutoscaledTest {
    private static final String AUTOSCALERS =
            "GET /apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers?limit=1000";
    private static final Treatment TREATMENT = new Treatment(ImmutablePolicy.REPORT, List.of(), List.of());
    private static final FieldDifference REPLICAS =
            new FieldDifference(FieldPath.of("spec", "replicas"), Optional.empty(), Optional.empty(), false);

    private final CannedServer server =
            new CannedServer().serve("autoscaling/v2", "horizontalpodautoscalers HorizontalPodAutoscaler");
    private final Autoscaled autoscaled = new Autoscaled(server.objects());

    @AfterEach
    void close() {
        server.close();
    }

    private static Manifest deployment(String spec) {
        return ManifestReader.read("web.yaml", """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: web, namespace: shop}
                        spec: {%s}
                        """.formatted(spec)).objects().getFirst();
    }

    private static String list(String target) {
        return """
                {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscalerList", "metadata": {}, "items": [
                  {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "a"},
                   "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "%s"}}}]}""".formatted(target);
    }

    private List<IgnoreRule> ignored(String spec) {
        return autoscaled.treatment(TREATMENT, deployment(spec)).ignore();
    }

    @Test
    void replicasOfATargetAreLeftToItsAutoscaler() {
        server.answer(AUTOSCALERS, 200, list("web"));

        assertThat(ignored("replicas: 2"))
                .containsExactly(
                        new IgnoreRule("apps", "Deployment", "shop", "web", List.of("/spec/replicas"), List.of()));
        assertThat(autoscaled.made(REPLICAS, deployment("").ref())).isTrue();
        assertThat(server.count(AUTOSCALERS)).as("once for each step").isEqualTo(1);
    }

    @Test
    void replicasThatNoAutoscalerTargetsAreApplied() {
        server.answer(AUTOSCALERS, 200, list("other"));

        assertThat(ignored("replicas: 2")).isEmpty();
        assertThat(autoscaled.made(REPLICAS, deployment("").ref())).isFalse();
    }

    @Test
    void nothingIsReadForAnObjectWithoutReplicas() {
        assertThat(ignored("paused: true")).isEmpty();
        assertThat(server.count(AUTOSCALERS)).isZero();
    }

    @Test
    void replicasAreAppliedWhereAutoscalersMayNotBeListed() {
        server.refuse(AUTOSCALERS, 403, "forbidden");

        assertThat(ignored("replicas: 2")).isEmpty();
    }

    @Test
    void anApiServerThatIsUnavailableLeavesItOpen() {
        server.refuse(AUTOSCALERS, 503, "later");

        assertThatThrownBy(() -> ignored("replicas: 2")).isInstanceOf(ClusterUnavailable.class);
    }
}
