package dev.millrace.testbed.process;

/** A part is not available on this machine, or did not start. The message is one line, and may have the end of a log. */
public final class PartUnavailable extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public PartUnavailable(String message) {
        super(message);
    }

    public PartUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
