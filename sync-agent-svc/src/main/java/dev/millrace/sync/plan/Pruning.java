package dev.millrace.sync.plan;

/** Whether objects that are no longer desired may be deleted. */
public sealed interface Pruning {

    /** Yes, when everything that is desired is healthy. */
    record Allowed() implements Pruning {}

    /** The Application does not prune: they stay, and are forgotten. */
    record Off() implements Pruning {}

    /** Not until a person has looked. */
    record Withheld(String reason) implements Pruning {}
}
