package dev.millrace.sync.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Two agents that run never have the same identity, and one that is started again has its old one. */
class AgentIdTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void anAgentThatIsStartedAgainHasTheSameId() {
        String first;
        try (AgentId id = AgentId.in(directory)) {
            first = id.toString();
        }

        try (AgentId again = AgentId.in(directory)) {
            assertThat(again).hasToString(first);
        }
    }

    @Test
    void twoThatRunInOneDirectoryDiffer() {
        try (AgentId one = AgentId.in(directory);
                AgentId two = AgentId.in(directory)) {
            assertThat(two.toString()).isNotEqualTo(one.toString());
        }
    }

    @Test
    void theSecondOneDoesNotReplaceTheIdOfTheFirst() {
        String first;
        try (AgentId one = AgentId.in(directory);
                AgentId two = AgentId.in(directory)) {
            first = one.toString();
            assertThat(two.toString()).isNotBlank();
        }

        try (AgentId again = AgentId.in(directory)) {
            assertThat(again).hasToString(first);
        }
    }

    @Test
    void theDirectoryIsCreated() {
        Path deeper = directory.resolve("a/b");

        try (AgentId id = AgentId.in(deeper)) {
            assertThat(deeper.resolve("agent-id")).hasContent(id + "\n");
        }
    }

    static final List<Arguments> BROKEN = List.of(
            arguments("empty", ""),
            arguments("without its end", "host_7b1"),
            arguments("too long", "x".repeat(400) + "\n"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("BROKEN")
    void aFileThatWasNotWrittenCompletelyIsReplaced(String name, String content) throws IOException {
        Files.writeString(directory.resolve("agent-id"), content);

        String id;
        try (AgentId created = AgentId.in(directory)) {
            id = created.toString();
        }

        assertThat(id).as(name).isNotBlank().hasSizeLessThan(300);
        assertThat(directory.resolve("agent-id")).hasContent(id + "\n");
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> AgentId.in(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }
}
