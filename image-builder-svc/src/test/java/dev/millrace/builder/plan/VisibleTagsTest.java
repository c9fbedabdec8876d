package dev.millrace.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ConfigurationFiles;
import dev.millrace.builder.source.NearestTag;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTagsTest {

    @ParameterizedTest(name = "{0} on {1} is {2}")
    @CsvSource({
        "'[\"{version}\", \"{major}.{minor}\", \"{major}\"]', refs/tags/v1.10.0, 1.10.0 1.10 1",
        "'[\"{version}\", \"{major}.{minor}\"]', refs/tags/1.10.0-rc.1, 1.10.0-rc.1",
        "'[\"{version}\"]', refs/tags/web/v2.0.1, 2.0.1",
        "'[\"{version}\", \"{tag}\"]', refs/tags/stable, stable",
        "'[\"v{major}-{prerelease}\"]', refs/tags/v1.0.0, ",
        "'[\"{version}\"]', refs/heads/main, ",
        "'[\"{version}\", \"{branch}-{short}\"]', refs/heads/main, main-0123456789ab",
        "'[\"{branch}\", \"{branch}\"]', refs/heads/fix/#1, fix--1",
        "'\"{branch}-{time}\"', refs/heads/main, main-20261123-004500",
        "'\"{describe}\"', refs/heads/main, v1.2.3-4-g0123456789ab",
        "'[\"{short}\", latest]', refs/heads/main, 0123456789ab latest",
        "'\"{commit}\"', refs/heads/main, 0123456789abcdef0123456789abcdef01234567"
    })
    void theTagsAreThoseOfTheTemplatesWithAValue(String templates, String ref, @Nullable String tags) {
        BuildConfiguration configuration =
                ConfigurationFiles.valid("images: [{name: r.example/web, tagPattern: " + templates + "}]\n");

        assertThat(tags(configuration, ref)).isEqualTo(tags == null ? "" : tags);
    }

    @Test
    void withoutATemplateTheRuleGivesTheTag() {
        BuildConfiguration configuration =
                ConfigurationFiles.valid("images: [{name: r.example/web}]\ntag: branch-time\n");

        assertThat(tags(configuration, "refs/heads/main")).isEqualTo("main-20261123-004500");
        assertThat(VisibleTags.needNearestTag(configuration)).isFalse();
    }

    @Test
    void theNearestGitTagIsReadOnlyIfItIsUsed() {
        assertThat(VisibleTags.needNearestTag(
                        ConfigurationFiles.valid("images: [{name: r.example/web, tagPattern: \"{describe}\"}]\n")))
                .isTrue();
        assertThat(VisibleTags.needNearestTag(
                        ConfigurationFiles.valid("images: [{name: r.example/web}]\ntag: describe\n")))
                .isTrue();
        assertThat(VisibleTags.needNearestTag(
                        ConfigurationFiles.valid("images: [{name: r.example/web, tagPattern: \"{short}\"}]\n")))
                .isFalse();
    }

    private static String tags(BuildConfiguration configuration, String ref) {
        Source source = new Source(
                new RepositoryId("git.example/shop/web"),
                new CommitId("0123456789abcdef0123456789abcdef01234567"),
                new GitRef(ref),
                Instant.parse("2026-11-23T00:45:00Z"),
                7);
        return VisibleTags.of(
                        configuration,
                        configuration.images().getFirst(),
                        source,
                        Optional.of(new NearestTag("v1.2.3", 4)))
                .stream()
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }
}
