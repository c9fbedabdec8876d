package dev.millrace.sync.prune;

/** The result of pruning one object. */
public sealed interface Fate {

    /** The object is gone. */
    record Gone() implements Fate {}

    /** The deletion was requested, and the object still exists. */
    record Going(String why) implements Fate {}

    /** The object stays and no longer belongs to the application: another application has it, or it is marked to be kept. */
    record Left(String why) implements Fate {}

    /** The object can't be deleted now; a retry may succeed. */
    record Stays(String why) implements Fate {}

    /** The deletion would delete objects of others: it waits for a confirmation, or until these are gone. */
    record Withheld(String why) implements Fate {}
}
