package dev.millrace.updater.policy.read;

import dev.millrace.updater.policy.Policies;

/** The result of reading an {@code updates.yaml}. */
public sealed interface PolicyOutcome {

    /** Valid policies. */
    record Usable(Policies policies) implements PolicyOutcome {}

    /**
     * An invalid file.
     *
     * @param line the line of the mistake, from 1
     * @param column the column of the mistake, from 1
     * @param reason the mistake, for its author
     */
    record Broken(int line, int column, String reason) implements PolicyOutcome {

        /** The message in the form of compilers: {@code file:line:column: reason}. */
        public String inFile(String file) {
            return file + ":" + line + ":" + column + ": " + reason;
        }
    }
}
