package dev.millrace.updater.edit.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who has an anchored value too. */
final class Followers {
    /** An anchor may be used in an anchor that is used in an anchor, so that many more would follow than anyone reads. */
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

    /** Goes up from the value: whoever names it or something it stands in has it, under the same steps. */
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
