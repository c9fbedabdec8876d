package dev.millrace.git;

import java.io.IOException;

/** A directory of a commit has more bytes than may be written to disk. */
public final class TooLarge extends IOException {

    TooLarge(String directory, long bytes, long most) {
        super((directory.isEmpty() ? "the repository" : directory) + " has " + bytes + " bytes, more than the " + most
                + " allowed");
    }
}
