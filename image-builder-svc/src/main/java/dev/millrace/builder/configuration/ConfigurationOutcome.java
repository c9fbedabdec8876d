package dev.millrace.builder.configuration;

/** What became of a build configuration's text. */
public sealed interface ConfigurationOutcome {

    /** A configuration that can be built from. */
    record Usable(BuildConfiguration configuration) implements ConfigurationOutcome {}

    /**
     * A text that can't be built from.
     *
     * @param line where, from 1
     * @param reason what is wrong there, for the person who wrote it
     */
    record Broken(int line, String reason) implements ConfigurationOutcome {

        /** As compilers say it: {@code file:line: reason}. */
        public String inFile(String file) {
            return file + ":" + line + ": " + reason;
        }
    }
}
