package dev.millrace.sync.render.lookup;

import java.util.Map;
import java.util.stream.Stream;

/** The live objects of one Application. */
@FunctionalInterface
public interface OwnObjects {
    OwnObjects NONE = query -> Stream.empty();

    /**
     * Returns the content of the selected objects. Each is read when the stream reaches it; those that are not the Application's are left out.
     *
     * @throws java.io.UncheckedIOException if the cluster is unavailable, while the stream is consumed
     */
    Stream<Map<String, Object>> find(ObjectQuery query);
}
