package dev.millrace.sync.apply;

import java.util.HashMap;
import java.util.Map;

/** The state in which an apply expects the object. The API server checks it in the same transaction in which it stores the object. */
sealed interface Precondition {

    /** The state is unknown; the object may or may not exist. */
    record None() implements Precondition {}

    /** No object of this name exists. */
    record Absent() implements Precondition {
        /**
         * A version that no stored object has: etcd's first write is revision 2. The API server compares it with an object that exists and
         * answers 409; an object that it creates gets a new version (k8s.io/apiserver, registry.Store.Update).
         */
        private static final String NO_OBJECTS_VERSION = "1";
    }

    /** The object is still the one with this uid. */
    record Same(String uid) implements Precondition {}

    /** The object is unchanged since this version. */
    record Unchanged(String resourceVersion) implements Precondition {}

    /** Returns the metadata to apply; a uid or version that the manifest itself states is dropped. */
    default Map<String, Object> on(Map<String, Object> metadata) {
        Map<String, Object> result = new HashMap<>(metadata);
        result.remove("uid");
        result.remove("resourceVersion");
        switch (this) {
            case None none -> {}
            case Absent absent -> result.put("resourceVersion", Absent.NO_OBJECTS_VERSION);
            case Same(String uid) -> result.put("uid", uid);
            case Unchanged(String version) -> result.put("resourceVersion", version);
        }
        return result;
    }
}
