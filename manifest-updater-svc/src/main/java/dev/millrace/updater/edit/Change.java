package dev.millrace.updater.edit;

import java.util.List;

/**
 * A changed value.
 *
 * @param field the path in the file, such as {@code images[0].newTag}
 * @param line from 1
 * @param followers the fields that also have the value, through an alias of its anchor
 */
public record Change(String policy, String field, int line, String from, String to, List<String> followers) {
    public Change {
        followers = List.copyOf(followers);
    }

    /** A change that no alias follows. */
    public Change(String policy, String field, int line, String from, String to) {
        this(policy, field, line, from, to, List.of());
    }
}
