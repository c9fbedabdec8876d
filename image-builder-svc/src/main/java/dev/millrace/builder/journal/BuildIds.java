package dev.millrace.builder.journal;

import java.util.Optional;

/** The ids of builds, which their events don't have. */
public interface BuildIds {

    /** Returns the id of the last build of an image from a commit; empty if it is not known. */
    Optional<String> of(BuildKey key);
}
