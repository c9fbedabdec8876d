package dev.millrace.builder.configuration;

/** The result of reading a build configuration. */
public sealed interface ConfigurationOutcome {

    /** A valid configuration. */
    record Valid(BuildConfiguration configuration) implements ConfigurationOutcome {}

    /** Neither a file nor a Dockerfile at the root: nothing is built. */
    record Absent() implements ConfigurationOutcome {}

    /** A Dockerfile at the root without a file, and without a known name for its image. */
    record Unnamed(String reason) implements ConfigurationOutcome {}

    /** A file that is too large to be read. */
    record TooLarge(String reason) implements ConfigurationOutcome {}

    /**
     * An invalid configuration.
     *
     * @param line the line of the error, from 1
     * @param column the column of the error, from 1
     * @param reason the error, for the author of the file
     */
    record Invalid(int line, int column, String reason) implements ConfigurationOutcome {

        /** The error in the form of compilers: {@code file:line:column: reason}. */
        public String inFile(String file) {
            return file + ":" + line + ":" + column + ": " + reason;
        }
    }
}
