package dev.millrace.drift.watch;

/** Receives changes of live objects. Called from threads that must not be blocked. */
public interface WatchListener {

    /** An object was created, changed or deleted. */
    void observed(ObservedObject object);

    /** All objects of the kind are known now; an object that was not observed does not exist. */
    void complete(WatchedKind kind);
}
