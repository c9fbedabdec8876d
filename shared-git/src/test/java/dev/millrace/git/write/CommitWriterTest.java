package dev.millrace.git.write;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.MirrorFixture;
import dev.millrace.git.Upstream;
import dev.millrace.git.Upstream.Item;
import dev.millrace.git.commit.Person;
import dev.millrace.git.read.Tree;
import dev.millrace.git.read.Tree.Kind;
import dev.millrace.git.transport.PushOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitWriterTest extends MirrorFixture {
    @Test
    void theFirstCommitHasNoParent() {
        CommitId commit = mirror.write(Upstream.draft(Optional.empty(), Map.of("d/a", "1")));

        assertThat(mirror.commit(commit).parents()).isEmpty();
        assertThat(text(commit, "d/a")).isEqualTo("1");
        assertThat(mirror.tips()).isEmpty();
    }

    @Test
    void otherFilesStayAndFilesKeepTheirMode() {
        CommitId parent = fetched(
                new Item("link", FileMode.SYMLINK, "run"),
                new Item("other", FileMode.REGULAR_FILE, "same"),
                new Item("run", FileMode.EXECUTABLE_FILE, "old"),
                new Item("sub", FileMode.GITLINK, ""));

        CommitId commit = mirror.write(Upstream.draft(Optional.of(parent), Map.of("run", "new", "added", "x")));

        assertThat(mirror.tree(commit).list(""))
                .extracting(Tree.Entry::name, Tree.Entry::kind)
                .containsExactly(
                        tuple("added", Kind.FILE),
                        tuple("link", Kind.SYMLINK),
                        tuple("other", Kind.FILE),
                        tuple("run", Kind.EXECUTABLE),
                        tuple("sub", Kind.SUBMODULE));
        assertThat(text(commit, "run")).isEqualTo("new");
        assertThat(mirror.tree(commit).objectId("other"))
                .isEqualTo(mirror.tree(parent).objectId("other"));
    }

    @Test
    void aDirectoryIsRemovedWithItsLastFile() {
        CommitId parent = upstream.commit(MAIN, Map.of("a/b/c", "1", "d", "2"));
        mirror.fetch(MAIN);

        CommitId commit = mirror.write(removing(parent, "a/b/c", "not/there"));

        assertThat(mirror.tree(commit).list("")).extracting(Tree.Entry::name).containsExactly("d");
    }

    @Test
    void removingTheLastFileLeavesAnEmptyCommit() {
        CommitId parent = upstream.commit(MAIN, Map.of("a", "1"));
        mirror.fetch(MAIN);

        CommitId commit = mirror.write(removing(parent, "a"));

        assertThat(mirror.tree(commit).list("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "link", // a link itself
                "link/file", // through a link
                "sub", // a submodule
                "sub/file",
                "plain/file", // through a file
                "directory",
                "/plain",
                "plain/",
                "a//b",
                "a/../plain",
                "./plain",
                "a/.git/config",
                ".GIT/config",
                ""
            })
    void aPathThatIsNotAFileIsRejected(String path) {
        CommitId parent = fetched(
                new Item("directory", FileMode.TREE, ""),
                new Item("link", FileMode.SYMLINK, "plain"),
                new Item("plain", FileMode.REGULAR_FILE, "x"),
                new Item("sub", FileMode.GITLINK, ""));

        assertThatThrownBy(() -> mirror.write(Upstream.draft(Optional.of(parent), Map.of(path, "new"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOfOtherFilesKeepTheirBytesAndOrder() throws Exception {
        byte[] latin1 = "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        // By UTF-16 the second would come first; by bytes it comes last.
        CommitId parent = fetched(
                new Item(latin1, FileMode.REGULAR_FILE, "1"),
                new Item("\uff5e", FileMode.REGULAR_FILE, "2"),
                new Item("\ud83d\ude00", FileMode.REGULAR_FILE, "3"));
        ObjectId before = ObjectId.fromString(mirror.tree(parent).objectId("").orElseThrow());

        CommitId added = mirror.write(Upstream.draft(Optional.of(parent), Map.of("\ud83d\ude01", "4")));
        CommitId removed = mirror.write(removing(added, "\ud83d\ude01"));

        push(added);
        byte[] tree = upstream.repository()
                .open(ObjectId.fromString(mirror.tree(added).objectId("").orElseThrow()))
                .getBytes();
        new ObjectChecker().check(Constants.OBJ_TREE, tree);
        assertThat(mirror.tree(removed).objectId("")).contains(before.name());
    }

    @Test
    void anAmbiguousDraftIsRejected() {
        assertThatThrownBy(() -> new CommitDraft(
                        Optional.empty(),
                        Map.of("a", new byte[0]),
                        Set.of("a"),
                        Upstream.DANA,
                        Upstream.DANA,
                        Upstream.NOON,
                        "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> mirror.write(Upstream.draft(Optional.of(new CommitId("1".repeat(40))), Map.of("a", "1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1".repeat(40));
        assertThatThrownBy(() -> new Person("Eve>", "eve@example.com")).isInstanceOf(IllegalArgumentException.class);
    }

    private void push(CommitId commit) {
        assertThat(mirror.push(MAIN, upstream.tip(MAIN), commit)).isEqualTo(new PushOutcome.Pushed());
    }

    private CommitId fetched(Item... items) {
        CommitId commit = upstream.commitItems(MAIN, items);
        mirror.fetch(MAIN);
        return commit;
    }

    private static CommitDraft removing(CommitId parent, String... paths) {
        return new CommitDraft(
                Optional.of(parent),
                Map.of(),
                Set.copyOf(List.of(paths)),
                Upstream.DANA,
                Upstream.DANA,
                Upstream.NOON,
                "Remove");
    }

    private String text(CommitId commit, String path) {
        return new String(mirror.tree(commit).read(path, 1 << 20).orElseThrow(), StandardCharsets.UTF_8);
    }
}
