package dev.millrace.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Replaces merge keys ({@code <<}) by the keys of their mappings. A key of the mapping itself takes precedence, then an earlier mapping over a
 * later one. Each node is visited once, however many aliases refer to it, and the document with all aliases replaced is bounded in nodes and depth.
 */
final class MergedKeys {
    /** The maximum number of nodes with aliases replaced: above what a file of the maximum size has without aliases. */
    static final int MAX_NODES = 200_000;

    private static final String KEY = "<<";

    private final int maxDepth;
    private final IdentityHashMap<Node, Node> resolved = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Size> sizes = new IdentityHashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private MergedKeys(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** The number of nodes below and including a node, and its depth, with aliases replaced. */
    private record Size(long nodes, int depth) {}

    /** Returns the document without merge keys. */
    static Node resolve(Node root, int maxDepth) {
        return new MergedKeys(maxDepth).node(root);
    }

    private Node node(Node node) {
        Node known = resolved.get(node);
        if (known != null) {
            return known;
        }
        if (!open.add(node)) {
            throw new InvalidYaml(node, "an alias refers to the mapping or list that contains it");
        }
        Node result =
                switch (node) {
                    case MappingNode mapping -> mapping(mapping);
                    case SequenceNode sequence ->
                        new SequenceNode(
                                sequence.getTag(),
                                true,
                                new ArrayList<>(sequence.getValue().stream()
                                        .map(this::node)
                                        .toList()),
                                sequence.getFlowStyle(),
                                sequence.getStartMark(),
                                sequence.getEndMark());
                    default -> node;
                };
        open.remove(node);
        measure(result);
        resolved.put(node, result);
        return result;
    }

    private MappingNode mapping(MappingNode mapping) {
        List<NodeTuple> tuples = new ArrayList<>();
        List<MappingNode> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!isMerge(tuple)) {
                tuples.add(new NodeTuple(node(tuple.getKeyNode()), node(tuple.getValueNode())));
            } else if (merged.isEmpty()) {
                merged.addAll(sources(tuple.getValueNode()));
            } else {
                throw new InvalidYaml(tuple.getKeyNode(), "key '<<' is defined twice; write a list: '<<: [*a, *b]'");
            }
        }
        Map<String, NodeTuple> inherited = new LinkedHashMap<>();
        merged.forEach(source -> source.getValue().forEach(tuple -> inherited.putIfAbsent(key(tuple), tuple)));
        tuples.forEach(tuple -> inherited.remove(key(tuple)));
        tuples.addAll(inherited.values());
        return new MappingNode(
                mapping.getTag(), true, tuples, mapping.getFlowStyle(), mapping.getStartMark(), mapping.getEndMark());
    }

    private static boolean isMerge(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key
                && key.isPlain()
                && key.getValue().equals(KEY);
    }

    private List<MappingNode> sources(Node value) {
        List<Node> nodes = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        List<MappingNode> sources = new ArrayList<>();
        for (Node one : nodes) {
            if (!(node(one) instanceof MappingNode source)) {
                throw new InvalidYaml(one, "'<<' needs a mapping or a list of mappings, such as *anchor");
            }
            sources.add(source);
        }
        if (sources.isEmpty()) {
            throw new InvalidYaml(value, "'<<' needs a mapping or a list of mappings, such as *anchor");
        }
        return sources;
    }

    /** The name of a key; a key that is no text is distinct from all others and reported by its reader. */
    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key
                ? key.getValue()
                : "\0" + System.identityHashCode(tuple.getKeyNode());
    }

    private void measure(Node node) {
        Size size =
                switch (node) {
                    case MappingNode mapping ->
                        mapping.getValue().stream()
                                .map(tuple -> both(size(tuple.getKeyNode()), size(tuple.getValueNode())))
                                .reduce(new Size(0, 0), MergedKeys::both);
                    case SequenceNode sequence ->
                        sequence.getValue().stream().map(this::size).reduce(new Size(0, 0), MergedKeys::both);
                    default -> new Size(0, -1);
                };
        if (size.nodes() >= MAX_NODES) {
            throw new InvalidYaml(node, "more than " + MAX_NODES + " values with all aliases replaced");
        }
        if (size.depth() + 1 > maxDepth) {
            throw new InvalidYaml(node, "nested deeper than " + maxDepth + " levels with all aliases replaced");
        }
        sizes.put(node, new Size(size.nodes() + 1, size.depth() + 1));
    }

    private Size size(Node node) {
        return sizes.computeIfAbsent(node, unmeasured -> new Size(1, 0));
    }

    private static Size both(Size one, Size other) {
        return new Size(one.nodes() + other.nodes(), Math.max(one.depth(), other.depth()));
    }
}
