package dev.millrace.builder.build;

import dev.millrace.builder.junit.TestCounts;
import dev.millrace.builder.publish.BuildFailure;
import java.util.Optional;

/**
 * The result of the tests of an image.
 *
 * @param failure of the first test that failed; empty if all passed
 * @param counts the test cases of all reports so far; absent if no test has reports
 */
record TestResult(Optional<BuildFailure> failure, Optional<TestCounts> counts) {
    static final TestResult PASSED = new TestResult(Optional.empty(), Optional.empty());

    /** The result of a test without reports. */
    static TestResult of(Optional<BuildFailure> failure) {
        return new TestResult(failure, Optional.empty());
    }

    boolean passed() {
        return failure.isEmpty();
    }

    /** This result and that of a later test. */
    TestResult and(TestResult later) {
        Optional<TestCounts> sum =
                counts.map(mine -> later.counts.map(mine::plus).orElse(mine)).or(later::counts);
        return new TestResult(failure.or(later::failure), sum);
    }
}
