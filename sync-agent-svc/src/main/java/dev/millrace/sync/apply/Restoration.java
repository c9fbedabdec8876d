package dev.millrace.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.redaction.Salt;
import java.util.List;

/**
 * The restoration of an object that drifted.
 *
 * @param object the object as it was applied
 * @param salt the key of the hashes in it
 */
public record Restoration(AppliedObject object, Salt salt) {

    /** Returns our fields that differ in the live object. */
    List<FieldPath> differing(JsonNode live) {
        return object.baseline().stream()
                .flatMap(baseline -> baseline.differences(object.ref(), live, salt).stream())
                .map(FieldDifference::path)
                .toList();
    }

    /** Returns true if somebody else created the object after ours was deleted. */
    boolean isRecreated(String uid) {
        return !object.uid().equals(uid);
    }
}
