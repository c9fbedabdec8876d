package dev.millrace.builder.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.journal.BuildRecord;
import dev.millrace.builder.queue.Builds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildFilterTest {
    /** Newest first; the ids begin with the letter of their repository. */
    private static final List<BuildRecord> BUILDS = Stream.of("a4", "b3", "a2", "b1")
            .map(Builds::build)
            .map(BuildRecord::waiting)
            .toList();

    @ParameterizedTest
    @CsvSource({
        ",,,,, 10, a4 b3 a2 b1",
        ",,,,, 2, a4 b3",
        ",,,, b3, 10, a2 b1",
        ",,,, b1, 10, ''",
        ",,,, unknown, 10, ''",
        "shop/a,,,,, 10, a4 a2",
        ", main,,,, 10, a4 b3 a2 b1",
        ", refs/heads/main,,,, 10, a4 b3 a2 b1",
        ", mai,,,, 10, ''",
        ",, shop/b,,, 10, b3 b1",
        ",,, waiting,, 10, a4 b3 a2 b1",
        ",,, RUNNING,, 10, ''",
        "shop/a,,,, a4, 1, a2"
    })
    void listsOnePageOfTheBuildsThatMatch(
            String repository, String ref, String image, String state, String after, int limit, String expected) {
        BuildFilter filter = new BuildFilter(
                Optional.ofNullable(repository),
                Optional.ofNullable(ref),
                Optional.ofNullable(image),
                Optional.ofNullable(state),
                Optional.ofNullable(after),
                limit);

        assertThat(filter.problem()).isEmpty();
        assertThat(filter.of(BUILDS)).extracting(BuildRecord::id).containsExactlyElementsOf(words(expected));
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    @Test
    void mistakesAreNamed() {
        assertThat(filter("lost", 10).problem())
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("state is one of [WAITING, RUNNING"));
        assertThat(filter("failed", 0).problem()).contains("limit is between 1 and 500");
        assertThat(filter("failed", 501).problem()).contains("limit is between 1 and 500");
    }

    private static BuildFilter filter(String state, int limit) {
        return new BuildFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(state), Optional.empty(), limit);
    }
}
