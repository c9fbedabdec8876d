package dev.millrace.builder.engine;

/** An engine that must not be used: a program of it is missing or below its minimum safe version. The message is for users. */
public final class EngineRefused extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public EngineRefused(String message) {
        super(message);
    }
}
