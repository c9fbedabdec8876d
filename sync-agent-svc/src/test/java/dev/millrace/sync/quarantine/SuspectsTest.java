package dev.millrace.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.value.CommitId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The Applications that are set aside after ends of processes. */
class SuspectsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Version FIRST = Version.of(1, Optional.empty(), Optional.empty());

    static final List<Arguments> ENDS = List.of(
            arguments("one end sets nothing aside", List.of(List.of("a")), Set.of()),
            arguments("the second end of the only pass", List.of(List.of("a"), List.of("a")), Set.of("a")),
            arguments(
                    "of many passes, the one that ran at both ends",
                    List.of(List.of("a", "b", "c"), List.of("b", "x")),
                    Set.of("b")),
            arguments("two that ran at both ends", List.of(List.of("a", "b"), List.of("a", "b")), Set.of()),
            arguments(
                    "two that ran at three ends",
                    List.of(List.of("a", "b"), List.of("a", "b"), List.of("a", "b")),
                    Set.of("a", "b")),
            arguments(
                    "two causes, found one after the other",
                    List.of(List.of("a", "b"), List.of("a"), List.of("b")),
                    Set.of("a", "b")),
            arguments("different ones each time", List.of(List.of("a"), List.of("b"), List.of("c")), Set.of()));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ENDS")
    void anApplicationIsSetAsideThatRanAtTheEndsOfProcesses(
            String name, List<List<String>> ends, Set<String> expected) {
        Suspects suspects = Suspects.NONE;
        for (List<String> end : ends) {
            suspects = Suspects.parse(suspects.after(passes(end), NOW).encoded());
        }

        assertThat(setAside(suspects)).as(name).isEqualTo(expected);
    }

    private static Map<String, Version> passes(List<String> uids) {
        Map<String, Version> passes = new LinkedHashMap<>();
        uids.forEach(uid -> passes.put(uid, FIRST));
        return passes;
    }

    private static Set<String> setAside(Suspects suspects) {
        return suspects.byUid().entrySet().stream()
                .filter(entry -> entry.getValue().isSetAside())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void anEndOfLongAgoIsForgottenAndOneThatIsSetAsideIsNot() {
        Suspects suspects = Suspects.NONE
                .after(passes(List.of("a", "b")), NOW)
                .after(passes(List.of("b")), NOW)
                .after(passes(List.of("a")), NOW.plus(Duration.ofDays(2)));

        assertThat(setAside(suspects)).containsExactly("b");
        assertThat(suspects.of("a").orElseThrow().deaths()).isEqualTo(1);
    }

    @Test
    void aReleasedApplicationIsSetAsideByItsNextEnd() {
        Suspects suspects = Suspects.NONE.after(passes(List.of("a")), NOW).after(passes(List.of("a")), NOW);
        Suspect released = suspects.of("a").orElseThrow().released(FIRST);

        assertThat(released.isSetAside()).isFalse();
        assertThat(setAside(suspects.with("a", released).after(passes(List.of("a")), NOW)))
                .containsExactly("a");
    }

    @Test
    void anApplicationThatAUserChangedInBetweenIsAnotherSuspect() {
        Version changed = Version.of(2, Optional.empty(), Optional.empty());

        Suspects suspects = Suspects.NONE.after(passes(List.of("a")), NOW).after(Map.of("a", changed), NOW);

        assertThat(setAside(suspects)).isEmpty();
        assertThat(setAside(suspects.after(Map.of("a", changed), NOW))).containsExactly("a");
    }

    static final List<Arguments> WAITS = List.of(
            arguments(2, Duration.ofMinutes(1)),
            arguments(3, Duration.ofMinutes(4)),
            arguments(5, Duration.ofMinutes(64)),
            arguments(7, Duration.ofHours(6)),
            arguments(Integer.MAX_VALUE, Duration.ofHours(6)));

    @ParameterizedTest
    @FieldSource("WAITS")
    void aCommitAloneGivesAnotherTryLaterAfterEachEnd(int deaths, Duration wait) {
        assertThat(new Suspect(deaths, true, FIRST, NOW, false).releasedByCommitFrom())
                .isEqualTo(NOW.plus(wait));
    }

    @Test
    void theNumberOfSuspectsIsBounded() {
        Map<String, Version> many = new LinkedHashMap<>();
        for (int number = 0; number < 2 * Suspects.MAX; number++) {
            many.put("uid-" + number, FIRST);
        }

        assertThat(Suspects.NONE.after(many, NOW).byUid()).hasSize(Suspects.MAX);
    }

    @Test
    void damagedLinesAreLeftOut() {
        assertThat(Suspects.parse(List.of("", "a b", "a x true 1 - - now", "a 1 true 1 NOT - 2026-01-01T00:00:00Z")))
                .isEqualTo(Suspects.NONE);
    }

    static final List<Arguments> VERSIONS = List.of(
            arguments("unchanged", Version.of(1, Optional.of("now"), Optional.empty()), true),
            arguments("the same commit", Version.of(1, Optional.of("now"), Optional.of(commit('1'))), true),
            arguments("another commit", Version.of(1, Optional.of("now"), Optional.of(commit('2'))), false),
            arguments("another spec", Version.of(2, Optional.of("now"), Optional.empty()), false),
            arguments("another request", Version.of(1, Optional.of("later"), Optional.empty()), false),
            arguments("no request", Version.of(1, Optional.empty(), Optional.empty()), false));

    private static CommitId commit(char digit) {
        return new CommitId(String.valueOf(digit).repeat(40));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("VERSIONS")
    void whatAUserChangedIsAnotherVersion(String name, Version now, boolean same) {
        Version before = Version.of(1, Optional.of("now"), Optional.of(commit('1')));

        assertThat(now.isSameAs(before)).as(name).isEqualTo(same);
    }
}
