package dev.millrace.sync.render;

import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.source.ReadSet;

/** The result of rendering a directory of a commit. Its read set is complete in each case: the result stays valid until something in it changes. */
public sealed interface Rendering {

    ReadSet readSet();

    /** The rendered objects; some documents may have been unreadable. */
    record Rendered(Manifests manifests, ReadSet readSet) implements Rendering {}

    /**
     * No objects, for one reason.
     *
     * @param isTransient true if another try at the same commit may succeed
     */
    record Impossible(String file, String reason, ReadSet readSet, boolean isTransient) implements Rendering {}
}
