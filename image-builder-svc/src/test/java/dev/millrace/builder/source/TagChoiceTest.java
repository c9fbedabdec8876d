package dev.millrace.builder.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.GitRef;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagChoiceTest {

    @ParameterizedTest(name = "of {0} it is {1}")
    @CsvSource({
        "v1.9.0 v1.10.0 v1.2, v1.10.0",
        "stable latest, ''",
        "stable 0.1, 0.1",
        "2.0.0-rc1 1.9.0, 2.0.0-rc1",
        "2.0.0-rc1 2.0.0, 2.0.0",
        "web/v2 web/v10, web/v10",
        "v1.0.0 1.0.0, v1.0.0",
        "'', ''"
    })
    void theHighestVersionIsChosenAndOfEqualOnesTheNewest(String tags, String highest) {
        // The times follow the length of the names.
        Optional<GitRef> chosen = TagChoice.highestVersion(
                tags(tags), tag -> Instant.EPOCH.plusSeconds(tag.shortName().length()));

        assertThat(chosen.map(GitRef::shortName).orElse("")).isEqualTo(highest);
    }

    @ParameterizedTest(name = "of {0}, annotated {1}, it is {2}")
    @CsvSource({
        "stable 1.10.0 latest, '', 1.10.0",
        "stable latest, '', latest",
        "stable 1.10.0, stable, stable",
        "a1 b2 2.0.0, a1 b2, b2",
        "'', '', ''"
    })
    void aCommitIsNamedByItsAnnotatedTagAndOfSeveralByTheNewest(String tags, String annotated, String name) {
        List<String> times = List.of("a1", "b2");

        Optional<GitRef> chosen = TagChoice.describing(
                tags(tags),
                tag -> List.of(annotated.split(" ")).contains(tag.shortName()),
                tag -> Optional.of(Instant.EPOCH.plusSeconds(times.indexOf(tag.shortName()))));

        assertThat(chosen.map(GitRef::shortName).orElse("")).isEqualTo(name);
    }

    private static List<GitRef> tags(String names) {
        return Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(GitRef::tag)
                .toList();
    }
}
