package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Problem;
import java.util.List;

/** The outcome of editing a file. */
public sealed interface EditOutcome {

    /**
     * The file with its values changed and every other byte the same.
     *
     * @param problems markers that cannot be followed
     */
    record Edited(byte[] content, List<Change> changes, List<Problem> problems) implements EditOutcome {
        public Edited {
            changes = List.copyOf(changes);
            problems = List.copyOf(problems);
        }
    }

    /** Nothing changes: all places have their values already, or there is no place. */
    record AlreadyCurrent(int places, List<Problem> problems) implements EditOutcome {
        public AlreadyCurrent {
            problems = List.copyOf(problems);
        }
    }

    /** The file cannot be parsed, so its markers cannot be followed. */
    record Unreadable(String reason, int line) implements EditOutcome {}
}
