package dev.millrace.updater.edit.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node of a file: a mapping, a list, a value, or an alias. Nodes are compared by identity, because equal values occur in many places. */
public abstract sealed class Node permits Node.Collection, Node.Alias, Scalar {
    private static final Pattern BARE = Pattern.compile("[^.\\[\\]\"\\s]+");

    private final @Nullable Node parent;
    private final String step;
    private final int document;

    /**
     * A node in its parent.
     *
     * @param step the key, or {@code [0]} for the first item of a list
     * @param document the number of its document, from 0
     */
    Node(@Nullable Node parent, String step, int document) {
        this.parent = parent;
        this.step = step;
        this.document = document;
    }

    /** A mapping or a list, with its position. */
    public abstract static sealed class Collection extends Node permits Mapping, Sequence {
        private final Begin begin;
        private int end;

        /**
         * The begin of a collection, in UTF-16 units.
         *
         * @param start its bracket, or else its first key or dash; an anchor precedes them
         * @param flow true for the notation in brackets
         */
        record Begin(int start, boolean flow) {}

        private Collection(@Nullable Node parent, String step, int document, Begin begin) {
            super(parent, step, document);
            this.begin = begin;
            this.end = begin.start();
        }

        void endAt(int position) {
            end = position;
        }

        public boolean isFlow() {
            return begin.flow();
        }

        public int start() {
            return begin.start();
        }

        /** The end of its closing bracket; for the notation in lines, any position after its last value. */
        public int end() {
            return end;
        }
    }

    /** A mapping. If a key occurs twice, the last one is used, as by other readers of the file. */
    public static final class Mapping extends Collection {
        private final Map<String, Node> entries = new LinkedHashMap<>();
        private final List<Node> merged = new ArrayList<>();

        Mapping(@Nullable Node parent, String step, int document, Begin begin) {
            super(parent, step, document, begin);
        }

        void put(String key, Node value) {
            entries.put(key, value);
            if (key.equals("<<")) {
                merged.add(value);
            }
        }

        /** The mapping's own entries, without merged ones. */
        public Map<String, Node> entries() {
            return entries;
        }

        boolean has(String key) {
            return entries.containsKey(key);
        }

        /** The value of a key, possibly from a merged mapping. */
        public Optional<Node> get(String key) {
            return get(key, Collections.newSetFromMap(new IdentityHashMap<>()));
        }

        /** @param seen the mappings searched already: a mapping may be merged into itself, or many times */
        private Optional<Node> get(String key, Set<Node> seen) {
            Node own = entries.get(key);
            if (own != null) {
                return Optional.of(own.resolved());
            }
            return merged().filter(seen::add)
                    .map(mapping -> mapping.get(key, seen))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        /** The mappings that are merged in, one level deep. */
        Stream<Mapping> merged() {
            return merged.stream()
                    .map(Node::resolved)
                    .flatMap(node -> node instanceof Sequence list ? list.items().stream() : Stream.of(node))
                    .map(Node::resolved)
                    .filter(Mapping.class::isInstance)
                    .map(Mapping.class::cast);
        }

        /** The value of a key, if it is a scalar. */
        public Optional<Scalar> text(String key) {
            return get(key).filter(Scalar.class::isInstance).map(Scalar.class::cast);
        }

        /** The value of a key, if it is a scalar that is neither null nor blank. */
        public Optional<Scalar> filled(String key) {
            return text(key).filter(one -> !one.isNull() && !one.value().isBlank());
        }
    }

    /** A list. */
    public static final class Sequence extends Collection {
        private final List<Node> items = new ArrayList<>();

        Sequence(@Nullable Node parent, String step, int document, Begin begin) {
            super(parent, step, document, begin);
        }

        void add(Node item) {
            items.add(item);
        }

        /** The items; aliases are not resolved. */
        public List<Node> items() {
            return items;
        }
    }

    /** A reference to another node. */
    public static final class Alias extends Node {
        private final Node target;

        Alias(@Nullable Node parent, String step, int document, Node target) {
            super(parent, step, document);
            this.target = target;
        }

        @Override
        public Node resolved() {
            return target;
        }
    }

    /** The target of an alias; any other node itself. */
    public Node resolved() {
        return this;
    }

    /** The mapping or list that contains this node; null for a document. */
    public @Nullable Node parent() {
        return parent;
    }

    /** Returns true if a node contains this one, at any depth. */
    boolean isBelow(Node other) {
        Node node = parent;
        while (node != null && node != other) {
            node = node.parent;
        }
        return node != null;
    }

    /** The number of its document in the file, from 0. */
    public int document() {
        return document;
    }

    /** The key of this node in its parent; {@code [0]} for the first item of a list. */
    public String key() {
        return step;
    }

    /** The path as users write it: {@code images[0].newTag}; from the second document on with a number: {@code #2 images[0].newTag}. */
    public String field() {
        return (document > 0 ? "#" + (document + 1) + " " : "") + path();
    }

    private String path() {
        List<String> steps = new ArrayList<>();
        for (Node node = this; node.parent != null; node = node.parent) {
            steps.add(node.parent instanceof Sequence ? node.step : written(node.step));
        }
        return steps.isEmpty() ? "$" : joined("", steps.reversed());
    }

    /** The spelling of a key in a path. */
    static String written(String key) {
        return BARE.matcher(key).matches() ? key : "[\"" + key + "\"]";
    }

    static String joined(String start, List<String> steps) {
        StringBuilder path = new StringBuilder(start.equals("$") ? "" : start);
        for (String each : steps) {
            path.append(path.isEmpty() || each.startsWith("[") ? "" : ".").append(each);
        }
        return path.toString();
    }
}
