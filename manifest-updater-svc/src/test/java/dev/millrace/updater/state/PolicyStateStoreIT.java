package dev.millrace.updater.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.PolicyState;
import dev.millrace.events.PolicyState.Approval;
import dev.millrace.events.Topic;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.updater.UpdaterProfile;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The users' decisions in Git and in Kafka. An instance here receives from Kafka only what a test hands to it. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class PolicyStateStoreIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static int count;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path directory;

    private final GitHost host = Testbed.shared().gitHost();
    private final String name = "config/decided-" + count++;
    private final List<Instance> instances = new ArrayList<>();

    /** An instance of the service with its own mirror, for which nothing is in Kafka. */
    private record Instance(ConfigRepository repository, PolicyStates states) {
        private RepositoryId id() {
            return repository.id();
        }

        private BranchState branchState() {
            return states.branchState(id(), BranchState.EMPTY);
        }
    }

    @BeforeEach
    void create() {
        host.createRepository(name);
    }

    @AfterEach
    void close() {
        host.acceptPushes(name);
        instances.forEach(one -> one.repository().close());
    }

    private Instance instance() {
        Remote remote = Remote.of(host.url(name), new Credentials.Basic(host.user(), host.password()));
        Path mirrors = directory.resolve("mirrors-" + instances.size());
        ConfigRepository repository = new ConfigRepository(
                new MirrorHolder(remote, mirrors),
                GitRef.branch("main"),
                new Person("Millrace", "millrace@millrace.dev"));
        PolicyStateStore store = new PolicyStateStore(new ConfigRepositories(List.of(repository)), publisher, CLOCK);
        PolicyStates states = new PolicyStates(store, CLOCK);
        states.markLoaded();
        Instance instance = new Instance(repository, states);
        instances.add(instance);
        return instance;
    }

    @Test
    void aDecisionThatKafkaHasLostIsReadFromGitBeforeAnythingIsDecided() {
        Instance first = instance();
        PolicyState held = first.states().hold(first.id(), "web", "ada", "a sale");

        Instance later = instance();

        assertThat(later.branchState().held()).containsExactly("web");
        assertThat(later.states().of(later.id(), "web")).isEqualTo(held);
    }

    @Test
    void aDecisionBuildsOnThatOfAnotherInstance() {
        Instance first = instance();
        Instance second = instance();
        first.branchState();
        second.branchState();

        first.states().hold(first.id(), "web", "ada", "a sale");
        PolicyState both = second.states().approve(second.id(), "web", EventId.of("promotion", "web"), "grace");

        assertThat(both.hold()).hasValueSatisfying(hold -> assertThat(hold.by()).isEqualTo("ada"));
        assertThat(both.approvals()).extracting(Approval::by).containsExactly("grace");
    }

    @Test
    void noneOfManyDecisionsAtTheSameTimeIsLost() throws Exception {
        List<Instance> both = List.of(instance(), instance());
        List<Future<PolicyState>> decided;
        try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
            decided = IntStream.range(0, 10)
                    .mapToObj(i -> users.submit(() -> {
                        Instance one = both.get(i % 2);
                        return one.states().approve(one.id(), "web", EventId.of("promotion", "web " + i), "user " + i);
                    }))
                    .toList();
        }
        for (Future<PolicyState> one : decided) {
            assertThat(one.get().approvals()).isNotEmpty();
        }

        Instance later = instance();
        later.branchState();
        assertThat(later.states().of(later.id(), "web").approvals())
                .extracting(Approval::by)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "user " + i).toList());
    }

    @Test
    void whatGitLacksIsAddedFromKafka() {
        Instance first = instance();
        PolicyState fromKafka = new PolicyState(
                first.id(),
                "old",
                Optional.of(new PolicyState.Hold("ada", "from an earlier version", CLOCK.instant())),
                List.of(),
                List.of(),
                CLOCK.instant());
        first.states().apply(fromKafka);

        first.states().reconcile(first.repository());
        first.states().reconcile(first.repository());

        assertThat(instance().branchState().held()).containsExactly("old");
        assertThat(commits(first.repository())).hasSize(1);
    }

    @Test
    void whatKafkaLacksIsPublishedFromGit() {
        Instance first = instance();
        PolicyState held = first.states().hold(first.id(), "web", "ada", "a sale");
        try (EventTap tap = new EventTap(Testbed.shared().kafka().bootstrapServers())) {
            awaitPublished(tap, held, 1);

            Instance later = instance();
            later.states().reconcile(later.repository());
            awaitPublished(tap, held, 2);
            later.states().reconcile(later.repository());
            later.states().publishAgain();

            awaitPublished(tap, held, 3);
        }
    }

    @Test
    void aHostThatRefusesTheRefLeavesTheDecisionsToKafka() {
        Instance first = instance();
        host.refusePushes(name, "notes are not allowed");

        PolicyState held = first.states().hold(first.id(), "web", "ada", "a sale");

        assertThat(held.hold()).isPresent();
        assertThat(first.branchState().held()).containsExactly("web");
        try (EventTap tap = new EventTap(Testbed.shared().kafka().bootstrapServers())) {
            awaitPublished(tap, held, 1);
        }
        host.acceptPushes(name);
        first.states().reconcile(first.repository());
        assertThat(instance().branchState().held()).containsExactly("web");
    }

    @Test
    void nothingIsDecidedForARepositoryWhoseDecisionsWereNeverRead() {
        Remote remote = Remote.of(host.url("config/missing"), new Credentials.None());
        ConfigRepository missing = new ConfigRepository(
                new MirrorHolder(remote, directory),
                GitRef.branch("main"),
                new Person("Millrace", "millrace@millrace.dev"));
        PolicyStateStore store = new PolicyStateStore(new ConfigRepositories(List.of(missing)), publisher, CLOCK);
        PolicyStates states = new PolicyStates(store, CLOCK);
        states.markLoaded();

        assertThatThrownBy(() -> states.branchState(missing.id(), BranchState.EMPTY))
                .isInstanceOf(GitUnavailable.class);
        missing.close();
    }

    private static void awaitPublished(EventTap tap, PolicyState state, int times) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(tap.events(Topic.POLICY_STATE))
                .filteredOn(event -> event.id().equals(state.id().value()))
                .hasSizeGreaterThanOrEqualTo(times));
    }

    private static List<Commit> commits(ConfigRepository repository) {
        try (Stream<Commit> commits = repository
                .mirror()
                .firstParents(repository.fetch(PolicyStateRef.REF).orElseThrow())) {
            return commits.toList();
        }
    }
}
