package dev.millrace.sync.render.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.render.PlainSpec;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Unreadable;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlainFilesTest {
    private static final long KEPT = 1 << 20;

    private final PlainFiles plain = new PlainFiles(new Bounds(1000, 1 << 20, Duration.ofMinutes(2)), KEPT);

    private static String object(String name) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}}\n";
    }

    private static MemoryTree tree(String... paths) {
        Map<String, String> files = new HashMap<>();
        for (String path : paths) {
            files.put(path, object(path.replaceAll("[^a-z0-9]", "-")));
        }
        return new MemoryTree(files);
    }

    private Manifests read(SourceTree tree, PlainSpec spec) {
        assertThat(plain.read(new ReadSet.Recorder(tree), "app", spec, Scalars.AS_WRITTEN))
                .isInstanceOf(PlainFiles.Outcome.Read.class);
        return plain.read(new ReadSet.Recorder(tree), "app", spec, Scalars.AS_WRITTEN)
                        instanceof PlainFiles.Outcome.Read(Manifests manifests)
                ? manifests
                : Manifests.NONE;
    }

    private List<String> files(SourceTree tree, PlainSpec spec) {
        return read(tree, spec).objects().stream().map(m -> m.origin().file()).toList();
    }

    private static PlainSpec spec(boolean recursive, List<String> include, List<String> exclude) {
        return new PlainSpec(recursive, include, exclude);
    }

    @Test
    void readsYamlAndJsonOfAllFoldersAndLeavesOutWhatIsHidden() {
        SourceTree tree =
                tree("app/a.yaml", "app/b/c.yml", "app/b/d.json", "app/.e.yaml", "app/.f/g.yaml", "app/h.md", "i.yaml");

        assertThat(files(tree, PlainSpec.ALL)).containsExactly("app/a.yaml", "app/b/c.yml", "app/b/d.json");
    }

    @Test
    void foldersAreLeftOutIfAsked() {
        assertThat(files(tree("app/a.yaml", "app/b/c.yaml"), spec(false, List.of(), List.of())))
                .containsExactly("app/a.yaml");
    }

    @Test
    void globsSayWhichFilesCount() {
        SourceTree tree = tree(
                "app/a.yaml", "app/test/b.yaml", "app/x/test/c.yaml", "app/x/d.yaml", "app/x/e.tmpl", "app/xx.yaml");

        assertThat(files(tree, spec(true, List.of(), List.of("test/"))))
                .containsExactly("app/a.yaml", "app/x/d.yaml", "app/xx.yaml");
        assertThat(files(tree, spec(true, List.of(), List.of("/test"))))
                .containsExactly("app/a.yaml", "app/x/d.yaml", "app/x/test/c.yaml", "app/xx.yaml");
        assertThat(files(tree, spec(true, List.of("x"), List.of())))
                .containsExactly("app/x/d.yaml", "app/x/test/c.yaml");
        assertThat(files(tree, spec(true, List.of("x/*.yaml", "*.tmpl"), List.of())))
                .containsExactly("app/x/d.yaml", "app/x/e.tmpl");
        assertThat(files(tree, spec(true, List.of("**/test/**"), List.of("c.*"))))
                .containsExactly("app/test/b.yaml");
        assertThat(files(tree, spec(true, List.of("?.yaml"), List.of("x"))))
                .containsExactly("app/a.yaml", "app/test/b.yaml");
    }

    @Test
    void aGlobThatOthersWouldChokeOnEndsSoon() {
        SourceTree tree = tree("app/" + "a".repeat(200) + ".yaml");

        assertThat(files(tree, spec(true, List.of("**a**a**a**a**a**a**a**a**a**a**a**b"), List.of())))
                .isEmpty();
    }

    @Test
    void theReadSetIsWhatWasLookedAtWhetherItIsKeptOrNot() {
        SourceTree tree = tree("app/a.yaml", "app/b/c.yaml", "app/b/README.md", "app/t/d.yaml", "other/e.yaml");
        PlainSpec spec = spec(true, List.of(), List.of("t"));
        ReadSet.Recorder first = new ReadSet.Recorder(tree);
        ReadSet.Recorder second = new ReadSet.Recorder(tree);

        plain.read(first, "app", spec, Scalars.AS_WRITTEN);
        plain.read(second, "app", spec, Scalars.AS_WRITTEN);

        assertThat(first.readSet().entries().keySet())
                .containsExactlyInAnyOrder("dir:app", "dir:app/b", "file:app/a.yaml", "file:app/b/c.yaml");
        assertThat(second.readSet()).isEqualTo(first.readSet());
        assertThat(first.readSet().isSameIn(tree)).isTrue();
    }

    @Test
    void theSameFoldersGiveTheVerySameObjectsAndOnlyWhatChangedIsReadAgain() {
        MemoryTree before = tree("app/a/a.yaml", "app/b/c.yaml", "app/c/d.yaml");
        Reads reads = new Reads(before.with("app/c/d.yaml", object("changed")));
        List<Manifest> first = read(before, PlainSpec.ALL).objects();

        List<Manifest> second = read(reads, PlainSpec.ALL).objects();

        assertThat(second).extracting(m -> m.ref().name()).containsExactly("app-a-a-yaml", "app-b-c-yaml", "changed");
        assertThat(second.getFirst()).isSameAs(first.getFirst());
        assertThat(second.get(1)).isSameAs(first.get(1));
        assertThat(reads.paths).containsExactly("app/c/d.yaml");
    }

    @Test
    void ofAFolderOfManyFilesOnlyTheChangedOneIsReadAgain() {
        String[] paths =
                IntStream.range(100, 150).mapToObj(i -> "app/f" + i + ".yaml").toArray(String[]::new);
        MemoryTree before = tree(paths);
        Reads reads = new Reads(before.with("app/f120.yaml", object("changed")));
        read(before, PlainSpec.ALL);

        read(reads, PlainSpec.ALL);

        assertThat(reads.paths).containsExactly("app/f120.yaml");
    }

    @Test
    void whatIsKeptForSomeTextsIsNotTakenForOthers() {
        MemoryTree tree = tree("app/a.yaml");
        Scalars other = text -> text.equals("app-a-yaml") ? "b" : text;
        read(tree, PlainSpec.ALL);

        PlainFiles.Outcome outcome = plain.read(new ReadSet.Recorder(tree), "app", PlainSpec.ALL, other);

        assertThat(outcome).isInstanceOfSatisfying(PlainFiles.Outcome.Read.class, read -> assertThat(
                        read.manifests().objects())
                .extracting(m -> m.ref().name())
                .containsExactly("b"));
    }

    @Test
    void aHundredThousandFilesAreRefusedWithAReason() {
        PlainFiles usual = new PlainFiles(Bounds.ofThisProcess(Duration.ofMinutes(2)), KEPT);
        SourceTree many = new Many(100_000, object("a"));

        assertThat(usual.read(new ReadSet.Recorder(many), "", PlainSpec.ALL, Scalars.AS_WRITTEN))
                .isEqualTo(new PlainFiles.Outcome.TooMuch("more than 50000 manifests", false));
    }

    @Test
    void manyBytesAndMuchTimeAreRefusedWithAReason() {
        SourceTree large = new Many(20, object("a") + "# " + "x".repeat(100_000));

        assertThat(plain.read(new ReadSet.Recorder(large), "", PlainSpec.ALL, Scalars.AS_WRITTEN))
                .isEqualTo(new PlainFiles.Outcome.TooMuch("its manifests are larger than 1 MiB together", false));
        assertThat(new PlainFiles(new Bounds(10, 1 << 20, Duration.ZERO), KEPT)
                        .read(new ReadSet.Recorder(tree("a.yaml")), "", PlainSpec.ALL, Scalars.AS_WRITTEN))
                .isEqualTo(new PlainFiles.Outcome.TooMuch("reading it took longer than 0.0 s", true));
    }

    @Test
    void aFileThatIsTooLargeOrALinkFailsAlone() {
        SourceTree tree = new Odd(tree("app/a.yaml"));

        Manifests read = read(tree, PlainSpec.ALL);

        assertThat(read.objects()).hasSize(1);
        assertThat(read.unreadable())
                .extracting(Unreadable::toString)
                .containsExactly(
                        "app/large.yaml: larger than 8 MiB",
                        "app/link.yaml: a symbolic link, which is not followed; leave it out with spec.plain.exclude if it holds"
                                + " no manifests",
                        "app/link: a symbolic link, which is not followed; leave it out with spec.plain.exclude if it holds"
                                + " no manifests");
    }

    /** A tree with this number of identical files in one directory. */
    private record Many(int count, String content) implements SourceTree {
        @Override
        public Kind kind(String path) {
            return path.isEmpty() ? Kind.DIRECTORY : Kind.FILE;
        }

        @Override
        public Optional<String> id(String path) {
            return Optional.of("id");
        }

        @Override
        public Optional<byte[]> read(String path, long most) {
            return Optional.of(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<List<Child>> list(String directory) {
            return Optional.of(IntStream.range(0, count)
                    .mapToObj(i -> new Child(i + ".yaml", Kind.FILE, "id"))
                    .toList());
        }
    }

    /** A tree with a large file and a link in each directory. */
    private record Odd(SourceTree tree) implements SourceTree {
        @Override
        public Kind kind(String path) {
            return tree.kind(path);
        }

        @Override
        public Optional<String> id(String path) {
            return tree.id(path);
        }

        @Override
        public Optional<byte[]> read(String path, long most) {
            return tree.read(path, most);
        }

        @Override
        public Optional<List<Child>> list(String directory) {
            return tree.list(directory).map(children -> Stream.concat(
                            children.stream(),
                            Stream.of(
                                    new Child("large.yaml", Kind.FILE, "1"),
                                    new Child("link.yaml", Kind.SYMLINK, "2"),
                                    new Child("link", Kind.SYMLINK, "3")))
                    .toList());
        }
    }

    /** A tree that records which files are read. */
    private static final class Reads implements SourceTree {
        private final SourceTree tree;
        private final Set<String> paths = new TreeSet<>();

        Reads(SourceTree tree) {
            this.tree = tree;
        }

        @Override
        public Kind kind(String path) {
            return tree.kind(path);
        }

        @Override
        public Optional<String> id(String path) {
            return tree.id(path);
        }

        @Override
        public Optional<byte[]> read(String path, long most) {
            paths.add(path);
            return tree.read(path, most);
        }

        @Override
        public Optional<List<Child>> list(String directory) {
            return tree.list(directory);
        }
    }
}
