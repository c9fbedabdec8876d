package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The difference between two projections on the same fields. */
public final class Difference {
    private static final FieldPath ANNOTATIONS = FieldPath.of("metadata", "annotations");

    private final Predicate<FieldPath> sharedBelow;
    private final boolean ordered;
    private final List<FieldDifference> found = new ArrayList<>();

    private Difference(Predicate<FieldPath> sharedBelow, boolean ordered) {
        this.sharedBelow = sharedBelow;
        this.ordered = ordered;
    }

    /** Returns the difference of two projections that both keep the order of items. */
    public static List<FieldDifference> between(
            FieldSet fields, JsonNode desired, JsonNode live, Predicate<FieldPath> sharedBelow) {
        return between(fields, desired, live, sharedBelow, true);
    }

    /**
     * Returns the difference, field by field; if a whole list item or map was added or removed, that item or map; if items are in another order
     * and that has a meaning, their list with the keys in order.
     *
     * @param sharedBelow true if others have fields inside this one: the content that others add to our empty map is theirs
     * @param ordered false if the desired items are in no order
     */
    public static List<FieldDifference> between(
            FieldSet fields, JsonNode desired, JsonNode live, Predicate<FieldPath> sharedBelow, boolean ordered) {
        Difference difference = new Difference(sharedBelow, ordered);
        difference.compare(FieldPath.ROOT, fields, desired, live);
        return List.copyOf(difference.found);
    }

    private void compare(FieldPath path, FieldSet fields, JsonNode desired, JsonNode live) {
        boolean bothThere = !Values.isAbsent(desired) && !Values.isAbsent(live);
        boolean bothContainers = bothThere && desired.isContainerNode() && desired.getNodeType() == live.getNodeType();
        if (bothContainers && !fields.isLeaf()) {
            compareContent(path, fields, desired, live);
        } else if (!Values.same(desired, live) && !(bothContainers && sharedBelow.test(path))) {
            add(path, desired, live);
        }
    }

    private void compareContent(FieldPath path, FieldSet fields, JsonNode desired, JsonNode live) {
        if (path.equals(ANNOTATIONS) && desired.size() > 1 && live.isEmpty()) {
            add(path, desired, live); // all of ours are gone, and a controller has written its own since then
            return;
        }
        fields.children().forEach((element, child) -> {
            List<JsonNode> those = items(element, desired);
            List<JsonNode> these = items(element, live);
            if (those.isEmpty() || these.isEmpty() || those.size() + these.size() == 2) {
                compare(path.then(element), child, element.in(desired), element.in(live));
            } else if (those.size() != these.size() || !Values.same(list(those), list(these))) {
                add(path.then(element), list(those), list(these));
            }
        });
        if (ordered && ListOrder.differs(path, desired, live)) {
            add(path, ListOrder.names(desired), ListOrder.names(live));
        }
    }

    /** The items with the keys of this element: others can add a second one, which may override ours. */
    private static List<JsonNode> items(PathElement element, JsonNode container) {
        return container instanceof ArrayNode list && element instanceof PathElement.Item
                ? StreamSupport.stream(list.spliterator(), false)
                        .filter(item -> element.selects(item, 0))
                        .toList()
                : List.of();
    }

    private static JsonNode list(List<JsonNode> items) {
        return items.size() == 1
                ? items.getFirst()
                : JsonNodeFactory.instance.arrayNode().addAll(items);
    }

    private void add(FieldPath path, JsonNode desired, JsonNode live) {
        found.add(new FieldDifference(path, there(desired), there(live), false));
    }

    private static Optional<JsonNode> there(JsonNode value) {
        return Values.isAbsent(value) ? Optional.empty() : Optional.of(value);
    }
}
