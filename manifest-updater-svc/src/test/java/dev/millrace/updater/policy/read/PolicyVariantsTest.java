package dev.millrace.updater.policy.read;

import static dev.millrace.updater.policy.read.PolicyPatternTest.expanded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an entry of the file stands for: its environments, its images, and the defaults. */
class PolicyVariantsTest {
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
    void anEnvironmentHasPathsOfItsOwn() {
        Policies policies = expanded("""
                policies:
                  - name: "{service}-{environment}"
                    image: r.example/{service}
                    paths: ["apps/{service}/{environment}/**"]
                    environments: {dev: {}, prod: {paths: ["prod/{service}.yaml"]}}
                """, List.of("apps/web/dev/k.yaml", "apps/web/prod/k.yaml", "prod/api.yaml"));

        assertThat(policies.names()).containsExactlyInAnyOrder("web-dev", "api-prod");
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
                """, List.of("dev/web/k.yaml", "prod/api/k.yaml"));

        assertThat(policies.names())
                .containsExactlyInAnyOrder("a-web-dev", "b-web-dev", "a-api-prod", "b-api-prod", "plain");
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
}
