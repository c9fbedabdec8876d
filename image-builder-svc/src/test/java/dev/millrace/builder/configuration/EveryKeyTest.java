package dev.millrace.builder.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.millrace.builder.configuration.spec.BuildAccess;
import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.configuration.spec.ContextSource;
import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.builder.configuration.spec.NamePattern;
import dev.millrace.builder.configuration.spec.NetworkLimit;
import dev.millrace.builder.configuration.spec.PathFilter;
import dev.millrace.builder.configuration.spec.PathPattern;
import dev.millrace.builder.configuration.spec.RefFilter;
import dev.millrace.builder.configuration.spec.RequestUse;
import dev.millrace.builder.configuration.spec.TagPattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EveryKeyTest {
    private static final BuildConfiguration EVERY_KEY = ConfigurationFiles.valid(ConfigurationFiles.everyKey());

    @Test
    void readsWhereAnImageIsBuiltFrom() {
        ImageSpec web = EVERY_KEY.images().getFirst();

        assertThat(web.context()).isEqualTo("services/web");
        assertThat(web.dockerfile()).isEqualTo("../../docker/web.Dockerfile");
        assertThat(web.dockerfilePath()).isEqualTo("docker/web.Dockerfile");
        assertThat(web.hasDockerfileOutsideItsContext()).isTrue();
        assertThat(web.args())
                .containsExactly(
                        entry("BASE", "registry.example/base:1"), entry("DEBUG", "true"), entry("VERSION", "1.10"));
        assertThat(web.labels()).containsExactly(entry("org.opencontainers.image.title", "Web"));
        assertThat(web.contexts())
                .containsExactly(
                        entry("alpine:3", new ContextSource.Image("registry.example/mirror/alpine:3")),
                        entry("lib", new ContextSource.Folder("libs/go")));
    }

    @Test
    void readsTestsLimitsAndAccess() {
        ImageSpec web = EVERY_KEY.images().getFirst();

        assertThat(web.tests())
                .containsExactly(
                        new ImageTest.Stage("unit", Optional.of("/out/reports")),
                        new ImageTest.Commands(
                                "golang:1.25", List.of("go vet ./...", "go test ./..."), Optional.of("report.xml")));
        assertThat(web.limits())
                .isEqualTo(new BuildLimits(
                        Optional.of(2L << 30),
                        Optional.of(1500L),
                        Optional.of(500L),
                        Optional.of(10_000_000_000L),
                        Optional.of(Duration.ofMinutes(90)),
                        Optional.of(NetworkLimit.NONE)));
        assertThat(web.access()).isEqualTo(new BuildAccess(List.of("npm-token"), List.of("default")));
    }

    @Test
    void readsTagsAndFilters() {
        ImageSpec web = EVERY_KEY.images().getFirst();

        assertThat(web.tagPatterns())
                .containsExactly(
                        new TagPattern("{version}"),
                        new TagPattern("{major}.{minor}"),
                        new TagPattern("{branch}-{short}"));
        assertThat(web.refs())
                .contains(new RefFilter(
                        List.of(new NamePattern("main"), new NamePattern("release/**")),
                        List.of(new NamePattern("v*"), new NamePattern("1.*"))));
        assertThat(web.paths())
                .isEqualTo(new PathFilter(
                        List.of(new PathPattern("services/web"), new PathPattern("!services/web/docs")),
                        List.of(new PathPattern("**/*.md"), new PathPattern("*.txt")),
                        List.of(new PathPattern("go.mod"), new PathPattern("proto/"))));
        assertThat(EVERY_KEY.requests()).isEqualTo(RequestUse.TESTS);
        assertThat(EVERY_KEY.describeMatch()).contains("v*");
    }

    @Test
    void anImageInheritsThePartsAtTheTopThatItDoesNotHave() {
        ImageSpec api = EVERY_KEY.images().getLast();

        assertThat(api.tests()).containsExactly(new ImageTest.Stage("test", Optional.empty()));
        assertThat(api.tagPatterns()).containsExactly(new TagPattern("{tag}"));
        assertThat(api.refs()).contains(new RefFilter(List.of(), List.of(new NamePattern("v*"))));
        assertThat(api.limits().memory()).contains(1L << 30);
        assertThat(api.limits().milliCpus()).contains(500L);
        assertThat(api.limits().time()).isEmpty();
    }
}
