package dev.millrace.sync.apply;

/** The object is not in the state that an apply or a deletion expected, and nothing was changed: the caller reads it and decides again. */
public final class PreconditionFailed extends RuntimeException {

    PreconditionFailed(String what) {
        super(what, null, false, false);
    }
}
