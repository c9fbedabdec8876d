package dev.millrace.git.mirror;

import static dev.millrace.git.Upstream.MAIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.Upstream;
import dev.millrace.git.read.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MirrorDirectoryTest {
    private Path temp;
    private Upstream upstream;
    private Path directory;

    @BeforeEach
    void createTheHost(@TempDir Path empty) {
        temp = empty;
        upstream = new Upstream(temp.resolve("web"));
        directory = temp.resolve("mirrors/of/web");
    }

    @AfterEach
    void closeTheHost() {
        upstream.close();
    }

    @Test
    void aReopenedMirrorHasItsContent() {
        CommitId commit = upstream.commit(MAIN, Map.of("a", "1"));
        fetchOnce();

        try (Mirror again = Mirror.open(directory, upstream.remote())) {
            assertThat(again.tip(MAIN)).contains(commit);
        }
    }

    @Test
    void aCopyIsCompleteAndFetchesNewObjectsOnly() {
        CommitId commit = upstream.commit(MAIN, Map.of("a", "1"));
        fetchOnce();
        Path second = temp.resolve("mirrors/of/second");

        MirrorFiles.copy(directory, second);
        MirrorFiles.remove(directory);

        assertThat(directory).doesNotExist();
        try (Mirror copy = Mirror.open(second, upstream.remote())) {
            assertThat(copy.tip(MAIN)).contains(commit);
            CommitId next = upstream.commit(MAIN, Map.of("a", "2"));
            assertThat(copy.fetch(MAIN)).contains(next);
            assertThat(copy.changedPaths(Optional.of(commit), next)).containsExactly("a");
        }
    }

    @Test
    void aFailedCopyIsReportedAndLeavesNothing() {
        assertThatThrownBy(() -> MirrorFiles.copy(directory, temp.resolve("second")))
                .isInstanceOf(GitUnavailable.class)
                .hasMessageContaining("copying the mirror in " + directory);
        assertThat(temp.resolve("second")).doesNotExist();
    }

    enum Damage {
        NO_HEAD {
            @Override
            void to(Path mirror) throws IOException {
                Files.delete(mirror.resolve("HEAD"));
            }
        },
        NO_OBJECTS {
            @Override
            void to(Path mirror) throws IOException {
                deleteAll(mirror.resolve("objects"));
            }
        },
        OBJECTS_EMPTIED {
            @Override
            void to(Path mirror) throws IOException {
                deleteAll(mirror.resolve("objects"));
                Files.createDirectories(mirror.resolve("objects/pack"));
            }
        },
        PACK_CUT_SHORT {
            @Override
            void to(Path mirror) throws IOException {
                try (Stream<Path> packs = Files.list(mirror.resolve("objects/pack"))) {
                    for (Path pack : packs.filter(file -> file.toString().endsWith(".pack"))
                            .toList()) {
                        pack.toFile().setWritable(true);
                        byte[] bytes = Files.readAllBytes(pack);
                        Files.write(pack, java.util.Arrays.copyOf(bytes, bytes.length / 2));
                    }
                }
            }
        },
        CONFIG_OVERWRITTEN {
            @Override
            void to(Path mirror) throws IOException {
                Files.writeString(mirror.resolve("config"), "[core\nnonsense");
            }
        },
        REF_OVERWRITTEN {
            @Override
            void to(Path mirror) throws IOException {
                Files.writeString(mirror.resolve("refs/heads/main"), "1".repeat(40) + "\n");
            }
        },
        NOT_A_REPOSITORY {
            @Override
            void to(Path mirror) throws IOException {
                deleteAll(mirror);
                Files.createDirectories(mirror.resolve("some/where"));
                Files.writeString(mirror.resolve("some/file"), "else");
            }
        };

        abstract void to(Path mirror) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenMirrorIsRebuiltAndFetchesAgain(Damage damage) throws IOException {
        CommitId commit = upstream.commit(MAIN, Map.of("a", "1"));
        fetchOnce();
        damage.to(directory);

        try (Mirror again = Mirror.open(directory, upstream.remote())) {
            assertThat(again.tip(MAIN)).isEmpty();
            assertThat(again.fetch(MAIN)).contains(commit);
            assertThat(again.tree(commit).read("a", 1 << 20)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONFIG_OVERWRITTEN")
    void aMirrorThatBreaksWhileOpenIsRebuiltAndFetchesAgain(Damage damage) throws IOException {
        upstream.commit(MAIN, Map.of("a", "1", "b", "1"));
        try (Mirror mirror = Mirror.open(directory, upstream.remote())) {
            mirror.fetch(MAIN);
            damage.to(directory);
            CommitId next = upstream.commit(MAIN, Map.of("a", "2"));

            assertThat(inAFewTries(mirror, next)).isEqualTo("2 1");

            try (Mirror other = Mirror.open(directory, upstream.remote())) {
                assertThat(other.tip(MAIN)).as("a whole mirror is on disk").contains(next);
            }
        }
    }

    /** Repeats after a failure, as callers do. */
    private static String inAFewTries(Mirror mirror, CommitId commit) {
        for (int tries = 0; tries < 3; tries++) {
            try {
                mirror.fetch(MAIN);
                Tree tree = mirror.tree(commit);
                return new String(tree.read("a", 1 << 20).orElseThrow(), UTF_8) + " "
                        + new String(tree.read("b", 1 << 20).orElseThrow(), UTF_8);
            } catch (GitUnavailable e) {
                // the next try finds it rebuilt
            }
        }
        return "never";
    }

    @Test
    void aBrokenMirrorStaysWhileTheHostIsUnavailable() throws IOException {
        CommitId commit = upstream.commit(MAIN, Map.of("a", "1"));
        try (Mirror mirror = Mirror.open(directory, upstream.remote())) {
            mirror.fetch(MAIN);
            mirror.suspect();
            Files.move(temp.resolve("web"), temp.resolve("elsewhere"));

            assertThatThrownBy(() -> mirror.fetch(MAIN)).isInstanceOf(GitUnavailable.class);

            assertThat(mirror.tree(commit).read("a", 1 << 20)).isPresent();
        }
    }

    @Test
    void anIncompleteMirrorOfAKilledProcessDoesNoHarm() throws IOException {
        Files.createDirectories(directory.resolveSibling("web.new/objects"));
        CommitId commit = upstream.commit(MAIN, Map.of("a", "1"));

        try (Mirror mirror = Mirror.open(directory, upstream.remote())) {
            assertThat(mirror.fetch(MAIN)).contains(commit);
        }
        assertThat(directory.resolveSibling("web.new")).doesNotExist();
    }

    @Test
    void locksOfAKilledProcessAreRemoved() throws IOException {
        upstream.commit(MAIN, Map.of("a", "1"));
        fetchOnce();
        Files.createFile(directory.resolve("refs/heads/main.lock"));
        Files.createFile(directory.resolve("packed-refs.lock"));
        CommitId next = upstream.commit(MAIN, Map.of("a", "2"));

        try (Mirror again = Mirror.open(directory, upstream.remote())) {
            assertThat(again.fetch(MAIN)).contains(next);
        }
    }

    @Test
    void aHeldLockIsReportedAndRespected() throws IOException {
        upstream.commit(MAIN, Map.of("a", "1"));
        try (Mirror mirror = Mirror.open(directory, upstream.remote())) {
            mirror.fetch(MAIN);
            Files.createFile(directory.resolve("refs/heads/main.lock"));
            upstream.commit(MAIN, Map.of("a", "2"));

            assertThatThrownBy(() -> mirror.fetch(MAIN))
                    .isInstanceOf(GitUnavailable.class)
                    .hasMessageContaining("refs/heads/main");
        }
    }

    @Test
    void mirrorsAreIndependentOfEachOther() {
        try (Upstream other = new Upstream(temp.resolve("api"));
                Mirror web = Mirror.open(directory, upstream.remote());
                Mirror api = Mirror.open(directory.resolveSibling("api"), other.remote())) {
            CommitId ofWeb = upstream.commit(MAIN, Map.of("a", "web"));
            CommitId ofApi = other.commit(MAIN, Map.of("a", "api"));

            assertThat(web.fetch(MAIN)).contains(ofWeb);
            assertThat(api.fetch(MAIN)).contains(ofApi);
            assertThat(web.contains(ofApi)).isFalse();
        }
    }

    private void fetchOnce() {
        try (Mirror mirror = Mirror.open(directory, upstream.remote())) {
            mirror.fetch(MAIN);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
