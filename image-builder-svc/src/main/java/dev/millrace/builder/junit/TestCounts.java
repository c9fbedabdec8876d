package dev.millrace.builder.junit;

/**
 * Numbers of test cases.
 *
 * @param total all, including failed and skipped ones
 * @param failed with a failure or an error
 */
public record TestCounts(int total, int failed, int skipped) {
    public static final TestCounts NONE = new TestCounts(0, 0, 0);

    /** The sums of both. */
    public TestCounts plus(TestCounts other) {
        return new TestCounts(total + other.total, failed + other.failed, skipped + other.skipped);
    }
}
