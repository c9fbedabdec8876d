package dev.millrace.sync.render;

import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.source.ReadSet;

/** The result of rendering a directory of a commit. Its read set is complete in each case: the result stays valid until something in it changes. */
public sealed interface Rendering {

    ReadSet readSet();

    /**
     * The rendered objects; some documents may have been unreadable.
     *
     * @param inputs the inputs, which also mask the values of Secrets that templates looked up
     */
    record Rendered(Manifests manifests, ReadSet readSet, Inputs inputs) implements Rendering {

        /** Objects of a rendering without inputs. */
        public Rendered(Manifests manifests, ReadSet readSet) {
            this(manifests, readSet, Inputs.NONE);
        }
    }

    /**
     * No objects, for one reason.
     *
     * @param isTransient true if another try at the same commit may succeed
     */
    record Impossible(String file, String reason, ReadSet readSet, boolean isTransient) implements Rendering {}
}
