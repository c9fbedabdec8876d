package dev.millrace.sync.health.general;

/** The meaning of a text of a status, worst first. */
enum Meaning {
    SUSPENDED,
    FAILED,
    PROGRESSING,
    HEALTHY,
    /** No known word. */
    NEUTRAL
}
