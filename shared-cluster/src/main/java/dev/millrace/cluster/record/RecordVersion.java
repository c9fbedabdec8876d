package dev.millrace.cluster.record;

import java.util.Set;

/**
 * The version of a record as it was read or written.
 *
 * @param resourceVersion the resource version of its index
 * @param chunks the names of its chunks
 */
public record RecordVersion(String resourceVersion, Set<String> chunks) {

    public RecordVersion {
        chunks = Set.copyOf(chunks);
    }
}
