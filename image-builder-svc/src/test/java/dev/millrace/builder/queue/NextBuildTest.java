package dev.millrace.builder.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.RepositoryId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextBuildTest {

    /** Builds are written as the repository's letter and a number; turns as the repositories in their order. */
    @ParameterizedTest
    @CsvSource({
        "a1, '', '', a1",
        "a1 a2 b1, '', '', a1",
        "a2 b1, a1, a, b1",
        "a2 a3, a1, a, a2",
        "b1 a2, '', a, b1",
        "a2 b2, '', 'b a', b2",
        "a2 b2 c1, 'a1 b1', 'a b', c1",
        "a3 b2, 'a1 a2 b1', 'b a a', b2",
        "a3 b2, 'a1 b1', 'b a', b2",
        "a3 b2, 'a1 b1', 'a b', a3"
    })
    void isOfTheRepositoryWithTheFewestAndTheOldestTurns(
            String waiting, String running, String turns, String expected) {
        Map<RepositoryId, Long> lastTurn = new HashMap<>();
        long number = 0;
        for (String repository : words(turns)) {
            number++;
            lastTurn.put(Builds.repository(repository), number);
        }

        assertThat(NextBuild.of(builds(waiting), builds(running), lastTurn))
                .map(QueuedBuild::id)
                .contains(expected);
    }

    @Test
    void theSameBuildDoesNotRunTwiceAtATime() {
        assertThat(NextBuild.of(builds("a1"), builds("a1 b1"), Map.of())).isEmpty();
        assertThat(NextBuild.of(builds("a1 a2"), builds("a1"), Map.of()))
                .map(QueuedBuild::id)
                .contains("a2");
    }

    private static List<QueuedBuild> builds(String text) {
        return words(text).stream().map(Builds::build).toList();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }
}
