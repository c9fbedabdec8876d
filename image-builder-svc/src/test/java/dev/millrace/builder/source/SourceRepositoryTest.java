package dev.millrace.builder.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The commit that a ref stands for, and its nearest tag, on real repositories. */
class SourceRepositoryTest extends RepositoryFixture {
    /** A tip, and the commit that is built for it. */
    static final List<Arguments> BUILT = List.of(
            Arguments.of("user2", "user2"),
            Arguments.of("ours1", "user2"),
            Arguments.of("ours2", "user2"),
            Arguments.of("trailer-only", "trailer-only"),
            Arguments.of("committer-only", "committer-only"),
            Arguments.of("merge-of-request", "user2"),
            Arguments.of("ours-on-merge", "user2"),
            Arguments.of("merge-of-request-with-more", "merge-of-request-with-more"),
            Arguments.of("merge-of-user", "merge-of-user"));

    /** A tip, a pattern, the nearest tag and its distance. */
    static final List<Arguments> NEAREST = List.of(
            Arguments.of("user1", "", "1.10.0", 0),
            Arguments.of("user1", "v*", "v1.9.0", 0),
            Arguments.of("user1", "s*", "stable", 0),
            Arguments.of("user2", "", "1.10.0", 1),
            Arguments.of("merge-of-user", "", "annotated-2", 2),
            Arguments.of("merge-of-user", "*1", "annotated-1", 2),
            Arguments.of("merge-of-user", "light-*", "light-10", 2));

    /** The squashed request as a commit on user2, and the commit that is built for it. */
    static final List<Arguments> SQUASHED = List.of(
            Arguments.of(List.of("image=1"), true, "user2"),
            Arguments.of(List.of("image=1"), false, "squashed"),
            Arguments.of(List.of("image=1", "app=7"), true, "squashed"),
            Arguments.of(List.of("image=9"), true, "squashed"),
            Arguments.of(List.of(), true, "squashed"));

    private void draw() {
        graph.commit("user1", List.of(), "app=1", "image=0");
        graph.commit("user2", List.of("user1"), "app=2");
        graph.commitAs(OURS, "ours1", List.of("user2"), OUR_MESSAGE, "image=1");
        graph.commitAs(OURS, "ours2", List.of("ours1"), OUR_MESSAGE, "image=2");
        graph.commitAs("dana@example.com", "trailer-only", List.of("ours1"), OUR_MESSAGE, "image=3");
        graph.commitAs(OURS, "committer-only", List.of("ours1"), "A change\n", "app=4");
        graph.commitAs(OURS, "request", List.of("user1"), OUR_MESSAGE, "image=1");
        graph.commit("merge-of-request", List.of("user2", "request"), "image=1");
        graph.commitAs(OURS, "ours-on-merge", List.of("merge-of-request"), OUR_MESSAGE, "image=5");
        graph.commit("merge-of-request-with-more", List.of("user2", "request"), "image=1", "app=6");
        graph.commit("side", List.of("user1"), "other=1");
        graph.commit("merge-of-user", List.of("user2", "side"), "other=1");
    }

    @ParameterizedTest(name = "{1} is built for {0}")
    @FieldSource("BUILT")
    void theNewestCommitOfAUserIsBuilt(String tip, String built) {
        draw();
        graph.move(MAIN, tip);

        assertThat(repository.fetch(MAIN)).isInstanceOfSatisfying(SourceState.Found.class, found -> {
            assertThat(found.source().commit()).isEqualTo(graph.id(built));
            assertThat(found.tip()).isEqualTo(graph.id(tip));
        });
    }

    @ParameterizedTest(name = "{2} is built for {0} if the branch is known: {1}")
    @FieldSource("SQUASHED")
    void aSquashedRequestIsRecognizedByItsContentAlone(List<String> files, boolean isKnown, String built) {
        draw();
        GitRef request = GitRef.branch("millrace/web");
        graph.move(request, "request");
        if (isKnown) {
            repository.fetch(request);
        }
        graph.commit("squashed", List.of("user2"), files.toArray(String[]::new));
        graph.move(MAIN, "squashed");

        assertThat(repository.fetch(MAIN)).isInstanceOfSatisfying(SourceState.Found.class, found -> assertThat(
                        found.source().commit())
                .isEqualTo(graph.id(built)));
    }

    @Test
    void aSquashedRequestWithACommitOfAUserIsBuilt() {
        draw();
        GitRef request = GitRef.branch("millrace/web");
        graph.commit("added", List.of("request"), "app=8");
        graph.commitAs(OURS, "last", List.of("added"), OUR_MESSAGE, "image=2");
        graph.move(request, "last");
        repository.fetch(request);
        graph.commit("squashed", List.of("user1"), "app=8", "image=2");
        graph.move(MAIN, "squashed");

        assertThat(repository.fetch(MAIN)).isInstanceOfSatisfying(SourceState.Found.class, found -> assertThat(
                        found.source().commit())
                .isEqualTo(graph.id("squashed")));
    }

    @Test
    void aHistoryOfOurCommitsOnlyIsNotBuilt() {
        graph.commitAs(OURS, "first", List.of(), OUR_MESSAGE, "a=1");
        graph.commitAs(OURS, "second", List.of("first"), OUR_MESSAGE, "a=2");
        graph.move(MAIN, "second");

        assertThat(repository.fetch(MAIN)).isInstanceOf(SourceState.OwnCommit.class);
    }

    @Test
    void theSearchForAUsersCommitIsBounded() {
        graph.commit("user", List.of(), "a=0");
        List<String> names = new ArrayList<>(List.of("user"));
        IntStream.rangeClosed(1, 1_000).forEach(n -> {
            graph.commitAs(OURS, "ours" + n, List.of(names.getLast()), OUR_MESSAGE, "a=" + n);
            names.add("ours" + n);
        });

        graph.move(MAIN, "ours999");
        assertThat(repository.fetch(MAIN)).isInstanceOf(SourceState.Found.class);
        graph.move(MAIN, "ours1000");
        assertThat(repository.fetch(MAIN)).isInstanceOf(SourceState.OwnCommit.class);
    }

    @Test
    void aTagOnACommitOfOursStandsForTheUsersCommitBelow() {
        draw();
        GitRef release = GitRef.tag("v2.0.0");
        graph.move(release, "ours2");

        assertThat(repository.fetch(release)).isInstanceOfSatisfying(SourceState.Found.class, found -> {
            Source source = found.source();
            assertThat(source.commit()).isEqualTo(graph.id("user2"));
            assertThat(source.ref()).isEqualTo(release);
            assertThat(source.sequence()).isEqualTo(2);
        });
    }

    @Test
    void aMissingRefIsAbsent() {
        assertThat(repository.fetch(GitRef.branch("nowhere"))).isInstanceOf(SourceState.Absent.class);
    }

    @ParameterizedTest(name = "{0} with pattern [{1}] is {2} and {3} commits")
    @FieldSource("NEAREST")
    void theNearestTagIsThatOfGitDescribe(String tip, String match, String tag, long distance) {
        draw();
        List.of("stable", "1.10.0", "v1.9.0", "latest", "prod").forEach(name -> graph.move(GitRef.tag(name), "user1"));
        List.of("light-9", "light-10").forEach(name -> graph.move(GitRef.tag(name), "user2"));
        graph.annotate(GitRef.tag("annotated-1"), "user2");
        graph.annotate(GitRef.tag("annotated-2"), "user2");
        graph.move(GitRef.tag("zz"), "user2");
        if (tip.equals("user2")) {
            List.of("light-9", "light-10", "annotated-1", "annotated-2", "zz")
                    .forEach(name -> graph.move(GitRef.tag(name), "side"));
        }
        graph.move(MAIN, tip);
        repository.fetch(MAIN);

        Optional<NearestTag> nearest =
                repository.nearestTag(graph.id(tip), Optional.of(match).filter(pattern -> !pattern.isEmpty()));

        assertThat(nearest).contains(new NearestTag(tag, distance));
    }

    @Test
    void withoutAMatchingTagThereIsNone() {
        draw();
        graph.move(MAIN, "user2");
        graph.move(GitRef.tag("stable"), "user2");
        repository.fetch(MAIN);

        assertThat(repository.nearestTag(graph.id("user2"), Optional.of("v*"))).isEmpty();
    }

    @Test
    void changedPathsAreThoseBetweenTwoCommits() {
        draw();
        graph.move(MAIN, "merge-of-user");
        repository.fetch(MAIN);

        assertThat(repository.changedPaths(graph.id("user1"), graph.id("merge-of-user")))
                .isEqualTo(new ChangedPaths.Some(List.of("app", "other")));
        assertThat(repository.mergeBase(graph.id("user2"), graph.id("side"))).contains(graph.id("user1"));
        assertThat(repository.fetchDefaultBranch()).contains(graph.id("merge-of-user"));
    }

    @Test
    void anUnknownEarlierCommitMeansThatEverythingMayHaveChanged() {
        draw();
        graph.move(MAIN, "user2");
        repository.fetch(MAIN);
        CommitId unknown = new CommitId("c0ffee".repeat(6) + "c0ff");

        assertThat(repository.changedPaths(unknown, graph.id("user2"))).isEqualTo(new ChangedPaths.Everything());
        assertThat(repository.mergeBase(unknown, graph.id("user2"))).isEmpty();
    }
}
