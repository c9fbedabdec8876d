package dev.millrace.builder.engine;

import java.time.Duration;

/** How a tool ended. */
public sealed interface ToolOutcome {

    /** It did what it was asked to. */
    record Succeeded() implements ToolOutcome {}

    /** It said no. */
    record Failed(int exitStatus) implements ToolOutcome {}

    /** It was ended, with all that it had started, because its time was over. */
    record OutOfTime(Duration limit) implements ToolOutcome {}
}
