package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Trouble;
import java.util.List;

/** What became of a file. */
public sealed interface EditOutcome {

    /**
     * The file with its values changed, and no other byte.
     *
     * @param troubles markers in it that could not be followed
     */
    record Edited(byte[] content, List<Change> changes, List<Trouble> troubles) implements EditOutcome {
        public Edited {
            changes = List.copyOf(changes);
            troubles = List.copyOf(troubles);
        }
    }

    /** Nothing to change: all places have their values already, or there is none. */
    record AlreadyCurrent(int places, List<Trouble> troubles) implements EditOutcome {
        public AlreadyCurrent {
            troubles = List.copyOf(troubles);
        }
    }

    /** The file can't be parsed, so that its markers can't be followed. */
    record Unreadable(String reason, int line) implements EditOutcome {}
}
