package dev.millrace.builder.engine;

import java.time.Duration;

/** The result of running a tool. */
public sealed interface ToolOutcome {

    /** The tool exited with status 0. */
    record Succeeded() implements ToolOutcome {}

    /** The tool exited with another status. */
    record Failed(int exitStatus) implements ToolOutcome {}

    /** The tool and its child processes were ended at the time limit. */
    record TimedOut(Duration limit) implements ToolOutcome {}
}
