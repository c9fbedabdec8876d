package dev.millrace.updater.policy.read;

import dev.millrace.updater.policy.Policies;

/** What became of the text of an {@code updates.yaml}. */
public sealed interface PolicyOutcome {

    /** Policies that can be followed. */
    record Usable(Policies policies) implements PolicyOutcome {}

    /**
     * A text that can't be followed.
     *
     * @param line where, from 1
     * @param column where on it, from 1
     * @param reason what is wrong there, for the person who wrote it
     */
    record Broken(int line, int column, String reason) implements PolicyOutcome {

        /** As compilers say it: {@code file:line:column: reason}. */
        public String inFile(String file) {
            return file + ":" + line + ":" + column + ": " + reason;
        }
    }
}
