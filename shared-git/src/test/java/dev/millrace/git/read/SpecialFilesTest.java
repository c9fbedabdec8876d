package dev.millrace.git.read;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.MirrorFixture;
import dev.millrace.git.Upstream.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.Test;

/** Files that have their content elsewhere, and links. */
class SpecialFilesTest extends MirrorFixture {

    @Test
    void onlySmallFilesWithTheFilterAreThoseOfLfs() throws IOException {
        Tree tree = treeOf(Map.of(
                ".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n",
                "web/logo.bin", "pointer",
                "web/large.bin", "x".repeat(1_024),
                "web/plain.txt", "pointer",
                "web/raw/.gitattributes", "*.bin !filter\n*.dat filter=lfs\n",
                "web/raw/logo.bin", "not filtered",
                "web/raw/model.dat", "pointer too",
                "api/other.bin", "elsewhere"));

        assertThat(tree.specialFiles("web").lfs()).containsOnlyKeys("web/logo.bin", "web/raw/model.dat");
        assertThat(tree.specialFiles("web").lfs().get("web/logo.bin"))
                .asString()
                .isEqualTo("pointer");
        assertThat(tree.specialFiles("").lfs()).containsKey("api/other.bin");
        assertThat(tree.specialFiles("nowhere").lfs()).isEmpty();
    }

    @Test
    void aSubmoduleIsListedWithItsAddress() throws IOException {
        upstream.commitItems(
                MAIN,
                new Item(".gitmodules", FileMode.REGULAR_FILE, """
                        [submodule "library"]
                            path = lib
                            url = ../library.git
                        """),
                new Item("lib", FileMode.GITLINK, ""),
                new Item("unknown", FileMode.GITLINK, ""));
        Tree tree = mirror.tree(mirror.fetch(MAIN).orElseThrow());

        assertThat(tree.specialFiles("").submodules())
                .containsExactly(
                        new SpecialFiles.Submodule("lib", "1".repeat(40), Optional.of("../library.git")),
                        new SpecialFiles.Submodule("unknown", "1".repeat(40), Optional.empty()));
        assertThat(tree.specialFiles("lib").submodules()).hasSize(1);
    }

    @Test
    void anInvalidListOfSubmodulesIsAnError() {
        Tree tree = treeOf(Map.of(".gitmodules", "[submodule \"x\n", "a", "1"));

        assertThatIOException().isThrownBy(() -> tree.specialFiles("")).withMessageContaining(".gitmodules");
    }

    @Test
    void aLinkMayLeaveItsDirectoryButNotTheRepository() throws IOException {
        CommitId commit = upstream.commitItemsIn(
                MAIN,
                "web",
                new Item("link", FileMode.SYMLINK, "../shared/file"),
                new Item("a", FileMode.REGULAR_FILE, "12"));
        CommitId leaving = upstream.commitItemsIn(MAIN, "web", new Item("link", FileMode.SYMLINK, "../../x"));
        mirror.fetch(MAIN);
        Path target = temp.resolve("out");

        long bytes = mirror.tree(mirrored(commit)).checkOut("web", target, 100, LinkScope.REPOSITORY);

        assertThat(bytes).isEqualTo(2);
        assertThat(Files.readSymbolicLink(target.resolve("link"))).hasToString("../shared/file");
        assertThatIOException()
                .isThrownBy(() -> mirror.tree(leaving).checkOut("web", temp.resolve("no"), 100, LinkScope.REPOSITORY))
                .withMessage("a link that leaves the repository: web/link");
    }

    /** A commit that is on no branch any more is fetched by a branch of its own. */
    private CommitId mirrored(CommitId commit) {
        GitRef ref = GitRef.branch("kept");
        upstream.move(ref, commit);
        return mirror.fetch(ref).orElseThrow();
    }

    private Tree treeOf(Map<String, String> files) {
        upstream.commit(MAIN, files);
        return mirror.tree(mirror.fetch(MAIN).orElseThrow());
    }
}
