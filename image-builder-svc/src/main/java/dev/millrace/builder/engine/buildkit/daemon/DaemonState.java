package dev.millrace.builder.engine.buildkit.daemon;

/** The state of the daemon. */
sealed interface DaemonState {

    /** It doesn't answer. */
    record Unavailable(String reason) implements DaemonState {}

    /** It answers. */
    record Running(Process process) implements DaemonState {}

    /** It was stopped for good. */
    record Closed() implements DaemonState {}
}
