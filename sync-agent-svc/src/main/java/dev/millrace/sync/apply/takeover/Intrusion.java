package dev.millrace.sync.apply.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.FieldSet;
import dev.millrace.cluster.fields.PathElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields that another client set where it changed or removed ours. The API server merges what we apply with the fields of others, so ours can't
 * come back beside them: an item stays in a list from which ours was removed, and of two sources of one value neither is accepted. Such fields become
 * ours first; the next apply removes those that the commit doesn't state.
 */
public final class Intrusion {
    private static final FieldPath METADATA = FieldPath.of("metadata");

    /** How far from a field that differs the fields of others are taken over. */
    public enum Reach {
        /** Items of the list from which ours was removed. */
        ITEMS,
        /** Everything in the map, structure or list that held the field. */
        BESIDE,
        /** Everything in the object but its metadata and status. */
        OBJECT
    }

    private final ArrayNode managedFields;
    private final List<IgnoreRule> left;
    private final ObjectNode ours;
    private boolean taken;

    private Intrusion(JsonNode live, String apiVersion, List<IgnoreRule> left) {
        this.managedFields = live.path("metadata").path("managedFields") instanceof ArrayNode entries
                ? entries.deepCopy()
                : JsonNodeFactory.instance.arrayNode();
        this.left = left;
        this.ours = Takeover.removeOurs(managedFields, apiVersion);
    }

    /**
     * Returns the change of the managed fields; empty if there is nothing to take over.
     *
     * @param apiVersion the manifest's version of the API
     * @param differing our fields that differ, in the live object
     * @param left the rules by which fields are left to others
     */
    public static Optional<Takeover> of(
            JsonNode live, String apiVersion, List<FieldPath> differing, Reach reach, List<IgnoreRule> left) {
        Intrusion intrusion = new Intrusion(live, apiVersion, left);
        differing.forEach(path -> intrusion.takeAround(path, live, reach));
        return intrusion.result();
    }

    /** Returns the change by which the fields that we wrote by an update count as applied by us; empty if there are none. */
    public static Optional<Takeover> ofOwnUpdates(JsonNode live, String apiVersion) {
        Intrusion intrusion = new Intrusion(live, apiVersion, List.of());
        for (JsonNode entry : intrusion.entries()) {
            if (entry.path("manager").asText().equals(Marks.FIELD_MANAGER)) {
                intrusion.take((ObjectNode) entry, FieldPath.ROOT, Set.of());
            }
        }
        return intrusion.result();
    }

    private Optional<Takeover> result() {
        if (!taken) {
            return Optional.empty();
        }
        for (int i = managedFields.size() - 1; i >= 0; i--) {
            if (managedFields.get(i).path("fieldsV1").isEmpty()) {
                managedFields.remove(i);
            }
        }
        managedFields.add(ours);
        return Optional.of(new Takeover(managedFields, Map.of()));
    }

    private void takeAround(FieldPath path, JsonNode live, Reach reach) {
        FieldPath around = existing(path, live);
        boolean isItem = around.elements().size() < path.elements().size()
                && !(path.elements().get(around.elements().size()) instanceof PathElement.Field);
        boolean isMetadata =
                path.elements().getFirst().equals(METADATA.elements().getFirst());
        if (isMetadata || (reach == Reach.ITEMS && !isItem)) {
            return;
        }
        FieldPath from = reach == Reach.OBJECT ? FieldPath.ROOT : around;
        Set<String> kept = from.elements().isEmpty() ? Set.of("f:metadata", "f:status") : Set.of();
        intruder(path, from).ifPresent(entry -> take(entry, from, kept));
    }

    /** Returns the path of the innermost container around the field that still exists. */
    private static FieldPath existing(FieldPath path, JsonNode live) {
        JsonNode here = live;
        FieldPath way = FieldPath.ROOT;
        for (PathElement element : path.elements().subList(0, path.elements().size() - 1)) {
            here = element.in(here);
            if (!here.isContainerNode()) {
                return way;
            }
            way = way.then(element);
        }
        return way;
    }

    /** Returns the entry of the client that has the field now; of one that is gone, the client that wrote around it last. */
    private Optional<ObjectNode> intruder(FieldPath path, FieldPath around) {
        List<ObjectNode> others = entries();
        return others.stream()
                .filter(entry -> FieldSet.parse(entry.path("fieldsV1")).touches(path))
                .max(BY_TIME)
                .or(() -> others.stream()
                        .filter(entry -> entry.path("operation").asText().equals("Update"))
                        .filter(entry -> around.elements().isEmpty()
                                || FieldSet.parse(entry.path("fieldsV1")).touches(around))
                        .max(BY_TIME));
    }

    private static final Comparator<JsonNode> BY_TIME =
            Comparator.comparing(entry -> entry.path("time").asText());

    /** Returns the entries of others, and of our updates, in our version of the API. */
    private List<ObjectNode> entries() {
        List<ObjectNode> others = new ArrayList<>();
        for (JsonNode entry : managedFields) {
            boolean yields = left.stream()
                    .anyMatch(rule -> IgnoreRule.isOneOf(
                            rule.managers(), entry.path("manager").asText()));
            if (!yields
                    && entry.path("subresource").asText("").isEmpty()
                    && entry.path("apiVersion").equals(ours.path("apiVersion"))
                    && !entry.path("fieldsV1").isEmpty()) {
                others.add((ObjectNode) entry);
            }
        }
        return others;
    }

    private void take(ObjectNode entry, FieldPath around, Set<String> kept) {
        List<ObjectNode> way = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        way.add((ObjectNode) entry.get("fieldsV1"));
        for (PathElement element : around.elements()) {
            Optional<String> key = key(way.getLast(), element);
            if (key.isEmpty()) {
                return;
            }
            keys.add(key.get());
            way.add((ObjectNode) way.getLast().get(key.get()));
        }
        ObjectNode content = way.getLast();
        Set<String> moved = new LinkedHashSet<>();
        content.fieldNames().forEachRemaining(moved::add);
        moved.removeAll(kept);
        moved.remove(Takeover.WHOLE);
        moved.removeIf(key -> isLeft(around.then(PathElement.parse(key)), content.path(key)));
        if (moved.isEmpty()) {
            return;
        }
        ObjectNode target = (ObjectNode) ours.get("fieldsV1");
        for (String key : keys) {
            target = target.withObjectProperty(key);
        }
        ObjectNode part = content.objectNode();
        moved.forEach(key -> part.set(key, content.remove(key)));
        Takeover.unite(target, part);
        removeEmpty(way, keys);
        taken = true;
    }

    private static Optional<String> key(ObjectNode fields, PathElement element) {
        List<String> keys = new ArrayList<>();
        fields.fieldNames().forEachRemaining(keys::add);
        return keys.stream()
                .filter(key ->
                        !key.equals(Takeover.WHOLE) && PathElement.parse(key).equals(element))
                .findFirst();
    }

    /** Returns true if the field, or one within it, is left to others. */
    private boolean isLeft(FieldPath path, JsonNode fields) {
        List<FieldPath> leaves = new ArrayList<>();
        FieldSet.parse(fields).leaves().forEach(leaf -> {
            FieldPath whole = path;
            for (PathElement element : leaf.elements()) {
                whole = whole.then(element);
            }
            leaves.add(whole);
        });
        return left.stream().flatMap(rule -> rule.pointers().stream()).anyMatch(pointer -> leaves.stream()
                .anyMatch(pointer::covers));
    }

    /** A container without content would count as owned as a whole. */
    private static void removeEmpty(List<ObjectNode> way, List<String> keys) {
        for (int i = keys.size() - 1; i >= 0 && way.get(i + 1).isEmpty(); i--) {
            way.get(i).remove(keys.get(i));
        }
    }
}
