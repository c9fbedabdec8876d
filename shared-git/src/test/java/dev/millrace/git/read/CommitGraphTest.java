package dev.millrace.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.MirrorFixture;
import dev.millrace.git.Upstream;
import dev.millrace.testbed.git.CommitGraph;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Histories with merges. */
class CommitGraphTest extends MirrorFixture {
    private static final String OURS = "ours@example.com";

    /** Tip, tagged commits, nearest, distance: each as {@code git describe --tags} answers for this graph. */
    static final List<Arguments> NEAREST = List.of(
            Arguments.of("base", "base", "base", 0),
            Arguments.of("main1", "base", "base", 1),
            Arguments.of("merge", "base", "base", 5),
            Arguments.of("merge", "base main1", "main1", 4),
            Arguments.of("merge", "base side2", "side2", 3),
            Arguments.of("merge", "main1 side1", "side1", 4),
            Arguments.of("after", "merge base", "merge", 1));

    /** A merge, and true if it brings nothing but our commits. */
    static final List<Arguments> MERGES = List.of(
            Arguments.of("merge of our request", "main1", "ours2", "a=2 c=ours d=ours", true),
            Arguments.of(
                    "merge of a request that had merged main itself",
                    "main1",
                    "ours-updated",
                    "a=2 c=ours d=ours",
                    true),
            Arguments.of("merge with a change of its own", "main1", "ours2", "a=2 c=ours d=ours e=more", false),
            Arguments.of("merge that drops a part of our request", "main1", "ours2", "a=2 c=ours", false),
            Arguments.of("merge of a user's branch", "main1", "side2", "a=2 b=2", false),
            Arguments.of("merge of our commit on a user's", "main1", "ours-on-side", "a=2 b=1 c=ours", false),
            Arguments.of("merge of nothing new", "main1", "base", "a=2", true));

    @SuppressWarnings("NullAway.Init")
    private CommitGraph graph;

    @BeforeEach
    void draw() {
        graph = new CommitGraph(upstream.repository());
        graph.commit("base", List.of(), "a=1");
        graph.commit("main1", List.of("base"), "a=2");
        graph.commit("side1", List.of("base"), "b=1");
        graph.commit("side2", List.of("side1"), "b=2");
        graph.commit("main2", List.of("main1"), "a=3");
        graph.commit("merge", List.of("main2", "side2"), "b=2");
        graph.commit("after", List.of("merge"), "a=4");
        graph.commitAs(OURS, "ours1", List.of("base"), "ours", "c=ours");
        graph.commitAs(OURS, "ours2", List.of("ours1"), "ours", "d=ours");
        graph.commit("ours-updated", List.of("ours2", "main1"), "a=2");
        graph.commitAs(OURS, "ours-on-side", List.of("side1"), "ours", "c=ours");
    }

    @ParameterizedTest(name = "of {1} the nearest to {0} is {2}, {3} commits away")
    @FieldSource("NEAREST")
    void findsTheNearestTaggedCommitAsGitDoes(String tip, String tagged, String nearest, long distance) {
        publish(tip);
        Set<CommitId> ids = Stream.of(tagged.split(" ")).map(graph::id).collect(Collectors.toSet());

        assertThat(mirror.history().describe(graph.id(tip), ids))
                .contains(new Description(graph.id(nearest), distance));
    }

    @Test
    void aHistoryWithoutATagHasNoNearestOne() {
        publish("merge");

        assertThat(mirror.history().describe(graph.id("merge"), Set.of(graph.id("after"))))
                .isEmpty();
        assertThat(mirror.history().describe(graph.id("merge"), Set.of())).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {4}")
    @FieldSource("MERGES")
    void aMergeIsJudgedByWhatItBrings(String name, String into, String of, String files, boolean oursOnly) {
        graph.commit(name, List.of(into, of), files.split(" "));
        publish(name);

        boolean only = mirror.history()
                .mergeBringsOnly(
                        graph.id(name), commit -> commit.committer().email().equals(OURS));

        assertThat(only).isEqualTo(oursOnly);
    }

    @Test
    void aCommitThatIsNoMergeBringsMoreThanAMerge() {
        publish("ours2");

        assertThat(mirror.history().mergeBringsOnly(graph.id("ours2"), commit -> true))
                .isFalse();
    }

    @Test
    void theMergeBaseIsWhereTwoHistoriesPart() {
        graph.commit("unrelated", List.of(), "z=1");
        publish("main2");
        publish("side2");
        publish("unrelated");

        assertThat(mirror.history().mergeBase(graph.id("main2"), graph.id("side2")))
                .contains(graph.id("base"));
        assertThat(mirror.history().mergeBase(graph.id("main2"), graph.id("main1")))
                .contains(graph.id("main1"));
        assertThat(mirror.history().mergeBase(graph.id("main2"), graph.id("unrelated")))
                .isEmpty();
    }

    @Test
    void tooManyChangedFilesAreNotListed() {
        publish("ours-updated");
        CommitId base = graph.id("base");
        CommitId tip = graph.id("ours-updated");

        assertThat(mirror.changedPaths(Optional.of(base), tip, 3))
                .hasValueSatisfying(paths -> assertThat(paths).containsExactly("a", "c", "d"));
        assertThat(mirror.changedPaths(Optional.of(base), tip, 2)).isEmpty();
    }

    @Test
    void theListOfRefsHasTheDefaultBranchAndTheObjectsOfAnnotatedTags() throws IOException {
        upstream.repository().updateRef(Constants.HEAD).link(Upstream.MAIN.value());
        upstream.move(Upstream.MAIN, graph.id("main1"));
        upstream.move(GitRef.tag("light"), graph.id("base"));
        upstream.tag(GitRef.tag("v1"), graph.id("base"));

        var refs = mirror.remoteRefs();

        assertThat(refs.head()).contains(Upstream.MAIN);
        assertThat(refs.all().keySet()).containsExactly(Upstream.MAIN, GitRef.tag("light"), GitRef.tag("v1"));
        assertThat(refs.all()).hasEntrySatisfying(GitRef.tag("light"), light -> assertThat(light.isAnnotated())
                .isFalse());
        assertThat(refs.all()).hasEntrySatisfying(GitRef.tag("v1"), annotated -> {
            assertThat(annotated.commit()).isEqualTo(graph.id("base"));
            assertThat(annotated.is(annotated.tagObject().orElseThrow())).isTrue();
        });
    }

    private void publish(String name) {
        GitRef ref = GitRef.branch(name.replace(' ', '-'));
        upstream.move(ref, graph.id(name));
        mirror.fetch(ref);
    }
}
