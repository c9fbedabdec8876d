package dev.millrace.builder.engine;

import java.util.Optional;

/** The result of exporting the files of a stage. */
public sealed interface ExportOutcome {

    /**
     * The files are in the target.
     *
     * @param reachedLimit the limit of this build that a command reached, for users
     */
    record Exported(Optional<String> reachedLimit) implements ExportOutcome {}

    /** There are no files. */
    record NotExported(ToolOutcome.Failure failure) implements ExportOutcome {}
}
