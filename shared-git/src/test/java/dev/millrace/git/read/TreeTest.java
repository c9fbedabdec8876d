package dev.millrace.git.read;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.MirrorFixture;
import dev.millrace.git.Upstream.Item;
import dev.millrace.git.read.Tree.Kind;
import dev.millrace.git.read.Tree.TreeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest extends MirrorFixture {
    @Test
    void aDirectoryIsListedWithKindsAndIds() {
        Tree tree = of(
                new Item("directory", FileMode.TREE, ""),
                new Item("file", FileMode.REGULAR_FILE, "four"),
                new Item("link", FileMode.SYMLINK, "file"),
                new Item("run", FileMode.EXECUTABLE_FILE, "x"),
                new Item("sub", FileMode.GITLINK, ""));

        assertThat(tree.list(""))
                .extracting(entry -> entry.name() + " " + entry.kind())
                .containsExactly("directory DIRECTORY", "file FILE", "link SYMLINK", "run EXECUTABLE", "sub SUBMODULE");
        assertThat(tree.list("")).allMatch(entry -> tree.objectId(entry.name()).equals(Optional.of(entry.id())));
        assertThat(tree.read("file", 4)).isPresent();
        assertThat(tree.read("file", 3)).isEmpty();
        assertThat(tree.size("file")).contains(4L);
        assertThat(tree.size("link")).isEmpty();
        assertThat(tree.list("file")).isEmpty();
        assertThat(tree.list("nowhere")).isEmpty();
    }

    @Test
    void onlyFilesHaveContent() {
        Tree tree = of(
                new Item("directory", FileMode.TREE, ""),
                new Item("file", FileMode.REGULAR_FILE, "four"),
                new Item("link", FileMode.SYMLINK, "file"),
                new Item("sub", FileMode.GITLINK, ""));

        assertThat(tree.read("file", 1 << 20)).isPresent();
        assertThat(tree.read("directory", 1 << 20)).isEmpty();
        assertThat(tree.read("link", 1 << 20)).isEmpty();
        assertThat(tree.read("sub", 1 << 20)).isEmpty();
        assertThat(tree.read("nowhere", 1 << 20)).isEmpty();
        assertThat(tree.read("", 1 << 20)).isEmpty();
        assertThat(tree.kind("")).contains(Kind.DIRECTORY);
        assertThat(tree.kind("link")).contains(Kind.SYMLINK);
        assertThat(tree.kind("nowhere")).isEmpty();
    }

    @Test
    void equalContentHasEqualIds() {
        upstream.commit(MAIN, Map.of("a/x", "1", "b/x", "1", "c/x", "2"));
        Tree tree = mirror.tree(mirror.fetch(MAIN).orElseThrow());

        assertThat(tree.objectId("a")).isPresent().isEqualTo(tree.objectId("b")).isNotEqualTo(tree.objectId("c"));
        assertThat(tree.objectId("a/x")).isEqualTo(tree.objectId("b/x"));
        assertThat(tree.objectId("")).isPresent();
        assertThat(tree.objectId("nowhere")).isEmpty();
    }

    @Test
    void aPathIsFoundInEachDirectoryHoweverOftenItIsRead() {
        upstream.commit(MAIN, Map.of("a/b/c", "1", "a/d", "22", "b/c", "333"));
        Tree tree = mirror.tree(mirror.fetch(MAIN).orElseThrow());

        for (int times = 0; times < 2; times++) {
            assertThat(tree.kind("a/b")).contains(Kind.DIRECTORY);
            assertThat(tree.kind("a/b/")).contains(Kind.DIRECTORY);
            assertThat(tree.read("a/b/c", 1 << 20)).contains(new byte[] {'1'});
            assertThat(tree.read("a/d", 1 << 20)).contains(new byte[] {'2', '2'});
            assertThat(tree.read("b/c", 1 << 20)).contains(new byte[] {'3', '3', '3'});
            assertThat(tree.kind("a/d/c")).as("below a file").isEmpty();
            assertThat(tree.kind("a/c")).isEmpty();
            assertThat(tree.kind("a//d")).isEmpty();
            assertThat(tree.list("a/b")).extracting(Tree.Entry::name).containsExactly("c");
        }
    }

    @Test
    void aWalkReturnsAllFilesBelowWithTheirPathsFromTheRoot() {
        upstream.commit(MAIN, Map.of("a/b/c", "1", "a/d", "22", "e", "3"));
        Tree tree = mirror.tree(mirror.fetch(MAIN).orElseThrow());
        List<TreeFile> files = new ArrayList<>();

        tree.walkFiles("a", files::add);

        assertThat(files).containsExactly(new TreeFile("a/b/c", Kind.FILE, 1), new TreeFile("a/d", Kind.FILE, 2));
    }

    @Test
    void aDirectoryIsWrittenToDiskAsItIs() throws IOException {
        CommitId commit = upstream.commitItemsIn(
                MAIN,
                "web",
                new Item("Dockerfile", FileMode.REGULAR_FILE, "FROM scratch"),
                new Item("link", FileMode.SYMLINK, "Dockerfile"),
                new Item("run", FileMode.EXECUTABLE_FILE, "#!/bin/sh"),
                new Item("sub", FileMode.GITLINK, ""));
        mirror.fetch(MAIN);
        Path target = temp.resolve("out/of/it");

        mirror.tree(commit).checkOut("web", target, 21);

        assertThat(target.resolve("link")).isSymbolicLink().hasContent("FROM scratch");
        assertThat(Files.isExecutable(target.resolve("run"))).isTrue();
        assertThat(Files.isExecutable(target.resolve("Dockerfile"))).isFalse();
        assertThat(target.resolve("sub")).isEmptyDirectory();
        assertThat(target.resolve(".git")).doesNotExist();
    }

    @Test
    void nothingIsWrittenOfATreeAboveTheLimit() {
        upstream.commit(MAIN, Map.of("a", "12345", "b", "12345"));
        Tree tree = mirror.tree(mirror.fetch(MAIN).orElseThrow());
        Path target = temp.resolve("out");

        assertThatThrownBy(() -> tree.checkOut("", target, 9))
                .isInstanceOf(CheckoutTooLarge.class)
                .hasMessage("the repository has 10 bytes, more than the 9 allowed");
        assertThat(target).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../a", "/etc/passwd", "a/../../b", "a/..", "./..", ""})
    void aLinkThatMayLeaveItsDirectoryIsRejected(String to) {
        Tree tree = of(new Item("link", FileMode.SYMLINK, to));
        Path target = temp.resolve("out");

        assertThatThrownBy(() -> tree.checkOut("", target, 1_000))
                .isInstanceOf(IOException.class)
                .hasMessage("a link that leaves its directory: link");
        assertThat(target).doesNotExist();
    }

    @Test
    void aLinkMayGoUpAsFarAsTheRoot() throws IOException {
        CommitId commit = upstream.commitItemsIn(
                MAIN,
                "d",
                new Item("link", FileMode.SYMLINK, "../d/other"),
                new Item("other", FileMode.REGULAR_FILE, "here"));
        mirror.fetch(MAIN);
        Path target = temp.resolve("out");

        mirror.tree(commit).checkOut("", target, 1_000);

        assertThat(target.resolve("d/link")).hasContent("here");
        assertThatThrownBy(() -> mirror.tree(commit).checkOut("d", temp.resolve("deeper"), 1_000))
                .hasMessage("a link that leaves its directory: link");
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".GIT", "..", "."})
    void aNameWithASpecialMeaningOnDiskIsRejected(String name) {
        Tree tree = of(new Item(name, FileMode.REGULAR_FILE, "x"));

        assertThatThrownBy(() -> tree.checkOut("", temp.resolve("out"), 1_000))
                .isInstanceOf(IOException.class)
                .hasMessage("not a name that can be written to disk: " + name);
    }

    @Test
    void existingFilesAreNotOverwritten() throws IOException {
        Tree tree = of(new Item("file", FileMode.REGULAR_FILE, "new"));
        Path target = Files.createDirectory(temp.resolve("out"));
        Files.writeString(target.resolve("file"), "old");

        assertThatThrownBy(() -> tree.checkOut("", target, 1_000)).isInstanceOf(IOException.class);
        assertThat(target.resolve("file")).hasContent("old");
    }

    @Test
    void aMissingDirectoryIsWrittenAsAnEmptyOne() throws IOException {
        Tree tree = of(new Item("file", FileMode.REGULAR_FILE, "x"));
        Path target = temp.resolve("out");

        tree.checkOut("nowhere", target, 1_000);

        assertThat(target).isEmptyDirectory();
    }

    private Tree of(Item... items) {
        upstream.commitItems(MAIN, items);
        return mirror.tree(mirror.fetch(MAIN).orElseThrow());
    }
}
