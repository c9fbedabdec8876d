package dev.millrace.git.transport;

/** The outcome of a push. */
public sealed interface PushOutcome {

    /** The ref has the commit. */
    record Pushed() implements PushOutcome {}

    /** Another push was faster: fetch, build the commit again on the tip, push again. */
    record Rejected(String reason) implements PushOutcome {}

    /** The host refuses the push, now and on another try: a protected branch, a hook. */
    record Refused(String reason) implements PushOutcome {}
}
