package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;

/** The operation on one object. */
public sealed interface Operation {

    ObjectRef ref();

    /**
     * The object doesn't exist yet.
     *
     * @param assumed true if that was not read: if the object exists, the attempt is planned again
     */
    record Create(Manifest manifest, boolean assumed) implements Operation {

        /** The creation of an object that was read and doesn't exist. */
        public Create(Manifest manifest) {
            this(manifest, false);
        }

        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }

    /**
     * The object was applied before, and its manifest has changed or its drift was reported.
     *
     * @param uid of the object that was applied
     */
    record Apply(Manifest manifest, String uid) implements Operation {
        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }

    /** The object exists, and no application claims it. */
    record Adopt(Manifest manifest) implements Operation {
        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }

    /** The object was applied before with the same manifest. */
    record Leave(Manifest manifest) implements Operation {
        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }

    /**
     * The object was applied before and is no longer desired.
     *
     * @param uid the live object's uid when it was applied; empty if it is not known
     * @param wave the wave that it was applied in
     */
    record Prune(ObjectRef ref, String uid, int wave) implements Operation {

        /** A deletion in the wave of objects that name none. */
        public Prune(ObjectRef ref, String uid) {
            this(ref, uid, 0);
        }
    }

    /** The object can't be applied, whatever the API server would answer. */
    record Refuse(Manifest manifest, String reason) implements Operation {
        @Override
        public ObjectRef ref() {
            return manifest.ref();
        }
    }
}
