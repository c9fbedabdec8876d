package dev.millrace.sync.manifest.yaml;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Properties of an object that are needed before its value is built. */
final class Nodes {
    private static final Set<String> LEFT_AS_WRITTEN =
            Set.of("kustomize.toolkit.fluxcd.io/substitute", "millrace.dev/substitute");
    private static final Pattern PRINTABLE = Pattern.compile("[-.A-Za-z0-9]{1,80}");

    private static final Pattern SHOWN = Pattern.compile("[-._/$A-Za-z0-9]{1,120}");

    private Nodes() {}

    /** Returns the items of a {@code List}, or of a list of one kind; empty for any other object. */
    static Optional<SequenceNode> items(Node node) {
        boolean list = text(node, "kind").filter(kind -> kind.endsWith("List")).isPresent()
                && text(child(node, "metadata"), "name").isEmpty();
        return list && child(node, "items").orElse(null) instanceof SequenceNode items
                ? Optional.of(items)
                : Optional.empty();
    }

    /** Returns true if a label or annotation disables variables. */
    static boolean isLeftAsWritten(Node node) {
        Optional<Node> metadata = child(node, "metadata");
        return Stream.of("annotations", "labels")
                .map(where -> metadata.flatMap(one -> child(one, where)))
                .anyMatch(marks -> LEFT_AS_WRITTEN.stream()
                        .anyMatch(mark ->
                                text(marks, mark).filter("disabled"::equals).isPresent()));
    }

    /** Returns the object's kind and name with a colon, if a message can hold them. */
    static String label(Node node) {
        Optional<String> kind =
                text(node, "kind").filter(text -> PRINTABLE.matcher(text).matches());
        Optional<String> name = text(child(node, "metadata"), "name")
                .filter(text -> PRINTABLE.matcher(text).matches());
        return kind.isPresent() && name.isPresent() ? kind.get() + " " + name.get() + ": " : "";
    }

    /** Returns the text, if a message can hold it. */
    static String printable(String text) {
        return SHOWN.matcher(text).matches() ? text : "that can't be shown";
    }

    private static Optional<String> text(Node node, String key) {
        return child(node, key).orElse(null) instanceof ScalarNode scalar
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    private static Optional<String> text(Optional<Node> node, String key) {
        return node.flatMap(one -> text(one, key));
    }

    /** Returns true for a mapping in braces, such as {@code {{ name }}}. */
    static boolean isFlowMapping(Node node) {
        return node instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.FLOW;
    }

    /** Returns the line of the key or item at a path, from 0, or of the last one on the way that exists. */
    static int lineAt(Node root, List<Object> path) {
        Node node = root;
        int line = line(root);
        for (Object step : path) {
            Optional<NodeTuple> entry = entry(node, String.valueOf(step), BoundedParser.DEEPEST);
            if (step instanceof Integer index
                    && node instanceof SequenceNode list
                    && index < list.getValue().size()) {
                node = list.getValue().get(index);
                line = line(node);
            } else if (entry.isPresent()) {
                line = line(entry.get().getKeyNode());
                node = entry.get().getValueNode();
            } else {
                return line;
            }
        }
        return line;
    }

    /** Returns an entry of a mapping, or of one that is merged into it. */
    private static Optional<NodeTuple> entry(Node node, String key, int depth) {
        if (depth == 0) {
            return Optional.empty();
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().stream()
                    .flatMap(one -> entry(one, key, depth - 1).stream())
                    .findFirst();
        }
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(tuple -> isKey(tuple, key))
                .findFirst()
                .or(() -> mapping.getValue().stream()
                        .filter(tuple -> isKey(tuple, "<<"))
                        .flatMap(tuple -> entry(tuple.getValueNode(), key, depth - 1).stream())
                        .findFirst());
    }

    private static boolean isKey(NodeTuple tuple, String key) {
        return tuple.getKeyNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(key);
    }

    private static Optional<Node> child(Node node, String key) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .map(tuple -> tuple.getValueNode())
                .findFirst();
    }

    /** Returns the line in its document, from 0. */
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine()).orElse(0);
    }
}
