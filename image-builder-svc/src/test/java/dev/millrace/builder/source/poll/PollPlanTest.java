package dev.millrace.builder.source.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.source.poll.PollPlan.Move;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.SourceChanged.Observation;
import dev.millrace.events.SourceChanged.ObservedTip;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.remote.RemoteRefs;
import dev.millrace.git.remote.RemoteRefs.RemoteRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class PollPlanTest {
    private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");
    private static final RepositoryId WEB = new RepositoryId("git.example/shop/web");
    private static final List<String> PATTERNS = List.of("refs/heads/*", "refs/tags/v*");

    /** The refs of the host, the announced ones (or none), and the moves: each as {@code ref=commit} or {@code ref=before>after}. */
    static final List<Arguments> MOVES = List.of(
            Arguments.of(
                    "first poll",
                    "heads/main=1 heads/old=2 tags/v1.9=3 tags/v1.10=4 tags/stable=4",
                    "none",
                    "heads/main=0>1 tags/v1.10=0>4"),
            Arguments.of(
                    "first poll after a webhook", "heads/main=1 heads/old=2 tags/v1=3", "heads/main=1", "tags/v1=0>3"),
            Arguments.of("nothing new", "heads/main=1 tags/v1=3", "complete heads/main=1 tags/v1=3", ""),
            Arguments.of(
                    "a moved branch", "heads/main=2 heads/b=1", "complete heads/main=1 heads/b=1", "heads/main=1>2"),
            Arguments.of("a new branch", "heads/main=1 heads/new=2", "complete heads/main=1", "heads/new=0>2"),
            Arguments.of(
                    "two new tags",
                    "heads/main=1 tags/v1=2 tags/v2=2",
                    "complete heads/main=1",
                    "tags/v1=0>2 tags/v2=0>2"),
            Arguments.of("a tag of no pattern", "heads/main=1 tags/stable=2", "complete heads/main=1", ""),
            Arguments.of("a deleted branch", "heads/main=1", "complete heads/main=1 heads/gone=2", ""),
            Arguments.of("a new pattern", "heads/main=1 tags/v1=2 tags/v2=3", "branches heads/main=1", "tags/v2=0>3"),
            Arguments.of(
                    "an interrupted list", "heads/main=1 heads/a=2 tags/v1=3", "heads/main=1 heads/a=2 tags/v1=3", ""));

    @ParameterizedTest(name = "{0}: {3}")
    @FieldSource("MOVES")
    void movesAreTheDifferencesFromWhatWasAnnounced(String name, String host, String announced, String moves) {
        PollPlan plan = PollPlan.of(host(host), announced(announced), PATTERNS, ref -> NOW, NOW);

        assertThat(plan.moves()).containsExactlyElementsOf(moves(moves));
    }

    @Test
    void aFirstPollRecordsAllMatchingRefsAndTheNextPublishesNothing() {
        RemoteRefs host = host("heads/main=1 heads/old=2 tags/v1=3 tags/stable=4");
        PollPlan first = PollPlan.of(host, AnnouncedRefs.NONE, PATTERNS, ref -> NOW, NOW);
        RefLog log = new RefLog();
        first.moves().forEach(move -> log.add(new SourceChanged(WEB, move.ref(), move.before(), move.after(), NOW)));
        first.records().forEach(record -> log.add(SourceChanged.observed(WEB, record, NOW)));

        PollPlan second = PollPlan.of(host, log.announced(), PATTERNS, ref -> NOW, NOW.plusSeconds(300));

        assertThat(first.records()).hasSize(1);
        assertThat(first.records().getFirst().tips())
                .extracting(tip -> tip.ref().shortName())
                .containsExactly("main", "old", "v1");
        assertThat(second).isEqualTo(new PollPlan(List.of(), List.of()));
    }

    @Test
    void theListIsRecordedAgainBeforeTheTopicForgetsIt() {
        RemoteRefs host = host("heads/main=1");
        AnnouncedRefs announced = announced("complete heads/main=1");

        assertThat(PollPlan.of(host, announced, PATTERNS, ref -> NOW, NOW.plus(Duration.ofDays(9)))
                        .records())
                .isEmpty();
        assertThat(PollPlan.of(host, announced, PATTERNS, ref -> NOW, NOW.plus(Duration.ofDays(10))))
                .isEqualTo(new PollPlan(List.of(), List.of(new Observation(PATTERNS, List.of(tip("heads/main", 1))))));
    }

    @Test
    void aLongListIsRecordedInPartsOfWhichOnlyTheLastCompletesIt() {
        String refs = String.join(
                " ",
                IntStream.range(0, 2_500).mapToObj(n -> "heads/b" + n + "=1").toList());

        List<Observation> records = PollPlan.of(host(refs), AnnouncedRefs.NONE, PATTERNS, ref -> NOW, NOW)
                .records();

        assertThat(records).extracting(record -> record.tips().size()).containsExactly(1_000, 1_000, 500);
        assertThat(records).extracting(Observation::patterns).containsExactly(List.of(), List.of(), PATTERNS);
    }

    @Test
    void anAnnotatedTagIsNotMovedIfItsWebhookNamedTheTagObject() {
        RemoteRefs host = new RemoteRefs(
                Map.of(GitRef.tag("v1"), new RemoteRef(commit(1), Optional.of(commit(9)))), Optional.empty());

        assertThat(PollPlan.of(host, announced("complete tags/v1=9"), PATTERNS, ref -> NOW, NOW)
                        .moves())
                .isEmpty();
        assertThat(PollPlan.of(host, announced("complete tags/v1=8"), PATTERNS, ref -> NOW, NOW)
                        .moves())
                .containsExactly(new Move(GitRef.tag("v1"), commit(8), commit(1)));
    }

    @Test
    void aListKeepsTheTimesOfForcePushes() {
        RefLog log = new RefLog();
        ObservedTip rewound = new ObservedTip(GitRef.branch("main"), commit(1), Optional.of(NOW.minusSeconds(9)));
        log.add(SourceChanged.observed(WEB, new Observation(List.of(), List.of(rewound)), NOW));
        log.add(new SourceChanged(WEB, GitRef.branch("main"), commit(1), commit(2), NOW));

        PollPlan plan = PollPlan.of(host("heads/main=2"), log.announced(), PATTERNS, ref -> NOW, NOW);

        assertThat(plan.records().getFirst().tips())
                .containsExactly(new ObservedTip(GitRef.branch("main"), commit(2), rewound.rewoundAt()));
    }

    @Test
    void aDeletedRefIsForgotten() {
        RefLog log = new RefLog();
        log.add(new SourceChanged(WEB, GitRef.branch("b"), CommitId.NONE, commit(1), NOW));
        log.add(new SourceChanged(WEB, GitRef.branch("b"), commit(1), CommitId.NONE, NOW));

        assertThat(log.announced().tips()).isEmpty();
    }

    private static RemoteRefs host(String refs) {
        Map<GitRef, RemoteRef> all = new HashMap<>();
        split(refs)
                .forEach(ref -> all.put(
                        new GitRef("refs/" + ref[0]),
                        new RemoteRef(commit(Integer.parseInt(ref[1])), Optional.empty())));
        return new RemoteRefs(all, Optional.of(GitRef.branch("main")));
    }

    private static AnnouncedRefs announced(String text) {
        if (text.equals("none")) {
            return AnnouncedRefs.NONE;
        }
        Map<GitRef, ObservedTip> tips = new HashMap<>();
        split(text.replaceFirst("^(complete|branches) ", ""))
                .forEach(ref -> tips.put(new GitRef("refs/" + ref[0]), tip(ref[0], Integer.parseInt(ref[1]))));
        List<String> patterns = text.startsWith("complete ")
                ? PATTERNS
                : text.startsWith("branches ") ? List.of("refs/heads/*") : List.of();
        return new AnnouncedRefs(tips, patterns, patterns.isEmpty() ? Instant.EPOCH : NOW);
    }

    private static List<Move> moves(String text) {
        return split(text)
                .map(move -> {
                    String[] commits = move[1].split(">");
                    int before = Integer.parseInt(commits[0]);
                    return new Move(
                            new GitRef("refs/" + move[0]),
                            before == 0 ? CommitId.NONE : commit(before),
                            commit(Integer.parseInt(commits[1])));
                })
                .toList();
    }

    private static Stream<String[]> split(String text) {
        return Arrays.stream(text.split(" ")).filter(part -> !part.isEmpty()).map(part -> part.split("="));
    }

    private static ObservedTip tip(String ref, int commit) {
        return new ObservedTip(new GitRef("refs/" + ref), commit(commit), Optional.empty());
    }

    private static CommitId commit(int number) {
        return new CommitId("%040x".formatted(number));
    }
}
