package dev.millrace.cluster.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.application.limit.SpecLimits;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a drifted object is restored: never, at once, after a delay, within windows, by its kind. */
class HealTimesTest {
    private static final String NEVER = "";
    private static final String NIGHT = "healRules: [{windows: [{from: '22:00', to: '04:00'}]}]";
    private static final String WEEKEND =
            "healRules: [{windows: [{days: [Sat, Sun], from: '10:00', to: '12:00', timeZone: Europe/Berlin}]}]";

    private static ApplicationSpec spec(String rules) {
        return new KubernetesSerialization()
                .unmarshal(
                        "source: {repository: 'https://git.example/config'}\ndestination: {namespace: shop}\n" + rules,
                        ApplicationSpec.class);
    }

    static final List<Arguments> TIMES = List.of(
            arguments("heal: false", "2030-01-02T12:00:00Z", NEVER),
            arguments("heal: true", "2030-01-02T12:00:00Z", "2030-01-02T12:00:00Z"),
            arguments("heal: true\nhealRules: [{heal: false}]", "2030-01-02T12:00:00Z", NEVER),
            arguments(
                    "heal: true\nhealRules: [{kinds: [Secret], heal: false}]",
                    "2030-01-02T12:00:00Z",
                    "2030-01-02T12:00:00Z"),
            arguments("heal: true\nhealRules: [{kinds: [Deployment], heal: false}]", "2030-01-02T12:00:00Z", NEVER),
            arguments(
                    "heal: false\nhealRules: [{kinds: [Deployment]}]", "2030-01-02T12:00:00Z", "2030-01-02T12:00:00Z"),
            arguments(
                    "healRules: [{kinds: [Deployment], after: 30m}, {heal: false}]",
                    "2030-01-02T12:00:00Z",
                    "2030-01-02T12:30:00Z"),
            arguments(NIGHT, "2030-01-02T12:00:00Z", "2030-01-02T22:00:00Z"),
            arguments(NIGHT, "2030-01-02T23:00:00Z", "2030-01-02T23:00:00Z"),
            arguments(NIGHT, "2030-01-02T03:59:59Z", "2030-01-02T03:59:59Z"),
            arguments(NIGHT, "2030-01-02T04:00:00Z", "2030-01-02T22:00:00Z"),
            arguments(WEEKEND, "2030-01-02T12:00:00Z", "2030-01-05T09:00:00Z"),
            arguments(WEEKEND, "2030-01-06T11:00:00Z", "2030-01-12T09:00:00Z"),
            arguments(
                    "healRules: [{after: 1h, windows: [{from: '00:00', to: '13:00'}]}]",
                    "2030-01-02T12:30:00Z",
                    "2030-01-03T00:00:00Z"),
            arguments(
                    "healRules: [{windows: [{from: '05:00', to: '05:00'}]}]",
                    "2030-01-02T12:00:00Z",
                    "2030-01-02T12:00:00Z"),
            arguments(
                    "healRules: [{windows: [{from: '20:00', to: '21:00'}, {from: '13:00', to: '14:00'}]}]",
                    "2030-01-02T12:00:00Z",
                    "2030-01-02T13:00:00Z"),
            arguments(
                    "healRules: [{windows: [{days: [Sun], from: '02:30', to: '04:30', timeZone: Europe/Berlin}]}]",
                    "2030-03-30T12:00:00Z",
                    "2030-03-31T01:30:00Z"));

    @ParameterizedTest(name = "{0} at {1}")
    @FieldSource("TIMES")
    void driftOfADeploymentIsUndone(String rules, Instant found, String restored) {
        Optional<Instant> at = spec(rules).healAt("Deployment", found, found);

        assertThat(at).isEqualTo(restored.equals(NEVER) ? Optional.empty() : Optional.of(Instant.parse(restored)));
    }

    @Test
    void anApplicationHealsIfAnyRuleDoes() {
        assertThat(spec("heal: false\nhealRules: [{kinds: [Secret]}]").heals()).isTrue();
        assertThat(spec("heal: false\nhealRules: [{kinds: [Secret], heal: false}]")
                        .heals())
                .isFalse();
        assertThat(spec("").heals()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{after: soon}",
                "{after: 99999999h}",
                "{windows: [{from: '25:00', to: '01:00'}]}",
                "{windows: [{from: '01:00', to: 'noon'}]}",
                "{windows: [{from: '01:00', to: '02:00', timeZone: Atlantis}]}"
            })
    void aTimeThatCanNotBeReadIsNamed(String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec("healRules: [" + rule + "]").checkHealRules());
    }

    @Test
    void thereAreAtMostTwentyRulesOfAtMostTwentyWindows() {
        String window = "{from: '01:00', to: '02:00'}, ";

        assertThat(SpecLimits.excess(spec("healRules: [" + "{}, ".repeat(21) + "]")))
                .hasValueSatisfying(excess -> assertThat(excess).contains("spec.healRules has 21 entries"));
        assertThat(SpecLimits.excess(spec("healRules: [{windows: [" + window.repeat(21) + "]}]")))
                .hasValueSatisfying(excess -> assertThat(excess).contains("spec.healRules[].windows has 21 entries"));
    }
}
