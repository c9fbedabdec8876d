package dev.millrace.cluster.record;

import dev.millrace.events.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Objects, partitioned by the hash of their identities only, so that a change to one object leaves the other parts unchanged. A
 * part that becomes too large is halved.
 */
final class Buckets {
    private static final int MAX_BITS = 16;

    private Buckets() {}

    /** Returns the compressed parts. */
    static List<byte[]> of(List<AppliedObject> objects) {
        List<byte[]> parts = new ArrayList<>();
        if (!objects.isEmpty()) {
            part(objects, 0, parts);
        }
        return parts;
    }

    private static void part(List<AppliedObject> objects, int bit, List<byte[]> into) {
        byte[] compressed = Compression.compress(RecordCodec.json(objects));
        if (compressed.length <= Chunks.MAX_BYTES || objects.size() == 1 || bit == MAX_BITS) {
            into.add(compressed);
            return;
        }
        Map<Boolean, List<AppliedObject>> halves = objects.stream()
                .collect(Collectors.groupingBy(object -> isSet(object, bit), TreeMap::new, Collectors.toList()));
        halves.values().forEach(half -> part(half, bit + 1, into));
    }

    private static boolean isSet(AppliedObject object, int bit) {
        byte[] hash = Sha256.of(object.ref().identity().getBytes(StandardCharsets.UTF_8));
        return (hash[bit / 8] >> (7 - bit % 8) & 1) == 1;
    }
}
