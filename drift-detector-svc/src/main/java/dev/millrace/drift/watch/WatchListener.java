package dev.millrace.drift.watch;

/** Who wants to know what happens to live objects. Called from threads that must not be held up. */
public interface WatchListener {

    /** An object came, changed or went. */
    void seen(Seen object);

    /** All objects of the kind are known now; those that were not seen are not there. */
    void complete(WatchedKind kind);
}
