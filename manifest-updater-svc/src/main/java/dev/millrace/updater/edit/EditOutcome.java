package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Problem;
import java.util.List;

/** What became of a file. */
public sealed interface EditOutcome {

    /**
     * The file with its values changed, and no other byte.
     *
     * @param problems markers in it that could not be followed
     */
    record Edited(byte[] content, List<Change> changes, List<Problem> problems) implements EditOutcome {
        public Edited {
            changes = List.copyOf(changes);
            problems = List.copyOf(problems);
        }
    }

    /** Nothing to change: all places have their values already, or there is none. */
    record AlreadyCurrent(int places, List<Problem> problems) implements EditOutcome {
        public AlreadyCurrent {
            problems = List.copyOf(problems);
        }
    }

    /** The file can't be parsed, so that its markers can't be followed. */
    record Unreadable(String reason, int line) implements EditOutcome {}
}
