package dev.millrace.sync.apply;

/** The object is not in the state that an apply expected, and nothing was changed: the caller reads it and decides again. */
final class PreconditionFailed extends RuntimeException {

    PreconditionFailed(String what) {
        super(what, null, false, false);
    }
}
