package dev.millrace.updater.policy.read;

import dev.millrace.updater.policy.path.Placeholders;
import dev.millrace.yaml.InvalidYaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Combines and fills the nodes of policies. Each node keeps its position, so that a mistake is reported where it was written. */
final class PolicyNodes {
    /** The keys whose texts are expressions: in them, a value is no expression. */
    private static final Set<String> EXPRESSIONS = Set.of("regex", "pattern");

    private PolicyNodes() {}

    /** A mapping with the keys of two; those of {@code over} take precedence. */
    static MappingNode overlay(MappingNode base, MappingNode over) {
        Map<String, NodeTuple> tuples = new LinkedHashMap<>();
        over.getValue().forEach(tuple -> tuples.put(key(tuple), tuple));
        base.getValue().forEach(tuple -> tuples.putIfAbsent(key(tuple), tuple));
        return like(over, List.copyOf(tuples.values()));
    }

    /** A mapping without some keys. */
    static MappingNode without(MappingNode mapping, Predicate<String> keys) {
        return like(
                mapping,
                mapping.getValue().stream()
                        .filter(tuple -> !keys.test(key(tuple)))
                        .toList());
    }

    /** A mapping with one more key. */
    static MappingNode with(MappingNode mapping, String key, ScalarNode value) {
        List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
        tuples.add(new NodeTuple(text(value, key), value));
        return like(mapping, tuples);
    }

    /** A node with values in place of placeholders; itself if it has none. */
    static Node fill(Node node, Map<String, String> values) {
        return fill(node, values, UnaryOperator.identity());
    }

    private static Node fill(Node node, Map<String, String> values, UnaryOperator<String> quote) {
        return switch (node) {
            case ScalarNode scalar -> fill(scalar, values, quote);
            case SequenceNode sequence -> {
                List<Node> items = sequence.getValue().stream()
                        .map(item -> fill(item, values, quote))
                        .toList();
                yield items.equals(sequence.getValue())
                        ? sequence
                        : new SequenceNode(
                                sequence.getTag(),
                                true,
                                items,
                                sequence.getFlowStyle(),
                                sequence.getStartMark(),
                                sequence.getEndMark());
            }
            case MappingNode mapping -> fill(mapping, values, quote);
            default -> node;
        };
    }

    private static Node fill(MappingNode mapping, Map<String, String> values, UnaryOperator<String> quote) {
        List<NodeTuple> tuples = new ArrayList<>();
        boolean same = true;
        for (NodeTuple tuple : mapping.getValue()) {
            Node value =
                    fill(tuple.getValueNode(), values, EXPRESSIONS.contains(key(tuple)) ? PolicyNodes::literal : quote);
            same &= value.equals(tuple.getValueNode());
            tuples.add(new NodeTuple(tuple.getKeyNode(), value));
        }
        return same ? mapping : like(mapping, tuples);
    }

    private static Node fill(ScalarNode scalar, Map<String, String> values, UnaryOperator<String> quote) {
        String filled = Placeholders.fill(scalar.getValue(), values, quote);
        if (filled.length() > Placeholders.MAX_TEXT_LENGTH && !filled.equals(scalar.getValue())) {
            throw new InvalidYaml(
                    scalar, "at most " + Placeholders.MAX_TEXT_LENGTH + " characters with the values of placeholders");
        }
        return filled.equals(scalar.getValue()) ? scalar : text(scalar, filled);
    }

    /** The characters of a value that mean something in an expression are dots only. */
    private static String literal(String value) {
        return value.replace(".", "\\.");
    }

    private static ScalarNode text(ScalarNode like, String text) {
        return new ScalarNode(like.getTag(), true, text, like.getScalarStyle(), like.getStartMark(), like.getEndMark());
    }

    private static MappingNode like(MappingNode mapping, List<NodeTuple> tuples) {
        return new MappingNode(
                mapping.getTag(), true, tuples, mapping.getFlowStyle(), mapping.getStartMark(), mapping.getEndMark());
    }

    static boolean has(MappingNode mapping, String key) {
        return mapping.getValue().stream().anyMatch(tuple -> key(tuple).equals(key));
    }

    /** The text of a scalar value; empty if the key is missing or its value is none. */
    static String text(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(tuple -> key(tuple).equals(key))
                .map(NodeTuple::getValueNode)
                .filter(ScalarNode.class::isInstance)
                .map(value -> ((ScalarNode) value).getValue())
                .findFirst()
                .orElse("");
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    }

    /** The number of nodes, up to a maximum. */
    static int size(Node node, int max) {
        int size = 1;
        List<Node> children =
                switch (node) {
                    case MappingNode mapping ->
                        mapping.getValue().stream().map(NodeTuple::getValueNode).toList();
                    case SequenceNode sequence -> sequence.getValue();
                    default -> List.of();
                };
        for (Node child : children) {
            if (size > max) {
                break;
            }
            size += size(child, max - size);
        }
        return size;
    }
}
