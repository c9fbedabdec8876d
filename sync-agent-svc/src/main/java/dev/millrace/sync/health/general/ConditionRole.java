package dev.millrace.sync.health.general;

/** The role of a condition, by its type. */
enum ConditionRole {
    /** True is a failure. */
    ABNORMAL,
    /** True is work in progress. */
    PROGRESSING,
    /** True is suspended. */
    SUSPENDED,
    /** Sums the object up: true is healthy. */
    PRIMARY,
    /** Sums a part of the object up: true is healthy. */
    SECONDARY,
    /** The type is unknown. */
    NEUTRAL
}
