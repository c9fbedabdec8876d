package dev.millrace.testbed.process;

/** A part can't be had on this machine, or didn't come up. The message is one line (and the end of a log) for people. */
public final class PartUnavailable extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public PartUnavailable(String message) {
        super(message);
    }

    public PartUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
