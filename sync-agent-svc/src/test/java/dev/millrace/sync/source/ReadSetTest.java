package dev.millrace.sync.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadSetTest {
    private final MemoryTree tree =
            new MemoryTree(Map.of("apps/web/a.yaml", "a", "apps/web/README.md", "text", "other/x.yaml", "x"));

    @Test
    void isTheSameWhileOnlyOtherFilesChange() {
        ReadSet read = readWeb();

        MemoryTree next = tree.with("other/x.yaml", "changed").with("apps/web/README.md", "changed");

        assertThat(read.isSameIn(next)).isTrue();
        assertThat(read.isSameIn(next, List.of("other/x.yaml", "apps/web/README.md")))
                .isTrue();
    }

    @Test
    void isNotTheSameWhenAFileChanged() {
        ReadSet read = readWeb();

        MemoryTree next = tree.with("apps/web/a.yaml", "changed");

        assertThat(read.isSameIn(next)).isFalse();
        assertThat(read.isSameIn(next, List.of("apps/web/a.yaml"))).isFalse();
    }

    @Test
    void isNotTheSameWhenAListingHasOneMore() {
        ReadSet read = readWeb();

        MemoryTree next = tree.with("apps/web/b.yaml", "b");

        assertThat(read.isSameIn(next)).isFalse();
        assertThat(read.isSameIn(next, List.of("apps/web/b.yaml"))).isFalse();
    }

    @Test
    void isNotTheSameWhenANewDirectoryAppearsInAListing() {
        ReadSet read = readWeb();

        MemoryTree next = tree.with("apps/web/more/deep/b.yaml", "b");

        assertThat(read.isSameIn(next)).isFalse();
        assertThat(read.isSameIn(next, List.of("apps/web/more/deep/b.yaml"))).isFalse();
    }

    @Test
    void isNotTheSameWhenWhatWasAbsentAppears() {
        ReadSet.Recorder recorder = new ReadSet.Recorder(tree);
        assertThat(recorder.kind("base/kustomization.yaml")).isEqualTo(SourceTree.Kind.ABSENT);
        ReadSet read = recorder.readSet();

        MemoryTree next = tree.with("base/kustomization.yaml", "resources: []");

        assertThat(read.isSameIn(next)).isFalse();
        assertThat(read.isSameIn(next, List.of("base/kustomization.yaml"))).isFalse();
    }

    @Test
    void isNotTheSameWhenTheDirectoryIsGone() {
        ReadSet read = readWeb();

        MemoryTree next = tree.without("apps/web/a.yaml").without("apps/web/README.md");

        assertThat(read.isSameIn(next)).isFalse();
        assertThat(read.isSameIn(next, List.of("apps/web/a.yaml", "apps/web/README.md")))
                .isFalse();
    }

    private ReadSet readWeb() {
        ReadSet.Recorder recorder = new ReadSet.Recorder(tree);
        assertThat(recorder.kind("apps/web")).isEqualTo(SourceTree.Kind.DIRECTORY);
        assertThat(recorder.list("apps/web")).isPresent();
        assertThat(recorder.read("apps/web/a.yaml", 1 << 20)).isPresent();
        return recorder.readSet();
    }
}
