package dev.millrace.updater.policy.read;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One policy that stands for many. */
class PolicyPatternTest {
    private static final String SHOP = """
            environments:
              staging: {applications: ["eu-1/shop/{service}-{environment}"]}
              production: {applications: ["eu-1/shop/{service}", "us-1/shop/{service}"]}
            defaults:
              branches: [main]
              digest: true
            policies:
              - name: "{service}-{environment}"
                image: registry.example/shop/{service}
                paths: ["apps/{service}/overlays/{environment}/**", "!apps/common/"]
                environments:
                  staging: {}
                  production: {after: {environment: staging, healthy: 10m}, digest: false}
            """;

    private static final List<String> PATHS = List.of(
            "apps/web/base/deployment.yaml",
            "apps/web/overlays/staging/kustomization.yaml",
            "apps/web/overlays/production/kustomization.yaml",
            "apps/api/overlays/staging/kustomization.yaml",
            "apps/api/overlays/staging/patch.yaml",
            "apps/common/overlays/staging/kustomization.yaml",
            "README.md");

    @Test
    void aPolicyStandsForEachServiceAndEnvironmentThatHasAPath() {
        Policies policies = expanded(SHOP, PATHS);

        assertThat(policies.all())
                .extracting(Policy::name)
                .containsExactly("api-staging", "web-staging", "web-production");
        Policy web = policies.named("web-production").orElseThrow();
        assertThat(web.image().value()).isEqualTo("registry.example/shop/web");
        assertThat(web.values()).containsExactlyEntriesOf(Map.of("service", "web"));
        assertThat(web.promotion().environment()).contains("production");
        assertThat(web.promotion().after()).isPresent();
        assertThat(web.group()).isEqualTo("production");
        assertThat(web.versions().branches()).containsExactly("main");
        assertThat(web.versions().pinned()).isFalse();
        assertThat(web.covers("apps/web/overlays/production/kustomization.yaml"))
                .isTrue();
        assertThat(web.covers("apps/api/overlays/production/kustomization.yaml"))
                .isFalse();
        assertThat(policies.named("web-staging").orElseThrow().versions().pinned())
                .isTrue();
    }

    @Test
    void fortyServicesInThreeEnvironmentsAreTwentyLines() throws Exception {
        String text = new String(PolicyReaderTest.example("forty-services.yaml"), StandardCharsets.UTF_8);
        List<String> paths = IntStream.range(0, 40)
                .boxed()
                .flatMap(i -> Stream.of("dev", "staging", "production")
                        .map(name -> "apps/service-" + i + "/overlays/" + name + "/kustomization.yaml"))
                .toList();

        Policies policies = expanded(text, paths);

        assertThat(text.lines()).hasSizeLessThanOrEqualTo(20);
        assertThat(policies.all()).hasSize(120);
    }

    @ParameterizedTest(name = "{0} in {1} is {2}")
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "apps/{service}/**; apps/web/a.yaml; web",
                "apps/{service}/**; apps/web/a/b/c.yaml; web",
                "apps/{service}/; apps/web/a.yaml; web",
                "apps/{service}.yaml; apps/web.yaml; web",
                "apps/{service}/values-{service}.yaml; apps/web/values-web.yaml; web",
                "apps/{service}/values-{service}.yaml; apps/web/values-api.yaml; -",
                "*/{service}/**; a/web/x.yaml; web",
                "{apps,infra}/{service}/**; infra/web/x.yaml; web",
                "apps/svc-{service}/**; apps/svc-web/x.yaml; web",
                "apps/svc-{service}/**; apps/web/x.yaml; -",
                "apps/{service}/**; apps/my_web.v2/x.yaml; my_web.v2",
                "apps/{service}/**; apps/a--b/x.yaml; a--b",
                "apps/{service}/**; apps/Web/x.yaml; -",
                "apps/{service}/**; apps/_base/x.yaml; -",
                "apps/{service}/**; apps/../x.yaml; -",
                "apps/{service}/**; apps/a..b/x.yaml; -",
                "apps/{service}/**; apps/.hidden/x.yaml; -",
                "apps/{service}/**; apps/-x/x.yaml; -",
                "apps/{service}/**; apps/wéb/x.yaml; -",
                "apps/{service}/**; apps//x.yaml; -",
                "apps/{service}/**; apps/web; -",
                "apps/{service}/**; other/apps/web/x.yaml; -"
            })
    void theValueOfAPlaceholderIsOnePartOfAPath(String path, String file, String service) {
        String text = "policies:\n- {name: 'x-{service}', image: 'r.example/{service}', paths: ['" + path + "']}\n";

        Expansion expansion = usable(text).expanded(List.of(file));

        assertThat(expansion.policies().all())
                .extracting(policy -> policy.values().get("service"))
                .isEqualTo(service == null ? List.of() : List.of(service));
    }

    @Test
    void aValueThatIsTooLongHasNoPolicy() {
        String path = "apps/%s/overlays/staging/k.yaml";

        Expansion tooLong = usable(SHOP).expanded(List.of(path.formatted("a".repeat(129))));
        Expansion longest = usable(SHOP).expanded(List.of(path.formatted("a".repeat(128))));

        assertThat(tooLong.policies().all()).isEmpty();
        assertThat(longest.policies().all()).hasSize(1);
    }

    @Test
    void anImageHasSeveralPlaceholders() {
        Policies policies = expanded("""
                policies:
                  - name: "{team}.{service}"
                    image: registry.example/{team}/{service}
                    comment: "{team}/{service} TAG"
                    tags: {pattern: '^{service}-(?<n>[0-9]{1,9})$', extract: "${n}"}
                    paths: ["teams/{team}/{service}/**"]
                """, List.of("teams/a/web.v2/k.yaml", "teams/b/web.v2/k.yaml", "teams/b/k.yaml"));

        assertThat(policies.names()).containsExactlyInAnyOrder("a.web.v2", "b.web.v2");
        Policy a = policies.named("a.web.v2").orElseThrow();
        assertThat(a.image().value()).isEqualTo("registry.example/a/web.v2");
        assertThat(a.versions().filter().orElseThrow().pattern().pattern()).isEqualTo("^web\\.v2-(?<n>[0-9]{1,9})$");
        assertThat(a.places().finders().toString()).contains("a/web.v2 TAG");
    }

    @Test
    void aPolicyOfTheSameNameIsUsedInsteadOfAPatternsOne() {
        Policies policies = expanded(
                SHOP + "  - {name: web-production, image: registry.example/shop/web, paths: [special/]}\n", PATHS);

        assertThat(policies.all()).extracting(Policy::name).containsOnlyOnce("web-production");
        assertThat(policies.named("web-production").orElseThrow().covers("special/a.yaml"))
                .isTrue();
    }

    @Test
    void twoPatternsWithOneNameForAServiceAreReportedAndTheFirstIsUsed() {
        String text = """
                policies:
                  - {name: "{a}-x", image: "r.example/one/{a}", paths: ["one/{a}/**"]}
                  - {name: "{b}-x", image: "r.example/two/{b}", paths: ["two/{b}/**"]}
                """;

        Expansion expansion = usable(text).expanded(List.of("one/web/k.yaml", "two/web/k.yaml", "two/api/k.yaml"));

        assertThat(expansion.policies().names()).containsExactlyInAnyOrder("web-x", "api-x");
        assertThat(expansion.policies().named("web-x").orElseThrow().image().value())
                .isEqualTo("r.example/one/web");
        assertThat(expansion.problems())
                .singleElement()
                .extracting(problem -> problem.inFile("f"), as(InstanceOfAssertFactories.STRING))
                .startsWith("f:3:5: policy web-x has the name of another one");
    }

    @Test
    void aPatternStandsForABoundedNumberOfPolicies() {
        List<String> paths = IntStream.range(0, 3_000)
                .mapToObj(i -> "apps/s%04d/overlays/staging/k.yaml".formatted(i))
                .toList();

        Expansion expansion = usable(SHOP.replace("  production: {after", "  # production: {after"))
                .expanded(paths);

        assertThat(expansion.policies().all()).hasSize(Expansion.MAX_POLICIES);
        assertThat(expansion.problems()).singleElement().asString().contains("s2000-staging and the following ones");
    }

    @Test
    void aPolicyThatAValueMakesInvalidIsLeftOutAlone() {
        String text = """
                policies:
                - name: '{service}{service}{service}'
                  image: r.example/{service}
                  paths: ['apps/{service}/**']
                """;

        Expansion expansion = usable(text).expanded(List.of("apps/web/k.yaml", "apps/" + "a".repeat(90) + "/k.yaml"));

        assertThat(expansion.policies().names()).containsExactly("webwebweb");
        assertThat(expansion.problems())
                .singleElement()
                .extracting(problem -> problem.inFile("f"), as(InstanceOfAssertFactories.STRING))
                .startsWith("f:2:9: policy aaa")
                .contains("'name': at most 255 characters");
    }

    @Test
    void aPatternWithoutAnyPathIsReported() {
        Expansion expansion = usable(SHOP).expanded(List.of("apps/web/overlays/staging/k.yaml", "README.md"));

        assertThat(expansion.policies().names()).containsExactly("web-staging");
        assertThat(expansion.problems())
                .containsExactly(new PolicyOutcome.Broken(
                        13,
                        19,
                        "policy {service}-production stands for nothing yet: no file has a path that it includes"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("dev.millrace.updater.policy.read.PatternMistakes#all")
    void aMistakeInAPatternIsReportedWithItsPositionAndPolicy(String text, String position, String reason) {
        PolicyOutcome outcome = PolicyReader.read(text.getBytes(StandardCharsets.UTF_8));

        assertThat(outcome).isInstanceOfSatisfying(PolicyOutcome.Broken.class, broken -> {
            assertThat(broken.reason()).contains(reason);
            assertThat(broken.line() + ":" + broken.column()).isEqualTo(position);
        });
    }

    static Policies expanded(String text, List<String> paths) {
        Expansion expansion = usable(text).expanded(paths);
        assertThat(expansion.problems()).isEmpty();
        return expansion.policies();
    }

    private static PolicyOutcome.Usable usable(String text) {
        return switch (PolicyReader.read(text.getBytes(StandardCharsets.UTF_8))) {
            case PolicyOutcome.Usable usable -> usable;
            case PolicyOutcome.Broken broken -> throw new AssertionError(broken.inFile("updates.yaml"));
        };
    }
}
