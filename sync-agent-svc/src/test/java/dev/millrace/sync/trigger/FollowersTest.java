package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.Application;
import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.Sample;
import dev.millrace.sync.SampleResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.source.ReadSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The applications that an event or a commit concerns. */
class FollowersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private TestAgent parts;

    @BeforeEach
    void create() {
        parts = new TestAgent(directory);
    }

    @AfterEach
    void close() {
        parts.close();
    }

    private void know(String name, String source) {
        parts.know(Sample.application(name, "source: {repository: '" + Sample.URL + "'" + source + "}"));
    }

    static ConfigCommitted commit(RepositoryId repository, GitRef ref, String... paths) {
        return new ConfigCommitted(
                repository,
                ref,
                Sample.OLD,
                Sample.NEW,
                Optional.of(Sample.OLD),
                List.of(paths),
                0,
                List.of(),
                ConfigCommitted.Origin.HUMAN,
                List.of(),
                Sample.NOW);
    }

    private List<String> of(ConfigCommitted event) {
        return parts.followers.of(event, uid -> Optional.empty()).stream()
                .map(Subject::uid)
                .sorted()
                .toList();
    }

    @Test
    void aCommitConcernsTheFollowersOfItsRepositoryAndItsRef() {
        know("main", "");
        know("same", ", branch: main, path: other");
        know("next", ", branch: next");
        know("tag", ", tag: v1.2.0");
        know("range", ", semver: 1.x");
        know("fixed", ", commit: " + "c".repeat(40));
        parts.know(Sample.application("other", "source: {repository: 'https://git.example.com/other'}"));
        parts.know(Sample.application("broken", "source: {repository: 'file:///etc'}"));

        assertThat(of(commit(Sample.REPOSITORY, Sample.MAIN))).containsExactly("uid-main", "uid-same");
        assertThat(of(commit(Sample.REPOSITORY, GitRef.branch("next")))).containsExactly("uid-next");
        assertThat(of(commit(Sample.REPOSITORY, GitRef.tag("v1.2.0")))).containsExactly("uid-range", "uid-tag");
        assertThat(of(commit(Sample.REPOSITORY, GitRef.tag("v2.0.0")))).isEmpty();
        assertThat(of(commit(RepositoryId.parse("https://git.example.com/none"), Sample.MAIN)))
                .isEmpty();
    }

    @Test
    void anApplicationThatCannotBeReadCostsTheOthersNothing() {
        know("before", "");
        parts.know(Sample.application("endless", "source: {repository: 'https://h.x" + "/a".repeat(100_000) + "'}"));
        Application formless = Sample.application("formless");
        formless.setSpec(null);
        parts.know(formless);
        know("after", "");

        assertThat(parts.followers.all()).extracting(Subject::uid).containsExactlyInAnyOrder("uid-before", "uid-after");
        assertThat(of(commit(Sample.REPOSITORY, Sample.MAIN))).containsExactly("uid-after", "uid-before");
    }

    private static ReconcileResult reading(String file) {
        return SampleResult.atRest()
                .with(Sample.ledger().begun(Sample.attempt(1), new ReadSet(Map.of("file:" + file, "1")), "r", false))
                .build();
    }

    @Test
    void thoseThatReadAChangedFileComeFirst() {
        for (String name : List.of("a", "b", "c", "d")) {
            know(name, "");
        }
        Map<String, ReconcileResult> results =
                Map.of("uid-b", reading("b.yaml"), "uid-c", reading("other.yaml"), "uid-d", reading("b.yaml"));

        List<String> uids = parts
                .followers
                .of(
                        commit(Sample.REPOSITORY, Sample.MAIN, "a.yaml", "b.yaml"),
                        uid -> Optional.ofNullable(results.get(uid)))
                .stream()
                .map(Subject::uid)
                .toList();

        assertThat(uids.subList(0, 2)).containsExactlyInAnyOrder("uid-b", "uid-d");
        assertThat(uids.subList(2, 4)).containsExactlyInAnyOrder("uid-a", "uid-c");
    }

    @Test
    void onlyTheFirstFiftyPathsDecideTheOrderAndNoFollowerIsLeftOut() {
        know("a", "");
        String[] paths = IntStream.range(0, 60).mapToObj(i -> "f" + i).toArray(String[]::new);

        assertThat(parts.followers.of(
                        commit(Sample.REPOSITORY, Sample.MAIN, paths), uid -> Optional.of(reading("f59"))))
                .extracting(Subject::uid)
                .containsExactly("uid-a");
    }

    @Test
    void othersOfTheSameSourceSelectTheSameCommit() {
        know("a", "");
        know("b", ", path: other");
        know("c", ", branch: next");
        parts.know(Sample.application("d", "source: {repository: 'https://git.example.com/shop/config.git'}"));

        assertThat(parts.followers.besides(parts.subject("a")))
                .extracting(Subject::uid)
                .as("another address of the same repository may lag behind")
                .containsExactly("uid-b");
    }

    @Test
    void aSecretIsNeededForAccessOrForSignatures() {
        know("access", ", secretRef: {name: git}");
        know("keys", ", verify: {what: commit, keys: {name: git}}");
        know("public", "");

        assertThat(parts.followers.with("shop/git")).containsExactlyInAnyOrder("uid-access", "uid-keys");
        assertThat(parts.followers.with("other/git")).isEmpty();
    }

    @Test
    void anApplicationIsKnownByUidAndByNameWhileItExists() {
        Application web = parts.know(Sample.application("web"));
        parts.know(Sample.application("broken", "source: {repository: 'file:///etc'}"));

        assertThat(parts.followers.isKnown("uid-web")).isTrue();
        assertThat(parts.followers.isKnown("uid-broken")).isTrue();
        assertThat(parts.followers.named("shop", "broken")).isEmpty();
        assertThat(parts.followers.named("other", "web")).isEmpty();
        assertThat(parts.followers.all()).extracting(Subject::uid).containsExactly("uid-web");

        parts.watch().onDelete(web, false);

        assertThat(parts.followers.isKnown("uid-web")).isFalse();
        assertThat(parts.followers.named("shop", "web")).isEmpty();
        assertThat(parts.followers.exists("uid-web"))
                .as("as long as not all Applications are known, any may exist")
                .isTrue();
    }
}
