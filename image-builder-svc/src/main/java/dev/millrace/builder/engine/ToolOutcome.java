package dev.millrace.builder.engine;

import java.time.Duration;
import java.util.Optional;

/** The result of running a tool. */
public sealed interface ToolOutcome {

    /** The tool did not do its work. */
    sealed interface Failure extends ToolOutcome {}

    /** The tool exited with status 0. */
    record Succeeded() implements ToolOutcome {}

    /**
     * The tool exited with another status.
     *
     * @param exitStatus of the tool, or of the command in the Dockerfile that failed
     * @param reason one sentence, if the tool gave a reason
     */
    record Failed(int exitStatus, Optional<String> reason) implements Failure {

        public Failed(int exitStatus) {
            this(exitStatus, Optional.empty());
        }
    }

    /** The tool and its child processes were ended at the time limit. */
    record TimedOut(Duration limit) implements Failure {}

    /**
     * The tool and its child processes were ended because they used more than they may.
     *
     * @param limit the limit with its value, for users
     */
    record Exceeded(String limit) implements Failure {}
}
