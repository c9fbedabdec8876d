package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.CannedServer;
import dev.millrace.sync.health.object.HealthProblem;
import dev.millrace.sync.health.object.ObjectHealth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reason of an unhealthy workload, found in its Pods. */
class RolloutCausesTest {
    private static final String PODS = "GET /api/v1/namespaces/shop/pods?labelSelector=app%3Dweb";
    private static final String DEPLOYMENT = "{selector: {matchLabels: {app: web}},"
            + " template: {spec: {containers: [{name: a, image: 'web:1'}, {name: b, image: 'side:1'}]}}}";
    private static final HealthProblem WORKLOADS_OWN =
            new HealthProblem(HealthProblem.Kind.UNKNOWN, "0 of 1 available");

    private final CannedServer server = new CannedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aFailureOfTheNewestPodThatHasOneIsTheCause() {
        server.answer(
                PODS,
                200,
                pods(
                        pod("old", 1, failed("old is broken")),
                        pod("well", 3, "{\"phase\": \"Running\"}"),
                        pod("new", 2, failed("no such image"))));

        assertThat(cause(Observed.object("apps/v1 Deployment", DEPLOYMENT, ""), Health.Progressing))
                .isEqualTo(new HealthProblem(
                        HealthProblem.Kind.OWN,
                        "0 of 1 available; pod new: container a: ImagePullBackOff: no such image"));
    }

    @Test
    void aPodWithoutANodeIsNoFailureOfItsOwn() {
        server.answer(
                PODS,
                200,
                pods(pod(
                        "a",
                        1,
                        "{\"phase\": \"Pending\", \"conditions\": [{\"type\": \"PodScheduled\","
                                + " \"status\": \"False\", \"message\": \"too few nodes\"}]}")));

        assertThat(cause(Observed.object("apps/v1 Deployment", DEPLOYMENT, ""), Health.Degraded))
                .isEqualTo(new HealthProblem(
                        HealthProblem.Kind.UNSCHEDULABLE,
                        "0 of 1 available; pod a: no node can take it: too few nodes"));
    }

    @Test
    void withoutACauseInItsPodsTheMessageOfTheWorkloadStays() {
        server.answer(PODS, 200, pods(pod("a", 1, "{\"phase\": \"Running\"}")));

        assertThat(cause(Observed.object("apps/v1 Deployment", DEPLOYMENT, ""), Health.Progressing))
                .isEqualTo(WORKLOADS_OWN);
        assertThat(cause(Observed.object("apps/v1 Deployment", DEPLOYMENT, ""), Health.Degraded))
                .isEqualTo(new HealthProblem(HealthProblem.Kind.OWN, "0 of 1 available"));
    }

    @Test
    void aPodIsItsOwnCause() {
        GenericKubernetesResource pod =
                Observed.object("v1 Pod", "", "{containerStatuses: [{name: a, state: {terminated: {exitCode: 2}}}]}");

        assertThat(cause(pod, Health.Degraded))
                .isEqualTo(new HealthProblem(
                        HealthProblem.Kind.OWN, "0 of 1 available; container a ended with exit code 2"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anObjectThatSelectsNoPodsIsNotSearched() {
        assertThat(cause(
                        Observed.object("x.example/v1 Thing", "{selector: {matchLabels: {}}}", ""), Health.Progressing))
                .isEqualTo(WORKLOADS_OWN);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void podsThatCanNotBeReadAreNoReasonToFail() {
        server.refuse(PODS, 403, "forbidden");

        assertThat(cause(Observed.object("apps/v1 Deployment", DEPLOYMENT, ""), Health.Progressing))
                .isEqualTo(WORKLOADS_OWN);
    }

    @Test
    void theImagesAreThoseOfTheObjectAsFarAsItCanBeRead() {
        ApplicationHealth.Of unhealthy = unhealthy(Health.Degraded);
        GenericKubernetesResource deployment = Observed.object("apps/v1 Deployment", DEPLOYMENT, "");

        assertThat(new RolloutCauses(server.client(), ref -> Optional.of(deployment)).images(unhealthy))
                .containsExactly("web:1", "side:1");
        assertThat(new RolloutCauses(server.client(), ref -> Optional.empty()).images(unhealthy))
                .isEmpty();
        assertThat(new RolloutCauses(server.client(), ref -> {
                            throw new KubernetesClientException("no answer");
                        })
                        .images(unhealthy))
                .isEmpty();
    }

    private HealthProblem cause(GenericKubernetesResource object, Health health) {
        return new RolloutCauses(server.client(), ref -> Optional.of(object)).of(unhealthy(health));
    }

    private static ApplicationHealth.Of unhealthy(Health health) {
        return new ApplicationHealth.Of(
                new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "x"),
                new ObjectHealth(health, "0 of 1 available"));
    }

    private static String failed(String message) {
        return ("{\"phase\": \"Pending\", \"containerStatuses\": [{\"name\": \"a\", \"state\": {\"waiting\":"
                        + " {\"reason\": \"ImagePullBackOff\", \"message\": \"%s\"}}}]}")
                .formatted(message);
    }

    private static String pod(String name, int second, String status) {
        return ("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"%s\", \"namespace\": \"shop\","
                        + " \"creationTimestamp\": \"2026-01-01T00:00:0%dZ\"}, \"status\": %s}")
                .formatted(name, second, status);
    }

    private static String pods(String... pods) {
        return "{\"apiVersion\": \"v1\", \"kind\": \"PodList\", \"items\": [" + String.join(", ", pods) + "]}";
    }
}
