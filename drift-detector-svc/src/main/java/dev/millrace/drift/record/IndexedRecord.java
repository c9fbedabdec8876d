package dev.millrace.drift.record;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A record with an index of its objects.
 *
 * @param objects by identity
 */
public record IndexedRecord(AppliedRecord record, Map<String, AppliedObject> objects) {

    public IndexedRecord {
        objects = Map.copyOf(objects);
    }

    static IndexedRecord of(AppliedRecord record) {
        Map<String, AppliedObject> objects = new HashMap<>();
        record.objects().forEach(object -> objects.put(object.ref().identity(), object));
        return new IndexedRecord(record, objects);
    }

    public String applicationUid() {
        return record.applicationUid();
    }

    public Optional<AppliedObject> object(String identity) {
        return Optional.ofNullable(objects.get(identity));
    }
}
