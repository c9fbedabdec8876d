package dev.millrace.builder.source;

import java.util.Optional;

/** The result of reading one file of a commit. */
public sealed interface SourceFile {

    /** The commit has no regular file at the path. */
    record Absent() implements SourceFile {}

    /** The file has more bytes than may be read. */
    record TooLarge(String path, long bytes, long maxBytes) implements SourceFile {

        /** The error, for the author of the file. */
        public String reason() {
            return path + ": it has " + bytes + " bytes, more than the limit of " + maxBytes + "; shorten it";
        }
    }

    /** The content of the file. */
    record Content(byte[] bytes) implements SourceFile {}

    /** The content; empty if the file is absent or too large. */
    default Optional<byte[]> content() {
        return this instanceof Content(byte[] bytes) ? Optional.of(bytes) : Optional.empty();
    }
}
