package dev.millrace.sync.plan;

/** The decision if objects that are no longer desired may be deleted. */
public sealed interface Pruning {

    /** They are deleted once everything that is desired is healthy. */
    record Allowed() implements Pruning {}

    /** The Application does not prune: the objects stay, and the record forgets them. */
    record Off() implements Pruning {}

    /** They are not deleted before a user has confirmed it. */
    record Withheld(String reason) implements Pruning {}
}
