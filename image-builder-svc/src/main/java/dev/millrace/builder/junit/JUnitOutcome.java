package dev.millrace.builder.junit;

/** The result of reading reports. */
public sealed interface JUnitOutcome {

    /** The counts of all reports together. */
    record Counted(TestCounts counts) implements JUnitOutcome {}

    /** No report, too many of them, or one that can't be read. */
    record Unreadable(String reason) implements JUnitOutcome {}
}
