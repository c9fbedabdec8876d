package dev.millrace.sync.render.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.render.PlainSpec;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Origin;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.source.ReadSet;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits exactly at their value and one above it; each folder is read twice, the second time from stored results. */
class BoundsOfFoldersTest {
    private static final int BYTES = 1 << 20;
    private static final String OBJECT = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n";
    private static final PlainFiles.Outcome TOO_MANY = new PlainFiles.Outcome.TooMuch("more than 30 manifests", false);

    private final PlainFiles plain = new PlainFiles(new Bounds(30, BYTES, Duration.ofMinutes(10)), 1 << 20);

    @ParameterizedTest
    @CsvSource({"30, 0", "29, 1", "10, 20", "0, 30"})
    void asManyManifestsAsAllowedAreRead(int above, int below) {
        assertThat(names(read(tree(above, below), PlainSpec.ALL))).hasSize(30);
    }

    @ParameterizedTest
    @CsvSource({"31, 0", "30, 1", "11, 20", "0, 31"})
    void oneMoreIsRefused(int above, int below) {
        assertThat(read(tree(above, below), PlainSpec.ALL)).isEqualTo(TOO_MANY);
    }

    @Test
    void onlySelectedFilesCount() {
        MemoryTree tree = tree(31, 0).with("app/README.md", "text").with("app/sub/x.yaml", OBJECT);
        MemoryTree others = tree(30, 0);
        for (int i = 0; i < 100; i++) {
            others = others.with("app/text" + i + ".md", "text");
        }

        assertThat(names(read(tree, new PlainSpec(true, List.of(), List.of("f30.yaml", "sub")))))
                .hasSize(30);
        assertThat(names(read(others, PlainSpec.ALL))).hasSize(30);
        assertThat(read(tree, new PlainSpec(true, List.of(), List.of("sub")))).isEqualTo(TOO_MANY);
    }

    @Test
    void asManyBytesAsAllowedAreReadAndNotOneMore() {
        String half = OBJECT + "#" + "x".repeat(BYTES / 2 - OBJECT.length() - 1);
        MemoryTree tree = new MemoryTree(Map.of("app/a.yaml", half, "app/b.yaml", half));

        assertThat(names(read(tree, PlainSpec.ALL))).hasSize(2);
        assertThat(read(tree.with("app/b.yaml", half + "x"), PlainSpec.ALL))
                .isEqualTo(new PlainFiles.Outcome.TooMuch("its manifests are larger than 1 MiB together", false));
    }

    @Test
    void aFolderIsAHundredLevelsDeep() {
        MemoryTree deep = new MemoryTree(Map.of("app/" + "d/".repeat(100) + "a.yaml", OBJECT));

        assertThat(names(read(deep, PlainSpec.ALL))).hasSize(1);
        assertThat(read(new MemoryTree(Map.of("app/" + "d/".repeat(101) + "a.yaml", OBJECT)), PlainSpec.ALL))
                .isEqualTo(new PlainFiles.Outcome.TooMuch(
                        "app" + "/d".repeat(101) + ": directories nested deeper than 100 levels", false));
    }

    @Test
    void aFileHasEightMebibytes() {
        PlainFiles large = new PlainFiles(new Bounds(30, 64L << 20, Duration.ofMinutes(10)), 1 << 20);
        String most = OBJECT + "---\n# " + "x".repeat((8 << 20) - OBJECT.length() - 6);

        assertThat(manifests(large, new MemoryTree(Map.of("app/a.yaml", most))).objects())
                .hasSize(1);
        assertThat(manifests(large, new MemoryTree(Map.of("app/a.yaml", most + "x"))))
                .isEqualTo(Manifests.unreadable(new Origin("app/a.yaml", 0), "larger than 8 MiB"));
    }

    private static Manifests manifests(PlainFiles plain, MemoryTree tree) {
        return plain.read(new ReadSet.Recorder(tree), "app", PlainSpec.ALL, Scalars.AS_WRITTEN)
                        instanceof PlainFiles.Outcome.Read(Manifests manifests)
                ? manifests
                : Manifests.NONE;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 21, 25})
    void theResultIsTheSameWhetherItIsStoredOrNot(int files) {
        MemoryTree tree = tree(files, 2).with("app/broken.yaml", "a: [").with("app/sub/hook.yaml", OBJECT);
        PlainFiles.Outcome first = once(plain, tree, PlainSpec.ALL);

        assertThat(once(plain, tree, PlainSpec.ALL)).isEqualTo(first);
        assertThat(once(new PlainFiles(new Bounds(30, BYTES, Duration.ofMinutes(10)), 0), tree, PlainSpec.ALL))
                .isEqualTo(first);
    }

    @Test
    void aFolderThatDoesNotExistHasNoObjects() {
        assertThat(read(new MemoryTree(Map.of("other/a.yaml", OBJECT)), PlainSpec.ALL))
                .isEqualTo(new PlainFiles.Outcome.Read(Manifests.NONE));
    }

    /** Reads twice, and returns the result if both are the same. */
    private PlainFiles.Outcome read(MemoryTree tree, PlainSpec spec) {
        PlainFiles.Outcome first = once(plain, tree, spec);
        assertThat(once(plain, tree, spec)).isEqualTo(first);
        return first;
    }

    private static PlainFiles.Outcome once(PlainFiles plain, MemoryTree tree, PlainSpec spec) {
        return plain.read(new ReadSet.Recorder(tree), "app", spec, Scalars.AS_WRITTEN);
    }

    private static List<String> names(PlainFiles.Outcome outcome) {
        return outcome instanceof PlainFiles.Outcome.Read(Manifests manifests)
                ? manifests.objects().stream().map(Manifest::toString).toList()
                : Collections.singletonList("too much");
    }

    private static MemoryTree tree(int above, int below) {
        Map<String, String> files = new HashMap<>();
        IntStream.range(0, above).forEach(i -> files.put("app/f" + i + ".yaml", OBJECT));
        IntStream.range(0, below).forEach(i -> files.put("app/d/f" + i + ".yaml", OBJECT));
        return new MemoryTree(files);
    }
}
