package dev.millrace.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.Tool;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartsExtensionTest {
    private static final Optional<String> MISSING =
            Optional.of(new Tool("sieves", "v9.9.9", "no-such-program").missing());

    @Test
    void skipsATestWhosePartIsMissingWithAReasonInOneLine() {
        var decision = PartsExtension.decide(MISSING, false);

        assertThat(decision.isDisabled()).isTrue();
        assertThat(decision.getReason().orElse(""))
                .startsWith("no-such-program v9.9.9 is not installed")
                .doesNotContain("\n");
    }

    @Test
    void failsOnABuildServer() {
        assertThatThrownBy(() -> PartsExtension.decide(MISSING, true))
                .isInstanceOf(PartUnavailable.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    void runsIfAllPartsAreAvailable() {
        assertThat(PartsExtension.decide(Optional.empty(), true).isDisabled()).isFalse();
    }
}
