package dev.millrace.sync.prune;

/** What became of an object that is no longer desired. */
public sealed interface Fate {

    /** It is not there any longer. */
    record Gone() implements Fate {}

    /** It was asked to go, and is still there. */
    record Going(String why) implements Fate {}

    /** It stays, and is not the application's: another one's, or people asked to keep it. */
    record Left(String why) implements Fate {}

    /** It can't be deleted now; another try may. */
    record Stays(String why) implements Fate {}

    /** Its deletion would delete objects of others: it waits for a confirmation, or for these to go. */
    record Withheld(String why) implements Fate {}
}
