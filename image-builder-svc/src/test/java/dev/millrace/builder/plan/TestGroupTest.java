package dev.millrace.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ConfigurationFiles;
import dev.millrace.builder.configuration.spec.BuildAccess;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestGroupTest {
    private static final String FILE = """
            images:
              - {name: r.example/server, target: server}
              - {name: r.example/web, context: web}
              - {name: r.example/worker, target: worker}
              - {name: r.example/lint, tests: [{stage: lint}]}
              - {name: r.example/other, args: {A: b}, secrets: [token], ssh: [default]}
            test: {stage: test}
            requests: tests
            """;

    @Test
    void imagesWithTheSameTestsAreOneGroup() {
        List<TestGroup> groups = TestGroup.of(plans("refs/heads/main"));

        assertThat(groups)
                .extracting(group ->
                        group.plans().stream().map(plan -> plan.image().path()).toList())
                .containsExactly(List.of("server", "worker"), List.of("web"), List.of("lint"), List.of("other"));
    }

    @Test
    void aRequestIsOnlyTestedAndHasNoSecrets() {
        ImagePlan onMain = plans("refs/heads/main").getLast();
        ImagePlan onRequest = plans("refs/pull/7/head").getLast();

        assertThat(onMain.isTestOnly()).isFalse();
        assertThat(onMain.spec().access()).isEqualTo(new BuildAccess(List.of("token"), List.of("default")));
        assertThat(onRequest.isTestOnly()).isTrue();
        assertThat(onRequest.spec().access()).isEqualTo(BuildAccess.NONE);
        assertThat(onRequest.fingerprint()).isNotEqualTo(onMain.fingerprint());
    }

    private static List<ImagePlan> plans(String ref) {
        BuildConfiguration configuration = ConfigurationFiles.valid(FILE);
        Source source = new Source(
                new RepositoryId("git.example/shop/web"),
                new CommitId("0123456789abcdef0123456789abcdef01234567"),
                new GitRef(ref),
                Instant.parse("2026-11-23T00:45:00Z"),
                7);
        Platform own = new Platform("linux/amd64");
        return configuration.images().stream()
                .map(spec -> ImagePlan.of(
                        source, "https://git.example", configuration, spec, List.of(new Tag("1")), own, true))
                .toList();
    }
}
