package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The difference between two projections on the same fields. */
public final class Difference {
    private final Predicate<FieldPath> sharedBelow;
    private final List<FieldDifference> found = new ArrayList<>();

    private Difference(Predicate<FieldPath> sharedBelow) {
        this.sharedBelow = sharedBelow;
    }

    /**
     * Returns the difference, field by field; if a whole list item or map was added or removed, that item or map.
     *
     * @param sharedBelow true if others have fields inside this one: the content that others add to our empty map is theirs
     */
    public static List<FieldDifference> between(
            FieldSet fields, JsonNode desired, JsonNode live, Predicate<FieldPath> sharedBelow) {
        Difference difference = new Difference(sharedBelow);
        difference.compare(FieldPath.ROOT, fields, desired, live);
        return List.copyOf(difference.found);
    }

    private void compare(FieldPath path, FieldSet fields, JsonNode desired, JsonNode live) {
        boolean bothThere = !Values.isAbsent(desired) && !Values.isAbsent(live);
        boolean bothContainers = bothThere && desired.isContainerNode() && desired.getNodeType() == live.getNodeType();
        if (bothContainers && !fields.isLeaf()) {
            fields.children()
                    .forEach((element, child) ->
                            compare(path.then(element), child, element.in(desired), element.in(live)));
        } else if (!Values.same(desired, live) && !(bothContainers && sharedBelow.test(path))) {
            found.add(new FieldDifference(path, there(desired), there(live), false));
        }
    }

    private static Optional<JsonNode> there(JsonNode value) {
        return Values.isAbsent(value) ? Optional.empty() : Optional.of(value);
    }
}
