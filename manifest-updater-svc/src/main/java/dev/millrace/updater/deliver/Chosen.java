package dev.millrace.updater.deliver;

import dev.millrace.updater.decide.Decision;

/** A wish that is granted, and how. */
sealed interface Chosen {
    Wish wish();

    /** A version to be written. */
    record Version(Wish wish, Decision.Write write) implements Chosen {}

    /** A commit of ours to be taken back. */
    record Revert(Wish wish, Decision.TakeBack back) implements Chosen {}
}
