package dev.millrace.updater.edit.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds a file's nodes from parser events, in the order of the file. It never recurses, because files may be nested to any depth. */
final class TreeBuilder {
    private static final String COMPLEX_KEY = "?";

    private final List<Node> roots = new ArrayList<>();
    private final List<Node.Mapping> mappings = new ArrayList<>();
    private final List<Scalar> scalars = new ArrayList<>();
    private final List<Node.Alias> aliases = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final Map<String, Node> anchors = new HashMap<>();
    private final BitSet covered = new BitSet();
    private final StringBuilder shape = new StringBuilder();
    private final Deque<OpenNode> open = new ArrayDeque<>();
    private int document = -1;

    /** A mapping or list that is being read. */
    private static final class OpenNode {
        private final Node node;
        private boolean atKey;
        private String key = COMPLEX_KEY;
        private int keyStart = -1;

        OpenNode(Node node) {
            this.node = node;
            this.atKey = node instanceof Node.Mapping;
        }

        void key(String read, int start) {
            key = read;
            keyStart = start;
            atKey = false;
        }

        void put(Node child) {
            if (node instanceof Node.Mapping mapping) {
                mapping.put(key, child);
            } else if (node instanceof Node.Sequence sequence) {
                sequence.add(child);
            }
        }

        String step() {
            return node instanceof Node.Sequence sequence
                    ? "[" + sequence.items().size() + "]"
                    : key;
        }
    }

    boolean isBetweenDocuments() {
        return open.isEmpty();
    }

    void document() {
        document++;
        anchors.clear();
        shape.append("\n---");
    }

    void beginMapping(Optional<String> anchor, Node.Collection.Begin at) {
        shape.append("\n{");
        Node.Mapping mapping = new Node.Mapping(parent(), step(), document, at);
        mappings.add(mapping);
        begin(mapping, anchor);
    }

    void beginSequence(Optional<String> anchor, Node.Collection.Begin at) {
        shape.append("\n[");
        begin(new Node.Sequence(parent(), step(), document, at), anchor);
    }

    private void begin(Node node, Optional<String> anchor) {
        name(node, anchor);
        boolean isKey = atKey();
        if (!isKey) {
            place(node);
        }
        open.push(new OpenNode(node));
    }

    /** @param position the end of the mapping or list */
    void end(int position) {
        shape.append("\n.");
        if (open.pop().node instanceof Node.Collection collection) {
            collection.endAt(position);
        }
        valueIsRead();
    }

    /** @param start after anchor and type tag */
    void scalar(String value, Scalar.Style style, int start, int end, Optional<String> anchor, String tag) {
        covered.set(start, Math.max(start, end));
        if (atKey()) {
            shape.append("\nkey ").append(tag).append(anchor.orElse("")).append(value);
            open.element().key(value, start);
            return;
        }
        shape.append("\nvalue ").append(tag).append(anchor.orElse(""));
        int keyStart = open.isEmpty() || open.element().keyStart < 0 ? start : open.element().keyStart;
        Scalar scalar = new Scalar(parent(), step(), document, value, new Scalar.Span(style, start, end, keyStart));
        scalars.add(scalar);
        uses.add(new Use(scalar, start, end));
        name(scalar, anchor);
        place(scalar);
        valueIsRead();
    }

    /** Uncovers the rest of a block's first line, which may be a comment. */
    void uncover(int from, int to) {
        covered.clear(from, to);
    }

    void alias(String name, int start, int end) {
        shape.append("\n*").append(name);
        if (atKey()) {
            open.element().key("*" + name, start);
            return;
        }
        Node target = anchors.get(name);
        if (target != null) {
            Node.Alias alias = new Node.Alias(parent(), step(), document, target);
            aliases.add(alias);
            place(alias);
            if (target instanceof Scalar scalar) {
                uses.add(new Use(scalar, start, end));
            }
        }
        valueIsRead();
    }

    private boolean atKey() {
        return !open.isEmpty() && open.element().atKey;
    }

    private @Nullable Node parent() {
        return open.isEmpty() ? null : open.element().node;
    }

    private String step() {
        return open.isEmpty() ? "" : atKey() ? COMPLEX_KEY : open.element().step();
    }

    private void name(Node node, Optional<String> anchor) {
        anchor.ifPresent(name -> anchors.put(name, node));
    }

    private void place(Node node) {
        if (open.isEmpty()) {
            roots.add(node);
        } else {
            open.element().put(node);
        }
    }

    private void valueIsRead() {
        if (!open.isEmpty() && open.element().node instanceof Node.Mapping) {
            OpenNode mapping = open.element();
            if (mapping.atKey) {
                mapping.key(COMPLEX_KEY, -1);
            } else {
                mapping.atKey = true;
            }
        }
    }

    /** @param from the start of what was parsed */
    Manifest manifest(String text, int from) {
        return new Manifest(
                text, from, new Content(roots, mappings, scalars, aliases, uses, covered, shape.toString()));
    }

    /** The content of a file. */
    record Content(
            List<Node> roots,
            List<Node.Mapping> mappings,
            List<Scalar> scalars,
            List<Node.Alias> aliases,
            List<Use> uses,
            BitSet covered,
            String shape) {}

    /** A use of a value: the value itself, or an alias of it. */
    record Use(Scalar scalar, int start, int end) {}
}
