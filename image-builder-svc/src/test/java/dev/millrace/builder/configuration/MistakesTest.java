package dev.millrace.builder.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class MistakesTest {
    static final List<Arguments> MISTAKES = Mistakes.ALL;

    @ParameterizedTest(name = "{3}")
    @FieldSource("MISTAKES")
    void aMistakeIsReportedWithItsLineAndColumn(String text, int line, int column, String reason) {
        ConfigurationOutcome outcome = ConfigurationFiles.read(text);

        assertThat(outcome).isInstanceOfSatisfying(ConfigurationOutcome.Invalid.class, invalid -> {
            assertThat(invalid.reason()).contains(reason);
            assertThat(invalid.line() + ":" + invalid.column()).isEqualTo(line + ":" + column);
        });
    }
}
