package dev.millrace.cluster.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Objects, parted by the hash of their identities and by nothing else, so that one object's change leaves the other parts as they are. A
 * part that gets too large is halved.
 */
final class Buckets {
    private static final int MOST_BITS = 16;

    private Buckets() {}

    /** The parts, compressed. */
    static List<byte[]> of(List<AppliedObject> objects) {
        List<byte[]> parts = new ArrayList<>();
        if (!objects.isEmpty()) {
            part(objects, 0, parts);
        }
        return parts;
    }

    private static void part(List<AppliedObject> objects, int bit, List<byte[]> into) {
        byte[] compressed = Compression.compress(RecordCodec.json(objects));
        if (compressed.length <= Chunks.MOST || objects.size() == 1 || bit == MOST_BITS) {
            into.add(compressed);
            return;
        }
        Map<Boolean, List<AppliedObject>> halves = objects.stream()
                .collect(Collectors.groupingBy(object -> isSet(object, bit), TreeMap::new, Collectors.toList()));
        halves.values().forEach(half -> part(half, bit + 1, into));
    }

    private static boolean isSet(AppliedObject object, int bit) {
        byte[] hash = Chunks.sha256(object.ref().identity().getBytes(StandardCharsets.UTF_8));
        return (hash[bit / 8] >> (7 - bit % 8) & 1) == 1;
    }
}
