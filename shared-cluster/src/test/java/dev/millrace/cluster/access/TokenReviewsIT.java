package dev.millrace.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may read, by the RBAC rules of a real API server. */
@WithParts(PartKind.CLUSTER)
class TokenReviewsIT {
    private static final String PATH = "/applications";

    private static Cluster cluster;
    private static KubernetesClient client;
    private static String namespace;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));

    @BeforeAll
    static void connect(Cluster testbed) {
        cluster = testbed;
        namespace = cluster.createNamespace("readers");
        client = clientOf(Config.fromKubeconfig(cluster.kubeconfig().toFile()));
        cluster.apply(namespace, """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: reads-%1$s}
                rules:
                  - {nonResourceURLs: [%2$s, %2$s/*], verbs: [get]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: reads-%1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reads-%1$s}
                subjects: [{kind: ServiceAccount, name: reader, namespace: %1$s}]
                """.formatted(namespace, PATH));
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @Test
    void anAccountReadsThePathsThatItsRoleNames() {
        TokenReviews reviews = new TokenReviews(client, now::get);
        String reader = cluster.tokenFor(namespace, "reader");

        assertThat(reviews.mayRead(reader, PATH)).isTrue();
        assertThat(reviews.mayRead(reader, PATH + "/shop/web")).isTrue();
        assertThat(reviews.mayRead(reader, "/repositories")).isFalse();
        assertThat(reviews.mayRead(cluster.tokenFor(namespace, "stranger"), PATH))
                .isFalse();
    }

    @Test
    void whatIsNoTokenReadsNothing() {
        TokenReviews reviews = new TokenReviews(client, now::get);

        assertThat(reviews.mayRead("", PATH)).isFalse();
        assertThat(reviews.mayRead("wrong", PATH)).isFalse();
        assertThat(reviews.mayRead("x".repeat(1_000_000), PATH)).isFalse();
    }

    @Test
    void anAnswerStandsForAMinute() {
        TokenReviews reviews = new TokenReviews(client, now::get);
        String late = cluster.tokenFor(namespace, "late");
        assertThat(reviews.mayRead(late, PATH)).isFalse();

        cluster.kubectl(
                "create",
                "clusterrolebinding",
                "late-" + namespace,
                "--clusterrole=reads-" + namespace,
                "--serviceaccount=" + namespace + ":late");

        assertThat(reviews.mayRead(late, PATH)).isFalse();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        assertThat(reviews.mayRead(late, PATH)).isTrue();
    }

    @Test
    void withoutTheRightToAskNobodyReads() {
        try (KubernetesClient powerless = clientOf(Config.fromKubeconfig(
                cluster.kubeconfigFor(namespace, "powerless").toFile()))) {
            TokenReviews reviews = new TokenReviews(powerless, now::get);

            assertThatThrownBy(() -> reviews.mayRead("any", PATH))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("checking the token of a request: HTTP status 403");
        }
    }

    private static KubernetesClient clientOf(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
