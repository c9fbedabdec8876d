package dev.millrace.updater.policy.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

        Policies policies = expanded(text, List.of(file));

        assertThat(policies.all())
                .extracting(policy -> policy.values().get("service"))
                .isEqualTo(service == null ? List.of() : List.of(service));
    }

    @Test
    void aValueThatIsTooLongHasNoPolicy() {
        assertThat(expanded(SHOP, List.of("apps/" + "a".repeat(129) + "/overlays/staging/k.yaml"))
                        .all())
                .isEmpty();
        assertThat(expanded(SHOP, List.of("apps/" + "a".repeat(128) + "/overlays/staging/k.yaml"))
                        .all())
                .hasSize(1);
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
                .asString()
                .startsWith("3:5: policy web-x has the name of another one");
    }

    @Test
    void aPatternStandsForABoundedNumberOfPolicies() {
        List<String> paths = IntStream.range(0, 3_000)
                .mapToObj(i -> "apps/s%04d/overlays/staging/k.yaml".formatted(i))
                .toList();

        Expansion expansion = usable(SHOP).expanded(paths);

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
                .asString()
                .startsWith("2:9: policy aaa")
                .contains("'name': at most 255 characters");
    }

    @Test
    void aListOfEnvironmentsIsEnoughIfNothingDiffers() {
        Policies policies = expanded("""
                policies:
                  - {name: "web-{environment}", image: r.example/web, environments: [dev, staging], paths: ["{environment}/**"]}
                """, List.of());

        assertThat(policies.names()).containsExactlyInAnyOrder("web-dev", "web-staging");
        assertThat(policies.named("web-dev").orElseThrow().covers("dev/a.yaml")).isTrue();
    }

    @Test
    void anchorsAndMergeKeysAreRead() {
        Policies policies = expanded("""
                x-common: &common {branches: [main], digest: true, onFailure: revert}
                policies:
                  - &web {<<: *common, name: web, image: r.example/web, digest: false}
                  - {<<: [*web, *common], name: api, image: r.example/api}
                """, List.of());

        Policy api = policies.named("api").orElseThrow();
        assertThat(api.image().value()).isEqualTo("r.example/api");
        assertThat(api.versions().pinned()).isFalse();
        assertThat(api.versions().branches()).containsExactly("main");
        assertThat(api.promotion().revertOnFailure()).isTrue();
    }

    @Test
    void aPatternInTheDefaultsIsFilledForEachPolicy() {
        Policies policies = expanded("""
                defaults: {paths: ["{environment}/{service}/**"], environments: [dev, prod]}
                policies:
                  - {name: "a-{service}-{environment}", image: "r.example/a/{service}"}
                  - {name: "b-{service}-{environment}", image: "r.example/b/{service}"}
                  - {name: plain, image: r.example/c, environment: dev, paths: [c/]}
                """, List.of("dev/web/k.yaml"));

        assertThat(policies.names()).containsExactlyInAnyOrder("a-web-dev", "b-web-dev", "plain");
    }

    @Test
    void aSetHasAPolicyForEachOfItsImages() {
        Policies policies = expanded("""
                policies:
                  - {name: trio, namespace: shop, images: [r.example/a, r.example/x/b], environments: [dev], paths: [dev/]}
                  - {name: "{service}", images: ["r.example/{service}/web", "r.example/{service}/job"], paths: ["apps/{service}/**"]}
                """, List.of("apps/blog/k.yaml", "apps/shop/k.yaml"));

        assertThat(policies.names())
                .containsExactlyInAnyOrder(
                        "shop:trio.a", "shop:trio.b", "blog.web", "blog.job", "shop.web", "shop.job");
        Policy web = policies.named("shop.web").orElseThrow();
        assertThat(web.image().value()).isEqualTo("r.example/shop/web");
        assertThat(policies.writtenTogether(web))
                .extracting(Policy::name)
                .containsExactlyInAnyOrder("shop.web", "shop.job");
        assertThat(policies.named("shop:trio.b")
                        .orElseThrow()
                        .set()
                        .orElseThrow()
                        .name())
                .isEqualTo("shop:trio");
    }

    private static Arguments mistake(String policy, String position, String reason) {
        return Arguments.of("policies:\n" + policy, position, reason);
    }

    static List<Arguments> mistakes() {
        String image = "  image: 'r.example/{service}'\n";
        String name = "- name: 'a-{service}'\n";
        String paths = "  paths: ['apps/{service}/**']\n";
        return List.of(
                mistake("- name: a\n" + image + paths, "2:9", "'name': needs {service}"),
                mistake(name + image, "2:3", "no path has {service}"),
                mistake(name + image + "  paths: [apps/]\n", "4:10", "no path has {service}"),
                mistake(name + image + "  paths: ['!apps/{service}/']\n", "4:10", "no path has {service}"),
                mistake(name + "  image: '{service}'\n" + paths, "3:10", "a placeholder must follow a registry"),
                mistake(name + "  image: '{service}/web'\n" + paths, "3:10", "a placeholder must follow a registry"),
                mistake(name + image + "  paths: ['a/{service}-{service}/b']\n", "4:11", "cannot be separated"),
                mistake(name + image + "  paths: ['a/{service}*/b']\n", "4:11", "a placeholder and a wildcard"),
                mistake(name + image + "  paths: ['**/{service}/b']\n", "4:11", "'**' before {service}"),
                mistake(name + image + "  paths: ['{a,{service}}/b']\n", "4:11", "a placeholder and a wildcard"),
                mistake(name + image + "  paths: ['a/{service}/**', 'b/{team}/**']\n", "4:29", "{team} has no value"),
                mistake(
                        name + image + paths + "  digest: perhaps\n",
                        "5:11",
                        "policy a-{service}: 'digest': true or false"),
                mistake("- {name: 'x{other}', image: r.example/web}\n", "2:10", "{other} has no value"),
                mistake(
                        "- {name: x, image: r.example/web, paths: ['{environment}/']}\n",
                        "2:43",
                        "{environment} has no value"),
                mistake(
                        "- {name: x, image: r.example/web, environments: [a, b]}\n",
                        "2:3",
                        "policy x is defined twice"),
                mistake("- {name: x, image: r.example/web, environments: []}\n", "2:49", "1 to 50 environments"),
                mistake("- {name: x, image: r.example/web, environments: a}\n", "2:49", "must be a list or a mapping"),
                mistake(
                        "- {name: x, image: r.example/web, environments: {a: {name: b}}}\n",
                        "2:54",
                        "unknown key 'name' in environment a"),
                mistake(
                        "- {name: x, image: r.example/web, environment: a, environments: [b]}\n",
                        "2:3",
                        "either 'environment' or 'environments'"),
                mistake(
                        "- {name: 'x-{environment}', image: r.example/web, environments: {a: {digest: 1}}}\n",
                        "2:78",
                        "policy x-a: 'digest': true or false"),
                mistake(
                        "- {name: x, image: r.example/web}\ndefaults: {image: r.example/y}\n",
                        "3:12",
                        "unknown key 'image' in defaults"),
                mistake(
                        "- {name: x, image: r.example/web}\ndefaults: {digest: 1}\n",
                        "3:20",
                        "policy x: 'digest': true or false"),
                mistake(
                        "- {name: x, image: r.example/web}\ndefaults: {paths: ['{service}/']}\n",
                        "3:20",
                        "policy x: 'paths': {service} has no value"),
                mistake(
                        "- {name: x, image: r.example/web}\nenvironments: {a: {applications: ['eu/{service}']}}\n",
                        "3:35",
                        "not <cluster>/<namespace>/<name>"),
                mistake(
                        name + image + paths
                                + "- {name: 'a-{service}', image: 'r.example/b/{service}', paths: ['b/{service}/']}\n",
                        "5:3",
                        "policy a-{service} is defined twice"),
                mistake("- {name: x, images: [r.example/a]}\n", "2:21", "2 to 50 images"),
                mistake("- {name: x, images: []}\n", "2:21", "2 to 50 images"),
                mistake(
                        "- {name: x, images: [r.example/a, r.example/b/a]}\n",
                        "2:35",
                        "two images of 'images' end with a"),
                mistake(
                        "- {name: x, images: [r.example/a, r.example/B]}\n",
                        "2:35",
                        "'images': not an image repository"),
                mistake("- {name: x, images: [r.example/a, [b]]}\n", "2:35", "'images' must be a string"),
                mistake("- {name: x, images: r.example/a}\n", "2:21", "must be a list"),
                mistake(
                        "- {name: x, image: r.example/c, images: [r.example/a, r.example/b]}\n",
                        "2:41",
                        "either 'image' or 'images'"),
                mistake(
                        "- {name: x, images: [r.example/a, r.example/b]}\n- {name: x.b, image: r.example/c}\n",
                        "3:3",
                        "policy x.b is defined twice"),
                mistake(
                        name + image + paths + "  branches: [" + "x, ".repeat(2_000) + "x]\n",
                        "2:3",
                        "at most 2000 values"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("mistakes")
    void aMistakeInAPatternIsReportedWithItsPositionAndPolicy(String text, String position, String reason) {
        PolicyOutcome outcome = PolicyReader.read(text.getBytes(StandardCharsets.UTF_8));

        assertThat(outcome).isInstanceOfSatisfying(PolicyOutcome.Broken.class, broken -> {
            assertThat(broken.reason()).contains(reason);
            assertThat(broken.line() + ":" + broken.column()).isEqualTo(position);
        });
    }

    private static Policies expanded(String text, List<String> paths) {
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
