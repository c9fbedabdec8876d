package dev.millrace.updater.edit.add;

import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.ParseResult;
import dev.millrace.updater.edit.text.Scalar;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A text that is inserted into a file.
 *
 * @param at the position, in UTF-16 units
 */
record Insertion(int at, String text) {

    String into(String file) {
        return file.substring(0, at) + text + file.substring(at);
    }

    /**
     * Parses the file with the insertion: the new values, if it has them and otherwise only what it had before.
     *
     * @param values the values by key
     */
    Optional<List<Scalar>> addedBy(String path, Manifest before, Slot slot, SequencedMap<String, String> values) {
        if (!(Manifest.read(path, into(before.text())) instanceof ParseResult.Parsed(Manifest after))
                || after.comments().size() != before.comments().size()) {
            return Optional.empty();
        }
        List<Scalar> old = before.scalars().stream()
                .filter(scalar -> !(slot instanceof Slot.BelowKey below && scalar == below.empty()))
                .toList();
        List<Scalar> added = new ArrayList<>();
        Iterator<Scalar> rest = old.iterator();
        for (Scalar scalar : after.scalars()) {
            boolean isNew = scalar.start() >= at && scalar.start() < at + text.length();
            if (isNew) {
                added.add(scalar);
            } else if (!rest.hasNext() || !isSame(rest.next(), scalar)) {
                return Optional.empty();
            }
        }
        boolean whole = !rest.hasNext() && (slot instanceof Slot.BelowKey || before.isShapedWithin(after));
        return whole && isExpected(slot, values, added) ? Optional.of(added) : Optional.empty();
    }

    private static boolean isSame(Scalar old, Scalar now) {
        return old.value().equals(now.value()) && old.field().equals(now.field());
    }

    private static boolean isExpected(Slot slot, SequencedMap<String, String> values, List<Scalar> added) {
        if (added.size() != values.size()) {
            return false;
        }
        Iterator<Scalar> found = added.iterator();
        for (Map.Entry<String, String> value : values.entrySet()) {
            Scalar scalar = found.next();
            Node parent = scalar.parent();
            boolean placed = parent != null && parent.field().equals(slot.field());
            if (!placed
                    || !scalar.key().equals(value.getKey())
                    || !scalar.value().equals(value.getValue())) {
                return false;
            }
        }
        return true;
    }
}
