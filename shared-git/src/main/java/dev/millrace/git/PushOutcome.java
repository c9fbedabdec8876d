package dev.millrace.git;

/** What became of a push. */
public sealed interface PushOutcome {

    /** The ref stands at the commit. */
    record Pushed() implements PushOutcome {}

    /** Somebody was faster: fetch, build the commit anew on the tip, push again. */
    record Rejected(String reason) implements PushOutcome {}

    /** The host doesn't take it, now or on another try: a protected branch, a hook. */
    record Refused(String reason) implements PushOutcome {}
}
