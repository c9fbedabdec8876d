package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;

/** What is done to one object. */
public sealed interface Operation {

    ObjectRef ref();

    /** It is not there yet. */
    record Create(Manifest manifest) implements Operation {
        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }

    /**
     * It was applied before, and its manifest has changed or its drift was told.
     *
     * @param uid of the object that was applied
     */
    record Apply(Manifest manifest, String uid) implements Operation {
        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }

    /** It is there, and nobody's. */
    record Adopt(Manifest manifest) implements Operation {
        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }

    /** It was applied before, just so. */
    record Leave(Manifest manifest) implements Operation {
        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }

    /**
     * It was applied before and is no longer desired.
     *
     * @param uid the live object's uid when it was applied; empty if it is not known
     * @param wave the wave that it was applied in
     */
    record Prune(ObjectRef ref, String uid, int wave) implements Operation {

        /** Of the wave of objects that name none. */
        public Prune(ObjectRef ref, String uid) {
            this(ref, uid, 0);
        }
    }

    /** It can't be applied, whatever the API server would say. */
    record Refuse(Manifest manifest, String reason) implements Operation {
        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }
}
