package dev.millrace.updater.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.PolicyState;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class PolicyStateFileTest {
    private static final RepositoryId REPOSITORY = new RepositoryId("git.example/shop/config");
    private static final Instant AT = Instant.parse("2026-11-30T10:15:30.123456Z");
    private static final PolicyState STATE = new PolicyState(
            REPOSITORY,
            "web.production",
            Optional.of(new PolicyState.Hold("ada", "a sale\n{\"quoted\"}", AT)),
            List.of(new PolicyState.Release(new Digest("sha256:" + "a".repeat(64)), "grace", "fixed", AT)),
            List.of(new PolicyState.Approval(EventId.of("promotion", "web"), "ada", AT)),
            AT);

    static final List<Arguments> UNUSABLE = List.of(
            arguments("another repository", "git.example/fork/config", "web.production.json", text()),
            arguments("another policy", REPOSITORY.value(), "web.staging.json", text()),
            arguments("no JSON", REPOSITORY.value(), "web.production.json", "hold"),
            arguments("nothing", REPOSITORY.value(), "web.production.json", ""),
            arguments("null", REPOSITORY.value(), "web.production.json", "null"),
            arguments("half of it", REPOSITORY.value(), "web.production.json", text().substring(20)),
            arguments("no time", REPOSITORY.value(), "web.production.json", text().replace("changedAt", "changed")),
            arguments("nested", REPOSITORY.value(), "web.production.json", "[".repeat(100_000)));

    @Test
    void aStateIsReadAsItWasWritten() {
        assertThat(PolicyStateFile.path(STATE)).isEqualTo("policies/web.production.json");
        assertThat(PolicyStateFile.read(REPOSITORY, "web.production.json", PolicyStateFile.write(STATE)))
                .contains(STATE);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("UNUSABLE")
    void aFileThatIsNoStateOfItsPolicyCountsAsAbsent(String name, String repository, String file, String content) {
        assertThat(PolicyStateFile.read(new RepositoryId(repository), file, content.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static String text() {
        return new String(PolicyStateFile.write(STATE), StandardCharsets.UTF_8);
    }
}
