package dev.millrace.cluster.record;

import java.util.Set;

/**
 * The version of a record that somebody read or wrote.
 *
 * @param resourceVersion of its index
 * @param chunks the chunks that it consists of
 */
public record RecordVersion(String resourceVersion, Set<String> chunks) {

    public RecordVersion {
        chunks = Set.copyOf(chunks);
    }
}
