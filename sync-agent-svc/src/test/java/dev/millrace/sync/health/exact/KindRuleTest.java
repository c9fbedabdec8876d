package dev.millrace.sync.health.exact;

import static dev.millrace.events.Health.Degraded;
import static dev.millrace.events.Health.Healthy;
import static dev.millrace.events.Health.Progressing;
import static dev.millrace.events.Health.Suspended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.Health;
import dev.millrace.sync.health.Observed;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Configured rules: which condition decides, which rule is used, and where the message comes from. */
class KindRuleTest {
    private static final String ALL = "suspended: self.spec.off, failed: self.spec.bad, current: self.spec.good";

    static final List<Arguments> DECISIONS = List.of(
            row("suspended before all others", ALL, "{off: true, bad: true, good: true}", Suspended, "it is suspended"),
            row("failed before current", ALL, "{off: false, bad: true, good: true}", Degraded, "it has failed"),
            row("current", ALL, "{off: false, bad: false, good: true}", Healthy, ""),
            row("none of them", ALL, "{off: false, bad: false, good: false}", Progressing, "it is not ready yet"),
            row("a field that is absent holds nothing", ALL, "{good: true}", Healthy, ""),
            row("no field at all", ALL, "{}", Progressing, "it is not ready yet"),
            row("a value of another type", ALL, "{good: 'yes'}", Progressing, "it is not ready yet"),
            row("no condition at all", "message: Ready", "{}", Healthy, ""),
            row("only suspended", "suspended: self.spec.off", "{off: false}", Healthy, ""),
            row("only failed", "failed: self.spec.bad", "{bad: false}", Healthy, ""),
            row("in progress", "inProgress: self.spec.busy", "{busy: true}", Progressing, "it is not ready yet"),
            row("no longer in progress", "inProgress: self.spec.busy", "{busy: false}", Healthy, ""),
            row(
                    "current before in progress",
                    "current: self.spec.good, inProgress: self.spec.busy",
                    "{good: true, busy: true}",
                    Healthy,
                    ""),
            row(
                    "neither current nor in progress",
                    "current: self.spec.good, inProgress: self.spec.busy",
                    "{good: false, busy: false}",
                    Progressing,
                    "it is not ready yet"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("DECISIONS")
    void theFirstConditionThatHoldsDecides(String situation, String rule, String spec, Health health, String message) {
        KindRules rules = KindRules.parse("rules", "[{kinds: [x.example/Thing], " + rule + "}]");

        assertThat(Observed.judge(Observed.object("x.example/v1 Thing", spec, ""), rules))
                .isEqualTo(new ObjectHealth(health, message));
    }

    static final List<Arguments> MESSAGES = List.of(
            row("nothing", "{}", "it has failed"),
            row("the phase", "{phase: Broken}", "status.phase is Broken"),
            row("the message beside the phase", "{phase: Broken, message: no disk}", "status.phase is Broken: no disk"),
            row("a blank message", "{phase: Broken, message: ' '}", "status.phase is Broken"),
            row(
                    "Ready before the message",
                    "{message: no disk, conditions: [{type: Ready, status: 'False', reason: Full}]}",
                    "Full"),
            row(
                    "the named condition before Ready",
                    "{conditions: [{type: Ready, reason: Full}, {type: Synced, reason: Denied, message: no right}]}",
                    "Denied: no right"),
            row(
                    "a named condition without a text",
                    "{message: no disk, conditions: [{type: Ready, reason: Full}, {type: Synced}]}",
                    "Full"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("MESSAGES")
    void theMessageIsTheMostSpecificOne(String situation, String status, String message) {
        KindRules rules = KindRules.parse("rules", "[{kinds: [x.example/Thing], failed: 'true', message: Synced}]");

        assertThat(Observed.judge(Observed.object("x.example/v1 Thing", "", status), rules))
                .isEqualTo(new ObjectHealth(Degraded, message));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "s3.aws.example.com/v1 Bucket   | s3.aws.example.com/Bucket",
                "s3.aws.example.com/v1 Object   | s3.aws.example.com/*",
                "ec2.aws.example.com/v1 Bucket  | *.aws.example.com/Bucket",
                "ec2.aws.example.com/v1 Object  | *.aws.example.com/*",
                "sql.gcp.example.com/v1 Bucket  | *.example.com/Bucket",
                "sql.gcp.example.com/v1 Object  | *.example.com/*",
                "example.com/v1 Object          | *.com/*",
                "other.org/v1 Object            | none",
                "com/v1 Object                  | none"
            })
    void theRuleOfTheNarrowestNameIsUsed(String kind, String expected) {
        List<String> names = List.of(
                "*.com/*",
                "*.example.com/*",
                "*.example.com/Bucket",
                "*.aws.example.com/*",
                "*.aws.example.com/Bucket",
                "s3.aws.example.com/*",
                "s3.aws.example.com/Bucket");
        KindRules rules = KindRules.NONE;
        for (String name : names) {
            rules = rules.orElse(
                    KindRules.parse("rules", "[{kinds: ['" + name + "'], failed: 'true', message: '" + name + "'}]"));
        }

        ObjectHealth health = Observed.judge(Observed.object(kind, "", conditions(names)), rules);

        assertThat(health)
                .isEqualTo(expected.equals("none") ? ObjectHealth.HEALTHY : new ObjectHealth(Degraded, expected));
    }

    /** Returns a status with a condition for each rule, whose reason is the rule's name. */
    private static String conditions(List<String> names) {
        return "{conditions: ["
                + String.join(
                        ", ",
                        names.stream()
                                .map(name -> "{type: '" + name + "', reason: '" + name + "'}")
                                .toList())
                + "]}";
    }

    @Test
    void theFirstRuleForAKindIsUsedOfSeveralFiles() {
        KindRules first =
                KindRules.parse("rules", "[{kinds: [a/B], suspended: 'true'}, {kinds: [a/C], failed: 'true'}]");
        KindRules second = KindRules.parse("rules", "[{kinds: [a/B, a/C, a/D], current: 'true'}]");
        KindRules all = first.orElse(second);

        assertThat(Observed.judge(Observed.object("a/v1 B", "", ""), all).health())
                .isEqualTo(Suspended);
        assertThat(Observed.judge(Observed.object("a/v1 C", "", ""), all).health())
                .isEqualTo(Degraded);
        assertThat(Observed.judge(Observed.object("a/v1 D", "", ""), all).health())
                .isEqualTo(Healthy);
    }

    @Test
    void aRuleReadsTheWholeObject() {
        KindRules rules = KindRules.parse(
                "rules",
                "[{kinds: [a/B], current: \"self.kind == 'B' && self.apiVersion == 'a/v1'"
                        + " && self.metadata.name == 'x' && self.metadata.namespace == 'shop' && self.metadata.generation == 2\"}]");

        assertThat(Observed.judge(Observed.object("a/v1 B", "", ""), rules)).isEqualTo(ObjectHealth.HEALTHY);
    }

    @Test
    void noRuleReplacesThatOfABuiltInKind() {
        KindRules rules = KindRules.parse("rules", "[{kinds: [batch/Job, batch/*, /Pod], current: 'true'}]");

        assertThat(Observed.judge(Observed.object("batch/v1 Job", "", ""), rules)
                        .health())
                .isEqualTo(Progressing);
        assertThat(Observed.judge(Observed.object("v1 Pod", "", ""), rules).health())
                .isEqualTo(Progressing);
    }

    @Test
    void rulesOfUnboundedSizeAreRefused() {
        String large = "# " + "x".repeat(1 << 20) + "\n[]";
        String bomb = "a: &a [x, x]\nb: &b " + "[" + "*a, ".repeat(40) + "x]\n";

        assertThatThrownBy(() -> KindRules.parse("rules", large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not YAML: ");
        assertThatThrownBy(() -> KindRules.parse("rules", bomb)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}
