package dev.millrace.builder.intake.registry.proof;

/** The verdict on a proof. */
public enum Verdict {
    /** The request comes from the sender. */
    GENUINE,
    /** The request has no proof at all. */
    MISSING,
    /** The proof is wrong. */
    WRONG,
    /** The proof can't be checked for now. */
    UNAVAILABLE,
    /** The proof covers the body, which must be read first. */
    NEEDS_BODY
}
