package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.report.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {
    private final Suite suite = Suite.of(5_000);

    @Test
    void theLargestMeasurementIsTakenOnlyIfAskedForByName() {
        assertThat(selected("")).isNotEmpty().doesNotContain("apps-5000-x2");
        assertThat(selected("apps-5000*")).containsExactly("apps-5000-x2");
    }

    @Test
    void aGlobSelectsByName() {
        assertThat(selected("push-to-applied/*"))
                .containsExactly(
                        "push-to-applied/small",
                        "push-to-applied/8000-files-1-app",
                        "push-to-applied/8000-files-100-apps",
                        "push-to-applied/8000-files-2000-apps");
        assertThat(selected("health-10000-objects/*"))
                .containsExactly(
                        "health-10000-objects/general",
                        "health-10000-objects/exact-in-cel",
                        "health-10000-objects/built-in");
        assertThat(selected("nothing/*")).isEmpty();
    }

    @Test
    void namesAreUnique() {
        assertThat(suite.names()).doesNotHaveDuplicates();
    }

    @Test
    void theLimitOfAThousandApplicationsIsMeasuredBeforeThem() {
        assertThat(selected("")).containsSubsequence("apps-1000-ready/without-agent", "apps-1000-ready");
    }

    private List<String> selected(String only) {
        return suite.selected(only).stream().map(Measurement::name).toList();
    }
}
