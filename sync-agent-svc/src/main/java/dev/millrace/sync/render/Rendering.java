package dev.millrace.sync.render;

import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.source.ReadSet;

/** What a directory of a commit says. Its read set is complete either way: until something in it changes, it says the same. */
public sealed interface Rendering {

    ReadSet readSet();

    /** Objects; some documents may have been unreadable. */
    record Rendered(Manifests manifests, ReadSet readSet) implements Rendering {}

    /**
     * Nothing, for one reason.
     *
     * @param mayPass whether another try at the same commit may well succeed
     */
    record Impossible(String file, String reason, ReadSet readSet, boolean mayPass) implements Rendering {}
}
