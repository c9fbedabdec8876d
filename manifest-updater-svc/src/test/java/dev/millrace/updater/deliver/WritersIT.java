package dev.millrace.updater.deliver;

import static dev.millrace.testbed.PartKind.GIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.trailer.OurTrailers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many writers with their own mirrors and one branch, like replicas, other tools and users. */
@WithParts(GIT)
class WritersIT {
    private static final int WRITERS = 16;
    private static final int ROUNDS = Integer.getInteger("millrace.rounds", 3);
    private static final String REPOSITORY = "config/writers";
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final Person MILLRACE = new Person("Millrace", "millrace@millrace.dev");

    @Test
    void allCommitsOfSixteenWritersLandInALineAndNoneIsForced(GitHost host, GitWorkspace dana, @TempDir Path mirrors)
            throws InterruptedException, ExecutionException {
        host.createRepository(REPOSITORY);
        CommitId first = dana.push(REPOSITORY, "main", files(), "Start");
        long begun = System.nanoTime();

        List<Future<List<CommitId>>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < WRITERS; i++) {
                int number = i;
                writers.add(threads.submit(() -> commits(host, mirrors, number)));
            }
        }

        System.out.printf(
                "%d writers x %d commits on one branch: %d ms%n",
                WRITERS, ROUNDS, Duration.ofNanos(System.nanoTime() - begun).toMillis());
        List<CommitId> commits = new ArrayList<>();
        for (Future<List<CommitId>> writer : writers) {
            commits.addAll(writer.get());
        }
        try (ConfigRepository repository = open(host, mirrors.resolve("reader"))) {
            CommitId tip = repository.freshTip().orElseThrow();
            try (Stream<Commit> history = repository.mirror().firstParents(tip)) {
                List<Commit> all = history.toList();
                assertThat(all)
                        .allSatisfy(commit -> assertThat(commit.parents()).hasSizeLessThanOrEqualTo(1));
                assertThat(all.getLast().id()).isEqualTo(first);
                assertThat(all.stream().map(Commit::id).filter(id -> !id.equals(first)))
                        .as(
                                "the branch has exactly the commits that its writers reported: nothing was lost or overwritten")
                        .containsExactlyInAnyOrderElementsOf(commits);
                assertThat(all.stream()
                                .mapToInt(commit -> OurTrailers.read(commit).size())
                                .sum())
                        .isEqualTo(WRITERS * ROUNDS);
            }
            for (int i = 0; i < WRITERS; i++) {
                assertThat(dana.read(REPOSITORY, "main", "apps/w" + i + ".yaml"))
                        .contains(manifest(i, ROUNDS));
            }
        }
    }

    private static List<CommitId> commits(GitHost host, Path mirrors, int number) {
        List<CommitId> commits = new ArrayList<>();
        try (ConfigRepository repository = open(host, mirrors.resolve("w" + number))) {
            BranchWriter writer = Writers.plain();
            for (int round = 1; round <= ROUNDS; round++) {
                DeliveryResult result =
                        writer.write(repository, List.of(pendingUpdate(repository.id(), number, round)));
                assertThat(result.commits())
                        .as("update %d of writer %d: %s", round, number, result)
                        .hasSize(1);
                result.commits().forEach(one -> commits.add(one.commit()));
            }
        }
        return commits;
    }

    private static ConfigRepository open(GitHost host, Path directory) {
        Remote remote = Remote.of(host.url(REPOSITORY), new Credentials.Basic(host.user(), host.password()));
        return new ConfigRepository(new MirrorHolder(remote, directory), GitRef.branch("main"), MILLRACE);
    }

    private static Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        StringBuilder policies = new StringBuilder("policies:\n");
        for (int i = 0; i < WRITERS; i++) {
            policies.append("  - {name: w")
                    .append(i)
                    .append(", image: reg.example/w")
                    .append(i)
                    .append("}\n");
            files.put("apps/w" + i + ".yaml", manifest(i, 0));
        }
        files.put(".millrace/updates.yaml", policies.toString());
        return files;
    }

    private static String manifest(int number, int round) {
        return "image: reg.example/w" + number + ":t" + round + " # {\"$imagepolicy\": \"w" + number + "\"}\n";
    }

    private static PendingUpdate pendingUpdate(RepositoryId repository, int number, int round) {
        String hex = HexFormat.of().toHexDigits(number * 1_000 + round).repeat(8);
        Source source = new Source(
                new RepositoryId("git.example/shop/w" + number),
                new CommitId(hex.substring(0, 40)),
                GitRef.branch("main"),
                NOON.plusSeconds(round),
                round);
        UpdateRequested update = new UpdateRequested(
                repository,
                GitRef.branch("main"),
                "w" + number,
                "",
                UpdateRequested.Kind.IMAGE,
                new ImageName("reg.example/w" + number),
                new Tag("t" + round),
                new Digest("sha256:" + hex),
                NOON,
                Optional.of(NOON),
                Optional.of(source),
                Optional.empty(),
                EventId.of("image.built", "w" + number, "t" + round),
                NOON);
        return new PendingUpdate(update, ChainId.of(source.repository(), source.commit()), Optional.empty());
    }
}
