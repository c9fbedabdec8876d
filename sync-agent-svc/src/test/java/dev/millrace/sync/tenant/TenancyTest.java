package dev.millrace.sync.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.sync.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The Tenant that decides about an Application, and the Applications that are not applied at all. */
class TenancyTest {
    private static final String TEAM = "namespaces: ['team-*']\nrepositories: ['**']";

    static final List<Arguments> NAMESPACES = List.of(
            arguments("shop", ""),
            arguments("team-a", ""),
            arguments(
                    "other",
                    "Applications in the namespace other are not applied, because no Tenant has it; ask the operator to add it to spec.namespaces of a Tenant"),
            arguments(
                    "team-b",
                    "Applications in the namespace team-b are not applied, because the Tenants b and team both have it; ask the operator to remove it from spec.namespaces of all but one"),
            arguments(
                    "millrace-system",
                    "Applications in the namespace millrace-system are not applied while there are Tenants, because it is the agent's own; create them in a namespace of a Tenant"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("NAMESPACES")
    void exactlyOneTenantDecidesAboutANamespace(String namespace, String reason) {
        Tenancy tenancy = SampleTenancy.of(Map.of(
                "shop",
                "namespaces: [shop]\nrepositories: ['**']",
                "team",
                TEAM,
                "b",
                "namespaces: ['*-b', millrace-system]\nrepositories: ['**']"));

        assertThat(tenancy.policy(namespace)
                        .refusal(Sample.application("web").getSpec())
                        .orElse(""))
                .isEqualTo(reason);
    }

    @Test
    void inANamespaceWithoutATenantNoObjectIsAllowed() {
        TenantPolicy other = SampleTenancy.of(Map.of("team", TEAM)).policy("shop");

        assertThat(other.allows(Sample.ref("settings"))).isFalse();
        assertThat(other.isGoverned()).isTrue();
    }

    @Test
    void withoutTenantsEverythingIsAllowedUnlessTheyAreRequired() {
        Tenancy required = Tenancy.of(SampleTenancy.OWN, true, Map.of());

        assertThat(SampleTenancy.SINGLE_TEAM.isSingleTeam()).isTrue();
        assertThat(SampleTenancy.SINGLE_TEAM.policy("shop").allows(Sample.ref("settings")))
                .isTrue();
        assertThat(required.isSingleTeam()).isFalse();
        assertThat(required.policy("shop").allows(Sample.ref("settings"))).isFalse();
    }

    private static Arguments source(String name, String spec, String reason) {
        return arguments(name, spec, reason);
    }

    private static String refused(String field, String repository) {
        return "spec." + field + ".repository: Tenant shop does not allow " + repository + " (spec.repositories)"
                + "; ask the operator to extend the Tenant";
    }

    private static String unclear(String field) {
        return "spec." + field + ".repository is not plain enough to be compared with the repositories of Tenant shop"
                + "; write it without encoded characters, dot segments and parameters; ask the operator to extend the Tenant";
    }

    private static String git(String address) {
        return "source: {repository: '" + address + "'}";
    }

    private static String chart(String address) {
        return "helm: {chart: {repository: '" + address + "', name: web, version: 1.0.0}}";
    }

    static final List<Arguments> SOURCES = List.of(
            source("one of its repositories", git("https://git.example.com/shop/config"), ""),
            source("the same by SSH", git("git@git.example.com:shop/config.git"), ""),
            source("the same with a user and the usual port", git("https://me@git.example.com:443/shop/config/"), ""),
            source("the host in capitals", git("https://GIT.Example.com/shop/config"), ""),
            source(
                    "a repository of others",
                    git("https://git.example.com/other/config"),
                    refused("source", "git.example.com/other/config")),
            source(
                    "one below a pattern of one segment",
                    git("https://git.example.com/shop/a/b"),
                    refused("source", "git.example.com/shop/a/b")),
            source(
                    "the path in capitals, which may be another repository",
                    git("https://git.example.com/SHOP/config"),
                    refused("source", "git.example.com/SHOP/config")),
            source(
                    "another port of the host",
                    git("https://git.example.com:22/shop/config"),
                    refused("source", "git.example.com:22/shop/config")),
            source(
                    "the host without encryption",
                    git("http://git.example.com/shop/config"),
                    refused("source", "git.example.com:80/shop/config")),
            source(
                    "the host as a user of another one",
                    git("https://git.example.com@evil.example.com/shop/config"),
                    refused("source", "evil.example.com/shop/config")),
            source(
                    "a host that ends alike",
                    git("https://evilgit.example.com/shop/config"),
                    refused("source", "evilgit.example.com/shop/config")),
            source(
                    "a host that begins alike",
                    git("https://git.example.com.evil.org/shop/config"),
                    refused("source", "git.example.com.evil.org/shop/config")),
            source("dots as encoded characters", git("https://git.example.com/shop/%2e%2e%2fother"), unclear("source")),
            source("a slash as an encoded character", git("https://git.example.com/shop/a%2fb"), unclear("source")),
            source("dot segments", git("https://git.example.com/shop/../other"), unclear("source")),
            source("an empty segment", git("https://git.example.com//shop/config"), unclear("source")),
            source(
                    "a chart of others",
                    chart("https://charts.example.com/stable"),
                    refused("helm.chart", "charts.example.com/stable")),
            source("a chart by an unclear address", chart("oci://git.example.com/shop/..%2f"), unclear("helm.chart")),
            source("a chart of its own", chart("oci://git.example.com/shop/charts"), ""));

    @ParameterizedTest(name = "{0}")
    @FieldSource("SOURCES")
    void aRepositoryIsAllowedInItsOwnSpellingOnly(String name, String spec, String reason) {
        assertThat(SampleTenancy.shop()
                        .refusal(Sample.application("web", spec).getSpec())
                        .orElse(""))
                .as(name)
                .isEqualTo(reason);
    }

    static final List<Arguments> FEATURES = List.of(
            arguments("render: plain", ""),
            arguments("render: auto", ""),
            arguments("render: kustomize", ""),
            arguments("render: helm", "helm"),
            arguments("helm: {lookup: own}", "lookup"),
            arguments("transform: {substitute: {values: {a: b}}}", "substitute"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("FEATURES")
    void aFeatureOfRenderingIsAllowedIfItIsNamed(String spec, String feature) {
        TenantPolicy limited = SampleTenancy.shop("render: [kustomize]");

        assertThat(limited.refusal(Sample.application("web", spec).getSpec()).orElse(""))
                .isEqualTo(
                        feature.isEmpty()
                                ? ""
                                : "Tenant shop does not allow rendering with " + feature
                                        + " (spec.render); ask the operator to extend the Tenant");
        assertThat(SampleTenancy.shop().refusal(Sample.application("web", spec).getSpec()))
                .isEmpty();
    }
}
