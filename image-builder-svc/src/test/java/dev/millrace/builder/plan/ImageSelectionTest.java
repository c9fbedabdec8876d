package dev.millrace.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ConfigurationFiles;
import dev.millrace.builder.source.ChangedPaths;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSelectionTest {
    private static final GitRef MAIN = new GitRef("refs/heads/main");
    private static final String MONOREPO = """
            images:
              - {name: r.example/shop/api, context: services/api, contexts: {lib: libs/go}}
              - {name: r.example/shop/client, context: services/client, dockerfile: ../../docker/client.Dockerfile}
              - {name: r.example/shop/load, context: services/load, paths: [services/load/*.py, tools], ignore: [tools/docs]}
              - {name: r.example/shop/docs, context: docs, on: {branches: [docs/*]}}
            shared: [go.mod]
            ignore: ["*.md"]
            """;

    @ParameterizedTest(name = "{0} builds {1}")
    @CsvSource({
        "services/api/main.go, api",
        "libs/go/a/b.go, api",
        "docker/client.Dockerfile, client",
        "docker/client.Dockerfile.dockerignore, client",
        "services/client/README.md, ",
        "README.md, ",
        "services/load/load.py, load",
        "services/load/deep/load.py, ",
        "services/load/Dockerfile, load",
        "services/load/.dockerignore, load",
        "tools/a, load",
        "tools/docs/a, ",
        "go.mod, api client load",
        ".millrace/build.yaml, api client load",
        "services/apis/main.go, ",
        "services/api, api"
    })
    void aChangedPathBuildsTheImagesThatItConcerns(String path, @Nullable String images) {
        assertThat(selected(MONOREPO, MAIN, new ChangedPaths.Some(List.of(path))))
                .isEqualTo(images == null ? "" : images);
    }

    @ParameterizedTest(name = "{0} builds {1}")
    @CsvSource({
        "refs/heads/main, api client load",
        "refs/heads/docs/new, api client load docs",
        "refs/tags/v1, api client load",
        "refs/pull/7/head, ",
        "refs/merge-requests/7/head, "
    })
    void unknownChangesBuildEveryImageOfTheRef(String ref, @Nullable String images) {
        assertThat(selected(MONOREPO, new GitRef(ref), new ChangedPaths.Everything()))
                .isEqualTo(images == null ? "" : images);
    }

    @Test
    void aTagBuildsEveryImageWhateverHasChanged() {
        assertThat(selected(MONOREPO, new GitRef("refs/tags/v1"), new ChangedPaths.Some(List.of())))
                .isEqualTo("api client load");
    }

    @Test
    void requestsAreTestedByChoice() {
        assertThat(selected(
                        MONOREPO + "requests: tests\n",
                        new GitRef("refs/pull/7/head"),
                        new ChangedPaths.Some(List.of("services/api/main.go"))))
                .isEqualTo("api");
    }

    @Test
    void withoutAFilterEveryCommitBuildsTheImage() {
        String file = "images: [{name: r.example/shop/web, context: web}]\n";

        assertThat(selected(file, MAIN, new ChangedPaths.Some(List.of("README.md"))))
                .isEqualTo("web");
    }

    @Test
    void theBaseOfAChangeIsTheLastBuiltCommitOrElseTheMergeBase() {
        Optional<CommitId> last = Optional.of(new CommitId("1".repeat(40)));
        Optional<CommitId> merge = Optional.of(new CommitId("2".repeat(40)));

        assertThat(ChangeBase.of(MAIN, last, () -> merge)).isEqualTo(last);
        assertThat(ChangeBase.of(MAIN, Optional.empty(), () -> merge)).isEqualTo(merge);
        assertThat(ChangeBase.of(MAIN, Optional.empty(), Optional::empty)).isEmpty();
        assertThat(ChangeBase.of(new GitRef("refs/tags/v1"), last, () -> merge)).isEmpty();
    }

    @Test
    void nothingIsBuiltWhereNothingHasChangedSinceTheBuildEnded() {
        String file = "images:\n  - name: registry.example/shop/web\n";

        assertThat(selected(file, MAIN, new ChangedPaths.Everything())).isEqualTo("web");
        assertThat(selected(file, MAIN, new ChangedPaths.Nothing())).isEmpty();
    }

    private static String selected(String file, GitRef ref, ChangedPaths changed) {
        BuildConfiguration configuration = ConfigurationFiles.valid(file);
        List<String> names = configuration.images().stream()
                .filter(image -> ImageSelection.includes(configuration, image, ref, changed))
                .map(image -> image.name().path().replace("shop/", ""))
                .toList();
        return String.join(" ", names);
    }
}
