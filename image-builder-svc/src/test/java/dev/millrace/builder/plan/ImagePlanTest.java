package dev.millrace.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.TagRule;
import dev.millrace.builder.source.NearestTag;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePlanTest {
    private static final Platform AMD = new Platform("linux/amd64");
    private static final Platform ARM = new Platform("linux/arm64");
    private static final CommitId COMMIT = new CommitId("0123456789abcdef0123456789abcdef01234567");

    @Test
    void theSameBuildHasTheSameFixedTagOnAnyRefAndWithAnyTag() {
        ImagePlan onMain = plan(source("refs/heads/main"), "web", "1", AMD);
        ImagePlan onRelease = plan(source("refs/heads/release"), "web", "other-tag", AMD);

        assertThat(onRelease.fixedTag()).isEqualTo(onMain.fixedTag());
        assertThat(onMain.fixedTag().value()).matches("millrace-[0-9a-f]{16}");
    }

    @Test
    void anotherImageOrPlatformHasAnotherFixedTag() {
        Source source = source("refs/heads/main");

        Tag web = plan(source, "web", "1", AMD).fixedTag();

        assertThat(plan(source, "api", "1", AMD).fixedTag()).isNotEqualTo(web);
        assertThat(plan(source, "web", "1", ARM).fixedTag()).isNotEqualTo(web);
    }

    @Test
    void labelsNameTheSourceAndItsSequence() {
        ImagePlan plan = plan(source("refs/heads/main"), "web", "1", AMD);

        assertThat(plan.labels())
                .containsEntry("org.opencontainers.image.source", "https://git.example/shop/web")
                .containsEntry("org.opencontainers.image.revision", COMMIT.value())
                .containsEntry("org.opencontainers.image.ref.name", "main")
                .containsEntry("dev.millrace.sequence", "7")
                .containsEntry("dev.millrace.committed-at", "2026-11-23T00:45:00Z");
        assertThat(ImageLabels.areOurs(plan.labels())).isTrue();
    }

    @ParameterizedTest(name = "{0} of {1} is {4}")
    @CsvSource({
        "COMMIT, refs/heads/main, v1.2.3, 4, 0123456789ab",
        "BRANCH_TIME, refs/heads/main, , 0, main-20261123-004500",
        "BRANCH_TIME, refs/heads/feature/über cool#1, , 0, feature--ber-cool-1-20261123-004500",
        "DESCRIBE, refs/heads/main, v1.2.3, 0, v1.2.3",
        "DESCRIBE, refs/heads/main, v1.2.3, 4, v1.2.3-4-g0123456789ab",
        "DESCRIBE, refs/heads/main, release/1+2, 0, release-1-2",
        "DESCRIBE, refs/heads/main, , 0, 0123456789ab",
        "DESCRIBE, refs/tags/1.10.0, stable, 0, 1.10.0",
        "DESCRIBE, refs/tags/web/v1.2.3+7, , 0, web-v1.2.3-7",
        "COMMIT, refs/tags/v1.2.3, , 0, v1.2.3",
        "BRANCH_TIME, refs/tags/v1.2.3, , 0, v1.2.3"
    })
    void theTagFollowsItsRule(TagRule rule, String ref, @Nullable String gitTag, long distance, String tag) {
        Optional<NearestTag> nearestTag = Optional.ofNullable(gitTag).map(name -> new NearestTag(name, distance));

        Tag named = TagNames.of(rule, source(ref.replace(' ', '-')), nearestTag);

        assertThat(named.value()).isEqualTo(tag);
    }

    @Test
    void findsStagesInAnySpellingOfFrom() {
        String dockerfile = """
                # FROM nothing AS comment
                FROM --platform=$BUILDPLATFORM golang:1 AS Build
                RUN echo FROM x AS no
                from build as test
                FROM scratch
                """;

        assertThat(DockerfileStages.names(dockerfile.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("build", "test");
    }

    @Test
    void aHostileDockerfileIsReadInLinearTime() {
        String dockerfile = "FROM " + "--a ".repeat(100_000) + "x AS hidden y\nFROM x AS test\n";

        assertThat(DockerfileStages.names(dockerfile.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("test");
    }

    private static Source source(String ref) {
        return new Source(
                new RepositoryId("git.example/shop/web"),
                COMMIT,
                new GitRef(ref),
                Instant.parse("2026-11-23T00:45:00Z"),
                7);
    }

    private static ImagePlan plan(Source source, String image, String tag, Platform own) {
        ImageSpec spec = new ImageSpec(
                new ImageName("registry.example/shop/" + image),
                "",
                "Dockerfile",
                Optional.empty(),
                new TreeMap<>(),
                List.of());
        BuildConfiguration configuration = new BuildConfiguration(List.of(spec), Optional.empty(), TagRule.COMMIT);
        return ImagePlan.of(
                source, "https://git.example/shop/web", configuration, spec, List.of(new Tag(tag)), own, false);
    }
}
