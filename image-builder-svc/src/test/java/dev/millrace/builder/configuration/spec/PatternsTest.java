package dev.millrace.builder.configuration.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "main, main, true",
        "main, main2, false",
        "release/*, release/1, true",
        "release/*, release/1/2, false",
        "release/*, release/, false",
        "release/**, release/1/2, true",
        "release/**, release, false",
        "**, a/b, true",
        "v*.*, v1.2, true",
        "v*, xv1, false",
        "a.b, axb, false",
        "'\\Ea(*', '\\Ea(b', true"
    })
    void anAsteriskIsAnyPartOfOneSegment(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aHostileNameIsMatchedInLinearTime() {
        assertThat(new NamePattern("*a".repeat(120)).matches("a".repeat(100_000) + "b"))
                .isFalse();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "refs/heads/main, true",
        "refs/heads/other, false",
        "refs/tags/v1, true",
        "refs/tags/1, false",
        "refs/pull/7/head, true"
    })
    void branchesAndTagsAreFilteredAndOtherRefsAreNot(String ref, boolean accepted) {
        RefFilter filter = new RefFilter(List.of(new NamePattern("main")), List.of(new NamePattern("v*")));

        assertThat(filter.accepts(new GitRef(ref))).isEqualTo(accepted);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "'{branch}-{short}', feature-x--y-0123456789ab",
        "'{version}', ",
        "'{short}', 0123456789ab",
        "latest, latest",
        "'{tag}', a-b",
        "'x{time}', x20261123-004500"
    })
    void aTemplateGivesATagOnlyIfAllOfItsWordsHaveAValue(String template, @Nullable String tag) {
        Map<TagWord, String> values = Map.of(
                TagWord.BRANCH, "feature/x#+y",
                TagWord.SHORT, "0123456789ab",
                TagWord.TAG, "..-a+b",
                TagWord.TIME, "20261123-004500");

        assertThat(new TagPattern(template).tag(values))
                .isEqualTo(Optional.ofNullable(tag).map(Tag::new));
    }

    @Test
    void aTagIsCutAtItsMaximumLength() {
        assertThat(new TagPattern("{branch}").tag(Map.of(TagWord.BRANCH, "b".repeat(300))))
                .contains(new Tag("b".repeat(128)));
        assertThat(new TagPattern("{branch}").tag(Map.of(TagWord.BRANCH, "...")))
                .isEmpty();
    }
}
