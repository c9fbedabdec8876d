package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The managers of an object's fields, parsed from {@code metadata.managedFields}. */
public record ManagedFields(List<Entry> entries) {

    /** The fields of one manager by one operation. */
    public record Entry(Owner owner, JsonNode fieldsV1, FieldSet fields) {
        boolean isApplyOf(String manager) {
            return owner.manager().equals(manager)
                    && owner.operation().equals("Apply")
                    && owner.subresource().isEmpty();
        }
    }

    private static final Comparator<Entry> BY_TIME =
            Comparator.comparing(entry -> entry.owner().time().orElse(Instant.EPOCH));

    public ManagedFields {
        entries = List.copyOf(entries);
    }

    /** Reads the managed fields of an object as the API server returns it. */
    public static ManagedFields of(JsonNode object) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            JsonNode fields = entry.path("fieldsV1");
            if (fields.isObject()) {
                entries.add(
                        new Entry(owner(entry), fields, fields.isEmpty() ? FieldSet.NOTHING : FieldSet.parse(fields)));
            }
        }
        return new ManagedFields(entries);
    }

    private static Owner owner(JsonNode entry) {
        return new Owner(
                entry.path("manager").asText(""),
                entry.path("operation").asText(""),
                entry.path("subresource").asText(""),
                time(entry.path("time").asText("")));
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Returns the fields of this manager by server-side apply. */
    public Optional<Entry> appliedBy(String manager) {
        return entries.stream().filter(entry -> entry.isApplyOf(manager)).findFirst();
    }

    /** Returns true if this manager has the field by server-side apply. */
    public boolean isAppliedBy(String manager, FieldPath path) {
        return appliedBy(manager).filter(entry -> entry.fields().covers(path)).isPresent();
    }

    /**
     * Returns the owner of a field: another manager before us. Several owners agree on the value, because a manager that writes another value takes
     * the field from all others: then the first of them. If none has the field itself, the manager that wrote a field within it last.
     *
     * @param ours our own manager's name, returned only if there is no other
     */
    public Optional<Owner> ownerOf(FieldPath path, String ours) {
        return ownerEntry(path, ours).map(Entry::owner);
    }

    private Optional<Entry> ownerEntry(FieldPath path, String ours) {
        List<Entry> others =
                entries.stream().filter(entry -> !entry.isApplyOf(ours)).toList();
        return others.stream()
                .filter(entry -> entry.fields().covers(path))
                .min(BY_TIME)
                .or(() -> others.stream()
                        .filter(entry -> entry.fields().reachesBelow(path))
                        .max(BY_TIME))
                .or(() -> appliedBy(ours).filter(entry -> entry.fields().covers(path)));
    }

    /** Returns true if this manager has the field, a field within it or one around it by server-side apply. */
    public boolean isTouchedBy(String manager, FieldPath path) {
        return appliedBy(manager).filter(entry -> entry.fields().touches(path)).isPresent();
    }

    /** Returns true if another manager has fields inside this one, so that it isn't only ever written as a whole. */
    public boolean isSharedBelow(FieldPath path, String ours) {
        return entries.stream()
                .anyMatch(entry -> !entry.isApplyOf(ours) && entry.fields().reachesBelow(path));
    }
}
