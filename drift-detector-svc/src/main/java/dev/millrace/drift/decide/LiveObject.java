package dev.millrace.drift.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.ManagedFields;
import dev.millrace.cluster.fields.PathElement;
import java.util.Optional;

/** A live object with its managed fields. */
record LiveObject(JsonNode object, ManagedFields managed) {
    private static final FieldPath APPLIED =
            FieldPath.of("metadata", "annotations").then(new PathElement.Field(Marks.APPLIED));

    static LiveObject of(JsonNode object) {
        return new LiveObject(object, ManagedFields.of(object));
    }

    Optional<String> uid() {
        return text(object.path("metadata").path("uid"));
    }

    /** The hash of the agent's last apply; empty if the annotation is missing or another manager owns it. */
    Optional<String> appliedByAgent() {
        return managed.isAppliedBy(Marks.FIELD_MANAGER, APPLIED) ? text(annotation(Marks.APPLIED)) : Optional.empty();
    }

    /** The uid in the annotation that names the application. */
    Optional<String> applicationUid() {
        return text(annotation(Marks.APPLICATION_UID));
    }

    boolean isBeingDeleted() {
        return deletion().isPresent();
    }

    /** The time until which the object was to be deleted. */
    Optional<JsonNode> deletion() {
        return Optional.of(object.path("metadata").path("deletionTimestamp")).filter(JsonNode::isTextual);
    }

    /** Returns true if the object was read in this version of its kind. */
    boolean isOfVersion(String apiVersion) {
        return object.path("apiVersion").asText(apiVersion).equals(apiVersion);
    }

    /** Returns true if a controller owns the object; controllers may copy the annotations of its owner. */
    boolean isOwnedByController() {
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
