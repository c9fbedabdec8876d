package dev.millrace.updater.edit.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the fields that also have an anchored value. */
final class Followers {
    /** The limit of followers: nested anchors can lead to more than anyone reads. */
    private static final int MAX_ENTRIES = 50;

    private final List<Node.Alias> aliases;
    private final Set<String> fields = new LinkedHashSet<>();

    private Followers(List<Node.Alias> aliases) {
        this.aliases = aliases;
    }

    static List<String> of(Scalar scalar, List<Node.Alias> aliases) {
        if (aliases.isEmpty()) {
            return List.of();
        }
        Followers followers = new Followers(aliases);
        followers.collect(scalar);
        return List.copyOf(followers.fields);
    }

    /** Walks up from the value: an alias of the value or of one of its ancestors has it, below the same steps. */
    private void collect(Scalar scalar) {
        Deque<String> below = new ArrayDeque<>();
        for (Node node = scalar; node != null; node = node.parent()) {
            for (Node.Alias alias : aliases) {
                if (alias.resolved() == node && fields.size() < MAX_ENTRIES) {
                    follow(alias, List.copyOf(below));
                }
            }
            below.push(node.parent() instanceof Node.Sequence ? node.key() : Node.written(node.key()));
        }
    }

    private void follow(Node.Alias alias, List<String> below) {
        Node parent = alias.parent();
        boolean inList = parent instanceof Node.Sequence list && list.key().equals("<<");
        if (!inList && !alias.key().equals("<<")) {
            fields.add(Node.joined(alias.field(), below));
            return;
        }
        Node at = inList && parent != null ? parent.parent() : parent;
        if (at instanceof Node.Mapping mapping && !below.isEmpty() && !mapping.has(below.getFirst())) {
            fields.add(Node.joined(mapping.field(), below));
        }
    }
}
