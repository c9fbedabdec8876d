package dev.millrace.sync.steer;

import java.time.Instant;

/** The progress of deleting objects that are no longer desired. */
public sealed interface RemovalProgress {

    /** All of them are gone, or are left to others. */
    record Gone() implements RemovalProgress {}

    /** Some are still there. */
    record Waiting(String why, Instant checkAt) implements RemovalProgress {}

    /** Their deletion would delete objects of others: a user has to confirm it, or these have to go. */
    record Withheld(String why) implements RemovalProgress {}

    /** Some can't be deleted; another try may succeed later. */
    record Blocked(String why) implements RemovalProgress {}
}
