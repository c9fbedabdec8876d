package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The configuration of the senders of notifications. */
class RegistryIntakeWiringTest {
    private static final String PREFIX = "millrace.builder.registry-webhook.";

    static final List<Arguments> INVALID = List.of(
            Arguments.of(Map.of("nexus.secret", "a-secret"), "nexus: no such sender"),
            Arguments.of(Map.of("authorization", " "), "authorization: a secret is empty"),
            Arguments.of(Map.of("quay.secret", " "), "quay.secret: a secret is empty"),
            Arguments.of(
                    Map.of("harbor.authorization", "a", "harbor.previous-authorization", " "),
                    "harbor.authorization: "),
            Arguments.of(Map.of("gar.audience", "https://builder.example"), "gar: set both audience and email"),
            Arguments.of(Map.of("gar.email", "push@acme.example"), "gar: set both audience and email"));

    @ParameterizedTest
    @FieldSource("INVALID")
    void anInvalidSenderStopsTheStartAndIsNamed(Map<String, String> keys, String message) {
        RegistryWebhookConfig config = config(keys);

        assertThatThrownBy(() -> RegistryIntakeWiring.senders(config, Clock.systemUTC()))
                .hasMessageContaining(PREFIX + message);
    }

    @Test
    void aSenderWithoutASecretIsOff() {
        RegistryWebhookConfig config = config(Map.of("ghcr.host", "containers.example", "harbor.header", "X-Key"));

        assertThatCode(() -> RegistryIntakeWiring.senders(config, Clock.systemUTC()))
                .doesNotThrowAnyException();
        assertThat(RegistryIntakeWiring.secrets(config)).isEmpty();
    }

    @Test
    void everySecretIsKnownToTheRedactor() {
        RegistryWebhookConfig config = config(Map.of(
                "authorization", "one",
                "quay.secret", "two, with a comma",
                "quay.previous-secret", "three",
                "acr.authorization", "four",
                "acr.previous-authorization", "five"));

        assertThat(RegistryIntakeWiring.secrets(config))
                .containsExactlyInAnyOrder("one", "two, with a comma", "three", "four", "five");
    }

    private static RegistryWebhookConfig config(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>();
        keys.forEach((key, value) -> all.put(PREFIX + key, value));
        all.put("millrace.builder.work-directory", "/tmp/none");
        return new SmallRyeConfigBuilder()
                .withMapping(BuilderConfig.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(BuilderConfig.class)
                .registryWebhook();
    }
}
