package dev.millrace.sync.render.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.render.PlainSpec;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, submodules and projects of other tools within a folder of plain manifests. */
class FoldersNotReadTest {
    private static final String LEAVE_OUT = "; leave it out with spec.plain.exclude if it holds no manifests";
    private static final String OBJECT = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n";
    private static final MemoryTree TREE =
            new MemoryTree(Map.of("app/a.yaml", OBJECT, "app/sub/b.yaml", OBJECT, "shared/c.yaml", OBJECT));

    private final PlainFiles plain = new PlainFiles(new Bounds(1000, 1 << 20, Duration.ofMinutes(2)), 1 << 20);

    private Manifests read(SourceTree tree, PlainSpec spec) {
        PlainFiles.Outcome outcome = plain.read(new ReadSet.Recorder(tree), "app", spec, Scalars.AS_WRITTEN);
        assertThat(outcome).isInstanceOf(PlainFiles.Outcome.Read.class);
        return ((PlainFiles.Outcome.Read) outcome).manifests();
    }

    @ParameterizedTest
    @CsvSource({
        "extra, SYMLINK, a symbolic link",
        "extra.yaml, SYMLINK, a symbolic link",
        "v1.2, SYMLINK, a symbolic link",
        "sub/extra, SYMLINK, a symbolic link",
        "extra, SUBMODULE, a submodule",
        "readme.md, SUBMODULE, a submodule"
    })
    void whatMayLeadToManifestsIsRefusedWithItsPlaceAndTheRestIsRead(String path, SourceTree.Kind kind, String what) {
        Manifests read = read(TREE.withLink("app/" + path, kind), PlainSpec.ALL);

        assertThat(read.unreadable().toString())
                .isEqualTo("[app/" + path + ": " + what + ", which is not followed" + LEAVE_OUT + "]");
        assertThat(read.objects()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "LICENSE", ".hidden", "run.sh", "values.j2"})
    void aLinkThatLeadsToNoManifestsIsPassedOver(String name) {
        assertThat(read(TREE.withLink("app/" + name, SourceTree.Kind.SYMLINK), PlainSpec.ALL)
                        .unreadable())
                .isEmpty();
    }

    @Test
    void whatIsExcludedIsPassedOverAsFoldersAreWhereOnlyFilesAreRead() {
        MemoryTree tree = TREE.withLink("app/extra", SourceTree.Kind.SYMLINK);

        assertThat(read(tree, new PlainSpec(true, List.of(), List.of("extra"))).unreadable())
                .isEmpty();
        assertThat(read(tree, new PlainSpec(false, List.of(), List.of())).unreadable())
                .isEmpty();
    }

    @Test
    void aFolderThatBecomesALinkIsNoticed() {
        ReadSet.Recorder recorder = new ReadSet.Recorder(TREE);
        plain.read(recorder, "app", PlainSpec.ALL, Scalars.AS_WRITTEN);

        MemoryTree changed = TREE.without("app/sub/b.yaml").withLink("app/sub", SourceTree.Kind.SYMLINK);

        assertThat(recorder.readSet().isSameIn(changed)).isFalse();
        assertThat(read(changed, PlainSpec.ALL).unreadable()).hasSize(1);
    }

    @Test
    void aLinkOnTheWayToAPathIsNamed() {
        MemoryTree tree = TREE.withLink("apps/web", SourceTree.Kind.SYMLINK).withLink("lib", SourceTree.Kind.SUBMODULE);

        assertThat(tree.obstacle("apps/web/base/a.yaml"))
                .contains(new SourceTree.Obstacle("apps/web", "a symbolic link, which is not followed"));
        assertThat(tree.obstacle("lib")).contains(new SourceTree.Obstacle("lib", "a submodule, which is not followed"));
        assertThat(tree.obstacle("app/sub/b.yaml")).isEmpty();
        assertThat(tree.obstacle("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".kluctl.yaml|discriminator: a",
                ".kluctl.yml|''",
                ".kluctl-library.yaml|''",
                "deployment.yaml|'deployments: [{path: a}]'",
                "deployment.yml|'\n# a\ndeployments:\n- path: {{ a }}\n'",
                "deployment.yaml|'\"deployments\": []'"
            })
    void nothingOfAKluctlProjectIsReadAndTheRestIs(String name, String content) {
        MemoryTree tree = TREE.with("app/sub/" + name, content).with("app/sub/deep/c.yaml", OBJECT);

        Manifests read = read(tree, PlainSpec.ALL);

        assertThat(read.objects()).extracting(m -> m.origin().file()).containsExactly("app/a.yaml");
        assertThat(read.unreadable()).singleElement().satisfies(one -> assertThat(one.toString())
                .startsWith("app/sub/" + name + ": a kluctl project, "));
    }

    @Test
    void aProjectAtTheTopIsRefusedAsAWhole() {
        Manifests read = read(TREE.with("app/.kluctl.yaml", "targets: []"), PlainSpec.ALL);

        assertThat(read.objects()).isEmpty();
        assertThat(read.unreadable()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deployment.yaml|'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n'",
                "deployment.yaml|'apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: a}\ndeployments: []\n'",
                "deployment.yaml|'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  d: |\n    deployments:\n'",
                "other.yaml|'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'"
            })
    void aFileOfThatNameMayHoldAnObject(String name, String content) {
        Manifests read = read(TREE.with("app/sub/" + name, content), PlainSpec.ALL);

        assertThat(read.unreadable()).isEmpty();
        assertThat(read.objects()).hasSize(3);
    }

    @Test
    void aProjectThatIsExcludedIsNotMissed() {
        MemoryTree tree = TREE.with("app/sub/.kluctl.yaml", "");

        assertThat(read(tree, new PlainSpec(true, List.of(), List.of("sub"))).unreadable())
                .isEmpty();
    }
}
