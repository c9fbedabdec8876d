package dev.millrace.updater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.read.PolicyOutcome;
import dev.millrace.updater.policy.read.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The problems of whole policies, by the files that there are. */
class PolicyProblemsTest {
    private static final List<String> PATHS =
            List.of("apps/api/values.yaml", "apps/web/kustomization.yaml", "clusters/a/x.yaml", "README.md");

    static final List<Arguments> OF_PATHS = List.of(
            arguments("[apps/**]", List.of()),
            arguments("[apps/]", List.of()),
            arguments("['apps/{web,api}/*']", List.of()),
            arguments("[apps/**, '!apps/api/**']", List.of()),
            arguments("['**/*.md']", List.of()),
            arguments(
                    "[clusters/a]", List.of("no file matches the path clusters/a; for a directory, write clusters/a/")),
            arguments("[clusters/b/]", List.of("no file matches the path clusters/b/")),
            arguments("[apps/*.yaml]", List.of("no file matches the path apps/*.yaml")),
            arguments("[Apps/**]", List.of("no file matches the path Apps/**")),
            arguments("['apps/{db,cache}/**']", List.of("no file matches the path apps/{db,cache}/**")),
            arguments("[apps/**, '!apps/legacy/**']", List.of("no file matches the path !apps/legacy/**")),
            arguments(
                    "[apps/**, a/**, b.yaml]",
                    List.of("no file matches the path a/**", "no file matches the path b.yaml")));

    @ParameterizedTest(name = "{0}: {1}")
    @FieldSource("OF_PATHS")
    void aPathThatMatchesNoFileIsAProblem(String paths, List<String> problems) {
        Policies policies = policies("- {name: web, image: reg.example/shop/web, paths: " + paths + "}");

        assertThat(PolicyProblems.of(policies, PATHS, found("web")).getOrDefault("web", List.of()))
                .isEqualTo(problems);
    }

    @Test
    void aPolicyWithoutAPlaceIsAProblem() {
        Policies policies = policies("""
                - {name: web, image: reg.example/shop/web}
                - {name: api, image: reg.example/shop/api, places: [{path: backend.env.0.value}]}
                """);

        assertThat(PolicyProblems.of(policies, PATHS, found("web")))
                .isEqualTo(Map.of("api", List.of("no place found in the repository")));
    }

    @Test
    void aMistakeInAPolicyIsItsProblemWithItsPosition() {
        Policies policies = policies("""
                - {name: web, image: reg.example/shop/web, tags: {pattern: 'v(.*)', extract: $build}}
                - {name: api, image: reg.example/shop/api}
                """);

        assertThat(PolicyProblems.of(policies, PATHS, found("web", "api")))
                .isEqualTo(Map.of(
                        "web",
                        List.of(".millrace/updates.yaml:2:78: 'extract': the pattern has no group named build")));
    }

    private static Map<String, FileFindings> found(String... policies) {
        Map<String, FileFindings> findings = new TreeMap<>();
        for (String policy : policies) {
            findings.put(
                    policy + ".yaml",
                    new FileFindings(
                            "", List.of(new FileFindings.Value(policy, Part.TAG, "tag", 1, "1.0.0")), List.of()));
        }
        return findings;
    }

    private static Policies policies(String entries) {
        byte[] text = ("policies:\n" + entries).getBytes(StandardCharsets.UTF_8);
        return ((PolicyOutcome.Usable) PolicyReader.read(text)).policies();
    }
}
