package dev.millrace.sync.apply;

/** The comparison of an object in the cluster with the one that was applied. */
public sealed interface Comparison {

    /** There is no difference, or the object is left alone, or it removed itself once it had completed. */
    record Same() implements Comparison {}

    /** The object is not in the cluster. */
    record Missing() implements Comparison {}

    /** @param fields the names of the first fields that differ, and who has them, as readable text; no values */
    record Differs(String fields) implements Comparison {}

    /** It is being deleted: it can only be created again once it is gone. */
    record Terminating() implements Comparison {}
}
