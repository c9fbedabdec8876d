package dev.millrace.cluster.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.fields.Difference;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldSet;
import dev.millrace.cluster.fields.ManagedFields;
import dev.millrace.cluster.fields.Projection;
import dev.millrace.cluster.redaction.Redaction;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.value.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * How the API server stored what we applied.
 *
 * @param fieldsV1 exactly the fields that are ours
 * @param values the server's own values on these fields; of a Secret salted hashes
 */
public record Baseline(JsonNode fieldsV1, JsonNode values) {

    /** Of the API server's answer to a server-side apply; empty if the answer says that nothing in it is ours. */
    public static Optional<Baseline> of(ObjectRef ref, JsonNode answer, Salt salt) {
        return ManagedFields.of(answer)
                .appliedBy(Marks.FIELD_MANAGER)
                .map(ours ->
                        new Baseline(ours.fieldsV1(), Redaction.of(ref, Projection.of(answer, ours.fields()), salt)));
    }

    /** What differs in a live object on our fields. Values of Secrets are the salted hashes. */
    public List<FieldDifference> differences(ObjectRef ref, JsonNode live, Salt salt) {
        FieldSet fields = FieldSet.parse(fieldsV1);
        ManagedFields managed = ManagedFields.of(live);
        return Difference.between(
                fields,
                values,
                Redaction.of(ref, Projection.of(live, fields), salt),
                path -> managed.isSharedBelow(path, Marks.FIELD_MANAGER));
    }

    /** The hash of the rendered object, as it was written on the object; empty if it wasn't. */
    @JsonIgnore
    public Optional<String> applied() {
        JsonNode applied = values.path("metadata").path("annotations").path(Marks.APPLIED);
        return applied.isTextual() ? Optional.of(applied.asText()) : Optional.empty();
    }
}
