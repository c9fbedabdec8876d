package dev.millrace.updater.edit.add;

import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;

/** The position of new values in a file. */
public sealed interface Slot {

    /** In a mapping, as further keys. */
    record InMapping(Node.Mapping mapping) implements Slot {}

    /** At the end of a list, as a mapping. */
    record InList(Node.Sequence list) implements Slot {}

    /** Below a key that has no value, as a list of one mapping. */
    record BelowKey(Node.Mapping root, Scalar empty) implements Slot {}

    /** At the end of a document, as a new key with a list of one mapping. */
    record AtEnd(Node.Mapping root, String key) implements Slot {}

    /** The path of the mapping that has the values afterwards. */
    default String field() {
        return switch (this) {
            case InMapping(Node.Mapping mapping) -> mapping.field();
            case InList(Node.Sequence list) -> list.field() + "[" + list.items().size() + "]";
            case BelowKey(Node.Mapping root, Scalar empty) -> empty.field() + "[0]";
            case AtEnd(Node.Mapping root, String key) -> key + "[0]";
        };
    }
}
