package dev.millrace.updater.policy.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML mapping whose values are read by name; each mistake has its position. */
final class YamlMapping {
    private final String what;
    private final Map<String, Node> values;
    private final Node node;

    /**
     * Reads a node as a mapping.
     *
     * @param what its name in error messages
     * @param known the allowed keys; empty if all keys are allowed
     */
    YamlMapping(String what, Node node, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw new BrokenPolicies(node, what + " must be a mapping of names to values");
        }
        this.what = what;
        this.node = node;
        this.values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode(), "a key of " + what);
            if (!known.isEmpty() && !known.contains(key)) {
                throw new BrokenPolicies(
                        tuple.getKeyNode(),
                        "unknown key '" + key + "' in " + what + "; known: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            if (values.put(key, tuple.getValueNode()) != null) {
                throw new BrokenPolicies(tuple.getKeyNode(), "key '" + key + "' is defined twice in " + what);
            }
        }
    }

    Optional<Node> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Node required(String key) {
        return value(key).orElseThrow(() -> new BrokenPolicies(node, what + " needs '" + key + "'"));
    }

    /** A parsed text; an IllegalArgumentException of the parser is reported with its position. */
    <T> Optional<T> parsed(String key, Function<String, T> parser) {
        return value(key).map(v -> parse(v, key, parser));
    }

    /** A text that is not blank. */
    Optional<String> text(String key) {
        return parsed(key, YamlMapping::notBlank);
    }

    /** A boolean; {@code false} if absent. */
    boolean flag(String key) {
        return parsed(key, text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("true or false is expected, not " + text);
                })
                .orElse(false);
    }

    /** The texts of a list, in their order; none is blank. */
    List<String> texts(String key) {
        return list(key).stream()
                .map(item -> parse(item, key, YamlMapping::notBlank))
                .toList();
    }

    /** The value of a word out of a fixed set. */
    <T> Optional<T> word(String key, Map<String, T> words) {
        return parsed(key, text -> Optional.ofNullable(words.get(text))
                .orElseThrow(() -> new IllegalArgumentException("one of "
                        + String.join(", ", words.keySet().stream().sorted().toList()) + " is expected, not " + text)));
    }

    /** A nested mapping. */
    Optional<YamlMapping> mapping(String key, String what, Set<String> known) {
        return value(key).map(node -> new YamlMapping(what, node, known));
    }

    /** All keys, in the order of the file. */
    Set<String> keys() {
        return values.keySet();
    }

    Node node() {
        return node;
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text.strip();
    }

    List<Node> list(String key) {
        return value(key).map(v -> items(key, v)).orElse(List.of());
    }

    private List<Node> items(String key, Node list) {
        if (!(list instanceof SequenceNode sequence)) {
            throw new BrokenPolicies(list, "'" + key + "' of " + what + " must be a list");
        }
        return sequence.getValue();
    }

    static <T> T parse(Node value, String key, Function<String, T> parser) {
        String text = text(value, "'" + key + "'");
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new BrokenPolicies(value, "'" + key + "': " + e.getMessage());
        }
    }

    private static String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().getValue().endsWith(":null")) {
            return scalar.getValue();
        }
        throw new BrokenPolicies(node, what + " must be a string");
    }
}
