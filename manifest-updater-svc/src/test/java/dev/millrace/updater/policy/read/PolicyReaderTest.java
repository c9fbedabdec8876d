package dev.millrace.updater.policy.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Environment;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyReaderTest {
    private static final String GOOD = "policies:\n  - name: web\n    image: reg.example/shop/web\n";

    @Test
    void readsAWholePolicy() {
        PolicyOutcome outcome = read(GOOD + """
                    branches: [main, release]
                    paths: ["apps/staging/**"]
                    comment: STAGING_TAG
                    digest: true
                """);

        Policy policy = ((PolicyOutcome.Usable) outcome).policies().all().getFirst();
        assertThat(policy.name()).isEqualTo("web");
        assertThat(policy.image().value()).isEqualTo("reg.example/shop/web");
        assertThat(policy.versions().branches()).containsExactly("main", "release");
        assertThat(policy.covers("apps/staging/a/b.yaml")).isTrue();
        assertThat(policy.covers("apps/production/b.yaml")).isFalse();
        assertThat(policy.places().finders()).contains(new Finder.Comment("STAGING_TAG"));
        assertThat(policy.versions().pinned()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx",
        "acme/web, docker.io/acme/web",
        "docker.io/nginx, docker.io/library/nginx",
        "index.docker.io/library/nginx, docker.io/library/nginx",
        "registry-1.docker.io/acme/web, docker.io/acme/web",
        "reg.example/nginx, reg.example/nginx"
    })
    void anImageHasOneNameInAllItsForms(String written, String name) {
        PolicyOutcome outcome = read("policies:\n  - name: web\n    image: " + written + "\n");

        Policies policies = ((PolicyOutcome.Usable) outcome).policies();
        assertThat(policies.of(new ImageName(name))).hasSize(1);
        assertThat(policies.all().getFirst().image().value()).isEqualTo(name);
    }

    @Test
    void missingKeysHaveDefaults() {
        Policy policy = ((PolicyOutcome.Usable) read(GOOD)).policies().all().getFirst();

        assertThat(policy.allows(Optional.empty())).isTrue();
        assertThat(policy.covers("any/where.yml")).isTrue();
        assertThat(policy.covers("any/where.txt")).isFalse();
        assertThat(policy.versions().pinned()).isFalse();
    }

    @Test
    void policiesOfOneNameInTwoNamespacesAreTwoPolicies() {
        Policies policies = ((PolicyOutcome.Usable) read("""
                policies:
                  - {name: web, namespace: team-a, image: team-a.example/web}
                  - {name: web, namespace: team-b, image: team-b.example/web}
                """)).policies();

        assertThat(policies.names()).containsExactlyInAnyOrder("team-a:web", "team-b:web");
    }

    @ParameterizedTest
    @CsvSource({
        "apps/web/**, true",
        "web/values-staging.yaml, true",
        "values*.yaml, true",
        "**/web/values-*.yaml, true",
        "**/values.yaml, false",
        "**, false",
        "*/values.yaml, false"
    })
    void aPatternThatFilesOfAnyDirectoryMatchNamesNone(String path, boolean named) {
        Policy policy = ((PolicyOutcome.Usable)
                        read("policies:\n  - {name: web, image: reg.example/web, paths: ['" + path + "']}\n"))
                .policies()
                .all()
                .getFirst();

        assertThat(policy.search().named()).isEqualTo(named);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("dev.millrace.updater.policy.read.Mistakes#all")
    void aMistakeIsReportedWithItsPosition(String text, int line, int column, String reason) {
        PolicyOutcome outcome = read(text);

        assertThat(outcome).isInstanceOfSatisfying(PolicyOutcome.Broken.class, broken -> {
            assertThat(broken.reason()).contains(reason);
            assertThat(broken.line() + ":" + broken.column()).isEqualTo(line + ":" + column);
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "extract: $version; 6:41: 'extract': the pattern has no group named version",
                "extract: $2; 6:41: 'extract': the pattern has no group named 2",
                "extract: 'a$'; 6:41: 'extract': a '$' must be followed",
                "extract: [$1]; 6:41: 'extract' must be a string"
            })
    void aMistakeInAnExtractIsTheProblemOfItsPolicyOnly(String extract, String mistake) {
        PolicyOutcome outcome =
                read(GOOD + "  - name: api\n    image: nginx\n    tags: {pattern: '^v(.*)$', " + extract + "}\n");

        Policies policies = ((PolicyOutcome.Usable) outcome).policies();
        assertThat(policies.named("web").orElseThrow().versions().mistake()).isEmpty();
        assertThat(policies.named("api")
                        .orElseThrow()
                        .versions()
                        .mistake()
                        .orElseThrow()
                        .toString())
                .startsWith(mistake);
    }

    @Test
    void readsEveryKey() throws IOException {
        Policies policies = ((PolicyOutcome.Usable) PolicyReader.read(example("every-key.yaml"))).policies();

        assertThat(policies.environments())
                .containsEntry(
                        "staging", new Environment("staging", List.of(ApplicationId.parse("eu-1/shop/web-staging"))));
        assertThat(policies.deliveryOf("staging").mode()).isEqualTo(Delivery.Mode.PUSH);
        assertThat(policies.deliveryOf("staging").suffix()).contains("[skip ci]");
        assertThat(policies.deliveryOf("production").mode()).isEqualTo(Delivery.Mode.REQUEST);
        assertThat(policies.deliveryOf("production").suffix()).contains("[skip ci]");
        assertThat(policies.deliveryOf("production").request())
                .isEqualTo(new Delivery.Request(true, List.of("release"), Optional.of("Release {group}")));
        Policy staging = policies.named("web-staging").orElseThrow();
        assertThat(staging.group()).isEqualTo("staging");
        assertThat(staging.versions().filter().orElseThrow().extract()).contains("$version");
        assertThat(staging.versions().selection()).isEqualTo(new Selection.SemVer(">=1 <2", true));
        assertThat(staging.versions().scanInterval()).contains(Duration.ofHours(1));
        assertThat(staging.versions().verification().cosignKey()).contains(".millrace/cosign.pub");
        assertThat(staging.places().finders()).hasSize(7);
        assertThat(staging.places().adds()).isTrue();
        Promotion production = policies.named("web-production").orElseThrow().promotion();
        assertThat(production.after())
                .contains(new Promotion.After(List.of("staging", "canary"), false, Duration.ofMinutes(10)));
        assertThat(production.gates())
                .isEqualTo(new Promotion.Gates(
                        true,
                        List.of(new Promotion.Freeze("0 18 * * 5", Duration.ofHours(62), ZoneId.of("Europe/Berlin"))),
                        OptionalInt.of(3)));
        assertThat(production.revertOnFailure()).isTrue();
        assertThat(policies.named("chart").orElseThrow().versions().pinned()).isTrue();
    }

    static byte[] example(String name) throws IOException {
        return Objects.requireNonNull(PolicyReaderTest.class.getResourceAsStream(name))
                .readAllBytes();
    }

    private static PolicyOutcome read(String text) {
        return PolicyReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
