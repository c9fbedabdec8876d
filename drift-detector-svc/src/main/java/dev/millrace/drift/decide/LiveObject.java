package dev.millrace.drift.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.ManagedFields;
import dev.millrace.cluster.fields.PathElement;
import java.util.Optional;

/** A live object's own account of itself. */
record LiveObject(JsonNode object, ManagedFields managed) {
    private static final FieldPath APPLIED =
            FieldPath.of("metadata", "annotations").then(new PathElement.Field(Marks.APPLIED));

    static LiveObject of(JsonNode object) {
        return new LiveObject(object, ManagedFields.of(object));
    }

    Optional<String> uid() {
        return text(object.path("metadata").path("uid"));
    }

    /** The hash of what the agent applied last; empty if the annotation is gone, or is no longer the agent's. */
    Optional<String> appliedByAgent() {
        return managed.isAppliedBy(Marks.FIELD_MANAGER, APPLIED) ? text(annotation(Marks.APPLIED)) : Optional.empty();
    }

    /** The uid of the application that it says it belongs to. */
    Optional<String> applicationUid() {
        return text(annotation(Marks.APPLICATION_UID));
    }

    boolean isBeingDeleted() {
        return !object.path("metadata").path("deletionTimestamp").isMissingNode();
    }

    /** Whether a controller made it, which may have copied the annotations of what it was made for. */
    boolean isMadeByController() {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode annotation(String name) {
        return object.path("metadata").path("annotations").path(name);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
}
