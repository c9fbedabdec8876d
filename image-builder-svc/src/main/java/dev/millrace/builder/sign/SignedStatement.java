package dev.millrace.builder.sign;

/**
 * A statement in its envelope.
 *
 * @param predicateType the type of its claim
 * @param envelope the DSSE envelope as JSON
 */
record SignedStatement(String predicateType, byte[] envelope) {}
