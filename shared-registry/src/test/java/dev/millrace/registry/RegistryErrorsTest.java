package dev.millrace.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class RegistryErrorsTest {
    private static final Optional<Login> ROBOT = Optional.of(new Login("robot", "hunter2"));

    static final List<Arguments> BODIES = List.of(
            Arguments.of("", ""),
            Arguments.of("<html>Forbidden</html>", ""),
            Arguments.of("{\"errors\": \"none\"}", ""),
            Arguments.of("{\"errors\": [{\"code\": \"DENIED\"}]}", " (DENIED)"),
            Arguments.of(
                    "{\"errors\": [{\"code\": \"DENIED\", \"message\": \"quota\\n exceeded\"}, {\"code\": \"UNSUPPORTED\"}]}",
                    " (DENIED, UNSUPPORTED: quota exceeded)"),
            Arguments.of("{\"errors\": [{\"code\": \"<b>\", \"message\": \"no\"}]}", " (no)"),
            Arguments.of("{\"errors\": [{\"code\": 7, \"message\": {}}]}", ""),
            Arguments.of("[".repeat(5_000), ""),
            Arguments.of("{\"errors\": [{\"message\": \"" + "x".repeat(70_000) + "\"}]}", ""));

    @ParameterizedTest
    @FieldSource("BODIES")
    void theErrorsOfABodyAreDescribed(String body, String expected) {
        assertThat(errors(body).describe(ROBOT, Optional.empty())).isEqualTo(expected);
    }

    @Test
    void aLongMessageIsCut() {
        String text = errors("{\"errors\": [{\"message\": \"" + "x".repeat(5_000) + "\"}]}")
                .describe(ROBOT, Optional.empty());

        assertThat(text).hasSize(204).endsWith("…)");
    }

    @Test
    void aMessageThatRepeatsACredentialIsDropped() {
        RegistryErrors password =
                errors("{\"errors\": [{\"code\": \"DENIED\", \"message\": \"robot:hunter2 may not\"}]}");
        RegistryErrors token = errors("{\"errors\": [{\"code\": \"DENIED\", \"message\": \"token abc.def expired\"}]}");

        assertThat(password.describe(ROBOT, Optional.empty())).isEqualTo(" (DENIED)");
        assertThat(token.describe(ROBOT, Optional.of("Bearer abc.def"))).isEqualTo(" (DENIED)");
        assertThat(token.describe(ROBOT, Optional.of("Bearer other"))).isEqualTo(" (DENIED: token abc.def expired)");
    }

    private static RegistryErrors errors(String body) {
        return RegistryErrors.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
