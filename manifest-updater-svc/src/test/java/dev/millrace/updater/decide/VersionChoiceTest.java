package dev.millrace.updater.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.Versions;
import dev.millrace.updater.policy.read.PolicyOutcome;
import dev.millrace.updater.policy.read.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The newest of some tags, by the keys of a policy as a user writes them. */
class VersionChoiceTest {
    private static final String IMAGE = "reg.example/shop/web";
    private static final String CHART = "reg.example/charts/c";

    static final List<Arguments> RANGES = List.of(
            arguments("^0", "0.9.0 1.1.4", "0.9.0"),
            arguments("^0.0", "0.0.1 0.0.9 0.1.0", "0.0.9"),
            arguments("^0.2", "0.2.1 0.2.9 0.3.0 1.0.0", "0.2.9"),
            arguments("~0", "0.1.0 0.9.0 1.0.0", "0.9.0"),
            arguments("=> 1.1, =< 2", "1.0.0 1.2.0 2.0.0 3.0.0", "2.0.0"),
            arguments(">=1 !=1.3.x", "1.2.0 1.3.1 1.3.9", "1.2.0"),
            arguments("~>1.2", "1.2.9 1.3.0", "1.2.9"),
            arguments("1.2 - 1.4", "1.1.0 1.4.9 1.5.0", "1.4.9"),
            arguments(">1.2", "1.2.9 1.1.0", ""),
            arguments("<=1.2", "1.2.9 1.3.0", "1.2.9"),
            arguments(">=2.0.300-0", "2.0.301 2.0.330-63-g0a1b2c3d4 1.9.0", "2.0.330-63-g0a1b2c3d4"),
            arguments("~3.3.x-0", "3.3.0-SNAPSHOT.4 3.3.1-SNAPSHOT.2 3.4.0-SNAPSHOT.1", "3.3.1-SNAPSHOT.2"),
            arguments("*-0", "1.0.0 1.1.0-rc.1", "1.1.0-rc.1"),
            arguments("*", "1.0.0 1.1.0-rc.1", "1.0.0"),
            arguments("^1.2.3-beta.2", "1.2.3-beta.1 1.2.4-alpha 1.2.3", "1.2.4-alpha"),
            arguments("1.x || >=2-0 <3", "1.9.0-rc.1 2.0.0-rc.1", "2.0.0-rc.1"),
            arguments(">=2024", "2023.12.01 2024.01.15 2024.02.01", "2024.02.01"),
            arguments("*", "1.0.20240101120000 1.0.20240115103000", "1.0.20240115103000"),
            arguments("*", "1.0.0 1.1.0_amd64", "1.0.0"));

    static final List<Arguments> CHARTS = List.of(
            arguments(">=58", "58.2.0_up3.4.0 58.2.1_up3.4.1 57.0.0", "58.2.1_up3.4.1"),
            arguments("^1.2", "1.2.0 1.3.0_5 2.0.0_1", "1.3.0_5"),
            arguments("1.2.x", "1.2.0_a.b 1.2.1_c", "1.2.1_c"),
            arguments(">=1-0", "1.2.0-rc.1_b7 1.1.0_b9", "1.2.0-rc.1_b7"),
            arguments("*", "1.2.0_a_b 1.1.0", "1.1.0"),
            arguments("*", "1.2.0-rc.1_b7 1.1.0_b9", "1.1.0_b9"));

    static final List<Arguments> TEMPLATES = List.of(
            arguments("'^rel-(\\d+)$'", "'${1}'", "rel-9 rel-10", "rel-10"),
            arguments(
                    "'^[a-fA-F0-9]+-(?P<build_number>[0-9]+)$'",
                    "$build_number",
                    "abc123-9 fff000-123 sha-v3.2.1-prod",
                    "fff000-123"),
            arguments("'^build-(?P<n>[[:digit:]]+)$'", "$n", "build-9 build-10 build-digit", "build-10"),
            arguments(
                    "'^(?P<_d>[[:digit:]]{8})\\.(\\d+)$'",
                    "'${_d}.${2}'", "20240101.9 20240101.10 20240102.1", "20240102.1"),
            arguments("'^v(\\d+)(?:-r(\\d+))?$'", "'$1.$2'", "v1 v1-r2 v1-r3", "v1-r3"),
            arguments(
                    "'^main-[[:xdigit:]]{7}-([[:digit:]]+)$'",
                    "$1", "main-abcdef0-7 main-abcdefg-8 dev-abcdef0-9", "main-abcdef0-7"));

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @FieldSource("RANGES")
    void theHighestVersionOfARangeIsNewest(String range, String tags, String newest) {
        assertThat(newest(versions(IMAGE, "select: {semver: '" + range + "'}"), tags))
                .isEqualTo(newest);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @FieldSource("CHARTS")
    void theTagOfAChartHasItsVersionWithAnUnderscoreForThePlus(String range, String tags, String newest) {
        String select = "select: {semver: '" + range + "'}";

        assertThat(newest(versions(CHART, select), tags)).isEqualTo(newest);
        assertThat(newest(versions(IMAGE, select + "\n  places: [{chart: c}]"), tags))
                .isEqualTo(newest);
    }

    @ParameterizedTest(name = "{0} {1} of {2}: {3}")
    @FieldSource("TEMPLATES")
    void aTemplateGivesThePartThatIsCompared(String pattern, String extract, String tags, String newest) {
        String keys = "tags: {pattern: " + pattern + ", extract: " + extract + "}\n  select: {numerical: ascending}";

        assertThat(newest(versions(IMAGE, keys), tags)).isEqualTo(newest);
    }

    private static Versions versions(String image, String keys) {
        String text = "policies:\n- name: web\n  image: " + image + "\n  " + keys + "\n";
        return switch (PolicyReader.read(text.getBytes(StandardCharsets.UTF_8))) {
            case PolicyOutcome.Usable usable ->
                usable.policies().all().getFirst().versions();
            case PolicyOutcome.Broken broken -> throw new AssertionError(broken.inFile(text));
        };
    }

    /** The newest of the tags; empty if none counts. */
    private static String newest(Versions versions, String tags) {
        Ranking ranking = new Ranking(versions);
        return Stream.of(tags.split(" ", -1))
                .map(Tag::new)
                .filter(ranking::counts)
                .map(tag -> new Candidate(tag, Optional.empty(), Optional.empty()))
                .reduce((best, next) -> ranking.isNewer(next, best) ? next : best)
                .map(newest -> newest.tag().value())
                .orElse("");
    }
}
