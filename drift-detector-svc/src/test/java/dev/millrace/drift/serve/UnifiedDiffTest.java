package dev.millrace.drift.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.DriftDetected.Change;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

    @Test
    void eachFieldIsAHunkWithItsPathAndActor() {
        String diff = UnifiedDiff.of(Drifts.event(
                "settings", Change.Modified, Drifts.field("data.a", "1\n2", "3"), Drifts.field("data.b", "x", "y")));

        assertThat(diff).isEqualTo("""
                --- applied/ConfigMap shop/settings
                +++ live/ConfigMap shop/settings
                @@ -1,2 +1,1 @@ data.a by kubectl-edit Update of scale at 2026-03-14T09:00:00Z
                -1
                -2
                +3
                @@ -3,1 +2,1 @@ data.b by kubectl-edit Update of scale at 2026-03-14T09:00:00Z
                -x
                +y
                """);
    }

    @Test
    void aConfidentialValueIsMaskedAndNobodyIsNamedWhoIsNotKnown() {
        String diff = UnifiedDiff.of(Drifts.event("settings", Change.Modified, Drifts.redacted("data.password")));

        assertThat(diff).contains("""
                @@ -1,1 +1,1 @@ data.password
                -(confidential value, applied)
                +(confidential value, live)
                """);
    }

    @Test
    void charactersThatATerminalWouldActOnAreShownAsTheirCodes() {
        String diff = UnifiedDiff.of(
                Drifts.event("settings", Change.Modified, Drifts.field("data[a\nb]", "\u001b[31mred", "a\u0000b")));

        assertThat(diff)
                .contains("data[a\\u000ab]", "-\\u001b[31mred", "+a\\u0000b")
                .doesNotContain("\u001b");
    }

    @Test
    void aMissingAndAnExtraObjectHaveNoOtherSide() {
        assertThat(UnifiedDiff.of(Drifts.event("a", Change.Missing))).isEqualTo("""
                --- applied/ConfigMap shop/a
                +++ /dev/null
                """);
        assertThat(UnifiedDiff.of(Drifts.event("a", Change.Extra))).isEqualTo("""
                --- /dev/null
                +++ live/ConfigMap shop/a
                """);
    }
}
