package dev.millrace.builder.source.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.builder.source.RepositoryFixture;
import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.poll.SourceResolver.Resolution;
import dev.millrace.events.Event;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.messaging.intake.IgnoredCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What an event of a moved ref leads to, on a real repository. */
class SourceResolverTest extends RepositoryFixture {
    private static final RepositoryId WEB = new RepositoryId("localhost/web");
    private static final GitRef REQUEST = GitRef.branch("millrace/update-web");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Event> published = new ArrayList<>();
    private Announcements announcements;
    private SourceResolver resolver;

    @BeforeEach
    void draw() {
        graph.commit("user1", List.of(), "app=1");
        graph.commit("user2", List.of("user1"), "app=2");
        graph.commit("user3", List.of("user2"), "app=3");
        graph.commitAs(OURS, "ours", List.of("user2"), OUR_MESSAGE, "image=2");
        graph.commitAs(OURS, "ours-rebased", List.of("user3"), OUR_MESSAGE, "image=2");
        graph.commit("feature", List.of("user1"), "app=f");
        graph.commitAs(OURS, "ours-on-feature", List.of("feature"), OUR_MESSAGE, "image=f");
        graph.move(MAIN, "user3");
        announcements = new Announcements(List.of(WEB));
        resolver = new SourceResolver(
                new SourceRepositories(List.of(repository)), announcements, new IgnoredCounter(metrics));
    }

    @Test
    void aForcePushIsRecordedAndCountsForAllThatFollows() {
        graph.move(MAIN, "user1");
        SourceChanged push = move(MAIN, "user3", "user1", NOON);

        assertThat(rewoundAt(push)).contains(NOON);
        assertThat(published).hasSize(1).first().isInstanceOfSatisfying(SourceChanged.class, record -> {
            assertThat(record.observation()).isPresent();
            assertThat(record.after()).isEqualTo(graph.id("user1"));
        });

        graph.move(MAIN, "feature");
        assertThat(rewoundAt(move(MAIN, "user1", "feature", NOON.plusSeconds(60))))
                .contains(NOON);
        assertThat(published).hasSize(1);
    }

    @Test
    void aForcePushThatIsDeliveredTwiceIsOneForcePush() {
        graph.move(MAIN, "user1");
        SourceChanged push = move(MAIN, "user3", "user1", NOON);

        assertThat(rewoundAt(push)).contains(NOON);
        assertThat(rewoundAt(push)).contains(NOON);
        assertThat(published).hasSize(1);
    }

    /** Moves of main in their order: its tips before and after, and the seconds after noon at which an instance saw the move. */
    static final List<Arguments> FORCE_PUSHES = List.of(
            arguments("one", List.of("user3 user1 0"), 1),
            arguments("there and back again", List.of("user3 user1 0", "user1 user3 60"), 1),
            arguments("two in a row", List.of("user3 user1 0", "user1 feature 30", "feature user2 60"), 2),
            arguments("there and back again by force", List.of("user3 feature 0", "feature user3 60"), 2),
            arguments("to the same commit twice", List.of("user3 user1 0", "user1 user3 30", "user3 user1 60"), 2),
            arguments("the second one by a clock that is behind", List.of("user3 feature 0", "feature user3 -600"), 2),
            arguments("the first one by a clock that is ahead", List.of("user3 feature 86400", "feature user3 60"), 2),
            arguments("both at the same time", List.of("user3 feature 0", "feature user3 0.0001"), 2),
            arguments("deleted and created on another history", List.of("user3 - 0", "- user1 60"), 1),
            arguments("deleted and created again", List.of("user3 - 0", "- user3 60"), 0),
            arguments(
                    "deleted and created again after a force push",
                    List.of("user3 user1 0", "user1 - 30", "- user2 60"),
                    1),
            arguments(
                    "deleted, created, deleted, created",
                    List.of("user3 - 0", "- user1 10", "user1 - 20", "- feature 30", "feature - 40", "- user2 50"),
                    2));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("FORCE_PUSHES")
    void eachForcePushIsLaterThanTheOneBefore(String name, List<String> moves, int expected) {
        List<Instant> times = new ArrayList<>();
        for (String text : moves) {
            String[] move = text.split(" ", -1);
            SourceChanged trigger = new SourceChanged(
                    WEB,
                    MAIN,
                    move[0].equals("-") ? CommitId.NONE : graph.id(move[0]),
                    move[1].equals("-") ? CommitId.NONE : graph.id(move[1]),
                    NOON.plusNanos((long) (Double.parseDouble(move[2]) * 1e9)));
            announcements.consume(trigger);
            if (!trigger.after().isNone()) {
                graph.move(MAIN, move[1]);
                List<SourceChanged> twice = List.of(trigger, trigger);
                twice.forEach(one -> resolver.resolve(List.of(one), published::add)
                        .flatMap(resolution -> resolution.source().rewoundAt())
                        .ifPresent(times::add));
            }
        }

        assertThat(times).isSorted();
        assertThat(times.stream().distinct()).hasSize(expected);
        assertThat(published).hasSize(expected);
    }

    @Test
    void anotherInstanceThatReadsTheTopicRecordsAForcePushAtTheSameTime() {
        graph.move(MAIN, "user1");
        SourceChanged push = move(MAIN, "user3", "user1", NOON);
        assertThat(rewoundAt(push)).contains(NOON);
        Announcements others = new Announcements(List.of(WEB));
        others.consume(push);
        published.forEach(event -> others.consume((SourceChanged) event));
        SourceResolver other =
                new SourceResolver(new SourceRepositories(List.of(repository)), others, new IgnoredCounter(metrics));

        assertThat(other.resolve(List.of(push), published::add)
                        .flatMap(one -> one.source().rewoundAt()))
                .contains(NOON);
        assertThat(published).hasSize(1);
    }

    @Test
    void anOlderRecordThatIsDeliveredAgainTakesNoForcePushBack() {
        graph.move(MAIN, "user1");
        assertThat(rewoundAt(move(MAIN, "user3", "user1", NOON))).contains(NOON);

        announcements.consume(SourceChanged.observed(
                WEB,
                new SourceChanged.Observation(
                        List.of(), List.of(new SourceChanged.ObservedTip(MAIN, graph.id("user3"), Optional.empty()))),
                NOON.minusSeconds(60)));

        graph.move(MAIN, "feature");
        assertThat(rewoundAt(move(MAIN, "user1", "feature", NOON.plusSeconds(60))))
                .contains(NOON);
    }

    @Test
    void ofMovesThatAreHandledTogetherAForcePushIsStillRecorded() {
        graph.move(MAIN, "feature");
        List<SourceChanged> moves = List.of(
                move(MAIN, "user2", "user3", NOON.minusSeconds(60)),
                move(MAIN, "user3", "user1", NOON),
                move(MAIN, "user1", "feature", NOON.plusSeconds(60)));

        Optional<Resolution> resolution = resolver.resolve(moves, published::add);

        assertThat(resolution).map(one -> one.source().commit()).contains(graph.id("feature"));
        assertThat(resolution.flatMap(one -> one.source().rewoundAt())).contains(NOON);
        assertThat(published).hasSize(1);
    }

    @Test
    void movesForwardThatAreHandledTogetherAreOneBuildOfTheTip() {
        List<SourceChanged> moves = List.of(move(MAIN, "user1", "user2", NOON), move(MAIN, "user2", "user3", NOON));

        Optional<Resolution> resolution = resolver.resolve(moves, published::add);

        assertThat(resolution).map(one -> one.source().commit()).contains(graph.id("user3"));
        assertThat(resolution.flatMap(one -> one.source().rewoundAt())).isEmpty();
        assertThat(published).isEmpty();
    }

    static final List<Arguments> MOVES_TO_A_COMMIT_OF_OURS = List.of(
            arguments("our commit alone", List.of(List.of("user2", "ours")), true),
            arguments(
                    "our commits alone, handled together",
                    List.of(List.of("user2", "ours"), List.of("user2", "ours")),
                    true),
            arguments("a user's commit with ours", List.of(List.of("user1", "ours")), false),
            arguments("both, handled together", List.of(List.of("user1", "user2"), List.of("user2", "ours")), false),
            arguments("a user's request to build", List.of(List.of("ours", "ours")), false),
            arguments("a new branch", List.of(List.of("", "ours")), false));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("MOVES_TO_A_COMMIT_OF_OURS")
    void aCommitThatTheRefHadBeforeIsRepeated(String name, List<List<String>> moves, boolean repeated) {
        graph.move(MAIN, "ours");
        List<SourceChanged> triggers = moves.stream()
                .map(ends -> new SourceChanged(
                        WEB,
                        MAIN,
                        ends.getFirst().isEmpty() ? CommitId.NONE : graph.id(ends.getFirst()),
                        graph.id(ends.getLast()),
                        NOON))
                .toList();

        assertThat(resolver.resolve(triggers, published::add)).hasValueSatisfying(resolution -> {
            assertThat(resolution.source().commit()).isEqualTo(graph.id("user2"));
            assertThat(resolution.isRepeated()).isEqualTo(repeated);
        });
    }

    @Test
    void aMoveForwardAndANewRefAreNoForcePush() {
        assertThat(rewoundAt(move(MAIN, "user1", "user3", NOON))).isEmpty();
        graph.move(GitRef.tag("v1"), "user1");
        assertThat(rewoundAt(new SourceChanged(WEB, GitRef.tag("v1"), CommitId.NONE, graph.id("user1"), NOON)))
                .isEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void aBranchOfOursForARequestIsNotBuilt() {
        graph.move(REQUEST, "ours");
        assertThat(resolve(new SourceChanged(WEB, REQUEST, CommitId.NONE, graph.id("ours"), NOON)))
                .isEmpty();
        graph.move(REQUEST, "ours-rebased");
        assertThat(resolve(move(REQUEST, "ours", "ours-rebased", NOON))).isEmpty();

        assertThat(metrics.get("millrace.ignored")
                        .tag("reason", "own-commit")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(published).isEmpty();
    }

    @Test
    void aUsersCommitBelowOursIsBuiltOnAnyBranch() {
        GitRef feature = GitRef.branch("feature");
        graph.move(feature, "ours-on-feature");
        SourceChanged created = new SourceChanged(WEB, feature, CommitId.NONE, graph.id("ours-on-feature"), NOON);
        assertThat(resolve(created).map(one -> one.source().commit())).contains(graph.id("feature"));

        GitRef staging = GitRef.branch("staging");
        graph.move(staging, "ours");
        assertThat(resolve(move(staging, "user1", "ours", NOON))
                        .map(one -> one.source().commit()))
                .contains(graph.id("user2"));
    }

    @Test
    void anObservationBuildsNothing() {
        SourceChanged.ObservedTip tip = new SourceChanged.ObservedTip(MAIN, graph.id("user3"), Optional.empty());

        assertThat(resolve(SourceChanged.observed(WEB, new SourceChanged.Observation(List.of(), List.of(tip)), NOON)))
                .isEmpty();
    }

    private SourceChanged move(GitRef ref, String before, String after, Instant at) {
        // The mirror has the earlier commit only if it was fetched, as on the instance that built it.
        return new SourceChanged(WEB, ref, graph.id(before), graph.id(after), at);
    }

    private Optional<Instant> rewoundAt(SourceChanged trigger) {
        return resolve(trigger).orElseThrow().source().rewoundAt();
    }

    private Optional<Resolution> resolve(SourceChanged trigger) {
        announcements.consume(trigger);
        return resolver.resolve(List.of(trigger), published::add);
    }
}
