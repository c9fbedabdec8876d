package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.configuration.spec.NetworkLimit;
import dev.millrace.builder.plan.rights.RepositoryRights;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class RightsConfigurationTest {
    private static final String WEB = "millrace.builder.repositories.web.";
    private static final RepositoryId ID = new RepositoryId("git.example/shop/web");

    static final List<Arguments> INVALID = List.of(
            Arguments.of(
                    Map.of("millrace.builder.repositories.api.url", "https://git.example/shop/api"),
                    "millrace.builder.repositories."),
            Arguments.of(Map.of(WEB + "images", "shop/*"), WEB + "images: a pattern begins with a registry"),
            Arguments.of(Map.of(WEB + "image", "web"), WEB + "image: not an image repository"),
            Arguments.of(
                    Map.of("millrace.builder.limits.memory", "much"),
                    "millrace.builder.limits.memory: an amount such as"));

    @Test
    void theOnlyRepositoryMayPushAnyName() {
        RepositoryRights rights = rights(Map.of());

        assertThat(rights.images().allows(new ImageName("r.example/any"))).isTrue();
        assertThat(rights.defaultImage()).isEmpty();
    }

    @Test
    void rightsAreReadWithoutTheValuesOfSecrets() {
        RepositoryRights rights = rights(Map.of(
                WEB + "images",
                "r.example/shop/*,r.example/base",
                WEB + "image",
                "r.example/shop/web",
                WEB + "secrets.npm",
                "canary-value",
                WEB + "ssh.default",
                "/keys/default",
                "millrace.builder.limits.memory",
                "2Gi",
                "millrace.builder.limits.cpus",
                "1.5",
                "millrace.builder.limits.time",
                "30m",
                "millrace.builder.limits.network",
                "none"));

        assertThat(rights.images().allows(new ImageName("r.example/base"))).isTrue();
        assertThat(rights.images().allows(new ImageName("r.example/ops"))).isFalse();
        assertThat(rights.defaultImage()).contains(new ImageName("r.example/shop/web"));
        assertThat(rights.secrets()).containsExactly("npm");
        assertThat(rights.ssh()).containsExactly("default");
        assertThat(rights.maximum())
                .isEqualTo(new BuildLimits(
                        Optional.of(2L << 30),
                        Optional.of(1500L),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ofMinutes(30)),
                        Optional.of(NetworkLimit.NONE)));
        assertThat(rights.toString()).doesNotContain("canary-value");
    }

    @ParameterizedTest(name = "{1}")
    @FieldSource("INVALID")
    void anInvalidConfigurationStopsTheStartAndNamesTheKey(Map<String, String> values, String reason) {
        assertThatThrownBy(() -> rights(values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }

    private static RepositoryRights rights(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put(WEB + "url", "https://git.example/shop/web.git");
        all.put("millrace.builder.work-directory", "/work");
        BuilderConfig config = new SmallRyeConfigBuilder()
                .withMapping(BuilderConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(all)
                .build()
                .getConfigMapping(BuilderConfig.class);
        return Objects.requireNonNull(RightsConfiguration.of(config).get(ID));
    }
}
