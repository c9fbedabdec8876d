package dev.millrace.sync.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.HandClock;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.source.trust.Signatories;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.git.proxy.HttpProxy;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithParts({PartKind.GIT, PartKind.CLUSTER})
class RepositoriesIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    private Path directory;
    private final HandClock clock = new HandClock();
    private final Cluster cluster = Testbed.shared().cluster();
    private final KubernetesClient client = client(cluster);
    private final HttpProxy front = HttpProxy.plain(Testbed.shared().gitHost()).requiring("Bearer one");
    private Repositories repositories;
    private String repository;
    private CommitId commit;

    @BeforeEach
    void push(@TempDir Path empty) {
        directory = empty;
        repositories = new Repositories(
                directory,
                new GitSecrets(client),
                new Signatories(client),
                new DeliveryMetrics(new SimpleMeterRegistry()),
                clock);
        repository = "config/shared-" + System.nanoTime();
        Testbed.shared().gitHost().createRepository(repository);
        commit = Testbed.shared().gitHost().workspace().push(repository, "main", Map.of("a", "1"), "Begin");
    }

    @AfterEach
    void close() {
        repositories.close();
        front.close();
        client.close();
    }

    @Test
    void whoHoldsTheSameTokenIsServedByOneMirrorAndOneFetch() {
        Source one = source("one");
        Source other = source("one");

        assertThat(newest(one)).contains(commit);
        assertThat(newest(other)).contains(commit);

        assertThat(repositories.known(one)).isPresent().isEqualTo(repositories.known(other));
        assertThat(front.asked(repository)).isEqualTo(1);
    }

    @Test
    void whoHoldsAnotherTokenReadsNothingThatWasFetchedWithThis() {
        assertThat(newest(source("one"))).contains(commit);

        assertThat(newest(source("two"))).isEmpty();
    }

    @Test
    void aChangedTokenTakesAlongWhatWasFetchedBefore() {
        Source source = source("one");
        newest(source);
        String before = repositories.known(source).orElseThrow().place();

        front.requiring("Bearer two");
        hold(source.credentials().split("/")[0], "two");

        await().atMost(SOON)
                .until(() -> newest(source).filter(commit::equals).isPresent()
                        && !repositories.known(source).orElseThrow().place().equals(before));
        assertThat(Files.exists(directory.resolve(before))).isTrue();
        repositories.follow(List.of(source));
        clock.forward(Duration.ofMinutes(11));
        repositories.follow(List.of(source));
        assertThat(directory.resolve(before)).doesNotExist();
        assertThat(newest(source)).contains(commit);
    }

    @Test
    void aMirrorThatNobodyFollowsIsKeptForAWhileAndThenRemoved() throws IOException {
        Source source = source("one");
        newest(source);

        repositories.follow(List.of());
        clock.forward(Duration.ofMinutes(9));
        repositories.follow(List.of());
        assertThat(repositories.all()).hasSize(1);
        clock.forward(Duration.ofMinutes(2));
        repositories.follow(List.of());

        assertThat(repositories.all()).isEmpty();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(Path::getFileName)).containsExactly(Path.of("places.key"));
        }
        assertThat(newest(source)).contains(commit);
    }

    private Optional<CommitId> newest(Source source) {
        return repositories.newest(source, clock.instant(), Optional.empty()) instanceof Newest.At at
                ? Optional.of(at.commit())
                : Optional.empty();
    }

    private Source source(String token) {
        String namespace = cluster.createNamespace("shared");
        hold(namespace, token);
        return new Source(
                RepositoryId.parse(front.url(repository).toString()),
                front.url(repository),
                new Followed.Ref(GitRef.branch("main")),
                namespace + "/git",
                "",
                Optional.empty(),
                Identity.OWN);
    }

    private void hold(String namespace, String token) {
        cluster.apply(
                namespace, "{apiVersion: v1, kind: Secret, metadata: {name: git}, stringData: {token: " + token + "}}");
    }

    private static KubernetesClient client(Cluster cluster) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }
}
