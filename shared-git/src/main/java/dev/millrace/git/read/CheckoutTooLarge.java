package dev.millrace.git.read;

import java.io.IOException;

/** A directory of a commit has more bytes than may be written to disk. */
public final class CheckoutTooLarge extends IOException {

    CheckoutTooLarge(String directory, long bytes, long max) {
        super((directory.isEmpty() ? "the repository" : directory) + " has " + bytes + " bytes, more than the " + max
                + " allowed");
    }
}
