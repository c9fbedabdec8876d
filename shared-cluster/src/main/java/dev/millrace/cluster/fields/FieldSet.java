package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of fields, parsed from FieldsV1.
 *
 * @param self true if the container itself belongs to the set ({@code "."}), not just its content
 * @param children the content; empty for a leaf, which belongs to the set with its whole value
 */
public record FieldSet(boolean self, Map<PathElement, FieldSet> children) {
    public static final FieldSet NOTHING = new FieldSet(false, Map.of());

    private static final FieldSet LEAF = new FieldSet(true, Map.of());

    public FieldSet {
        children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
    }

    /** Reads FieldsV1. */
    public static FieldSet parse(JsonNode fieldsV1) {
        if (fieldsV1.isEmpty()) {
            return LEAF;
        }
        Map<PathElement, FieldSet> children = new LinkedHashMap<>();
        boolean self = false;
        for (Map.Entry<String, JsonNode> entry : fieldsV1.properties()) {
            if (entry.getKey().equals(".")) {
                self = true;
            } else {
                children.put(PathElement.parse(entry.getKey()), parse(entry.getValue()));
            }
        }
        return new FieldSet(self, children);
    }

    /** Returns true if the value belongs to the set as a whole: a scalar, or a list or map that is only ever written as one. */
    public boolean isLeaf() {
        return children.isEmpty();
    }

    /** Returns the part of the set under this path; empty if there is none. */
    Optional<FieldSet> under(FieldPath path) {
        FieldSet here = this;
        for (PathElement element : path.elements()) {
            FieldSet next = here.children.get(element);
            if (next == null) {
                return Optional.empty();
            }
            here = next;
        }
        return Optional.of(here);
    }

    /** Returns true if the set has this field, alone or as a part of a value that is written as one. */
    boolean covers(FieldPath path) {
        FieldSet here = this;
        for (PathElement element : path.elements()) {
            if (here.isLeaf()) {
                return here.self;
            }
            FieldSet next = here.children.get(element);
            if (next == null) {
                return false;
            }
            here = next;
        }
        return here.self;
    }

    /** Returns true if the set has a field below this path, but not the path's whole value. */
    boolean reachesBelow(FieldPath path) {
        return under(path).filter(set -> !set.isLeaf()).isPresent();
    }

    /** Returns true if a field of the set is at the path, within it, or around it. */
    public boolean touches(FieldPath path) {
        return covers(path) || reachesBelow(path);
    }

    /** Returns the same set, in which each leaf of the other one is a leaf. */
    public FieldSet cutAt(FieldSet other) {
        if (other.isLeaf()) {
            return other.self ? LEAF : this;
        }
        Map<PathElement, FieldSet> cut = new LinkedHashMap<>(children);
        cut.replaceAll((element, child) -> child.cutAt(other.children.getOrDefault(element, NOTHING)));
        return new FieldSet(self, cut);
    }

    /** Returns the paths of all leaves. */
    public List<FieldPath> leaves() {
        List<FieldPath> leaves = new ArrayList<>();
        collect(FieldPath.ROOT, leaves);
        return leaves;
    }

    private void collect(FieldPath path, List<FieldPath> into) {
        if (isLeaf() && self) {
            into.add(path);
        }
        children.forEach((element, child) -> child.collect(path.then(element), into));
    }
}
