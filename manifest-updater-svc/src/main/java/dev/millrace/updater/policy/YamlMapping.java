package dev.millrace.updater.policy;

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

/** A YAML mapping whose values are asked for by name; each mistake knows its line. */
final class YamlMapping {
    private final String what;
    private final Map<String, Node> values;
    private final Node node;

    /**
     * Takes a node as a mapping.
     *
     * @param what how to call it in an error
     * @param known the keys that may stand in it; empty if any may
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
                        "unknown key '" + key + "' in " + what + "; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            if (values.put(key, tuple.getValueNode()) != null) {
                throw new BrokenPolicies(tuple.getKeyNode(), "key '" + key + "' stands twice in " + what);
            }
        }
    }

    Optional<Node> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Node required(String key) {
        return value(key).orElseThrow(() -> new BrokenPolicies(node, what + " needs '" + key + "'"));
    }

    /** A text, parsed; what the parser refuses with an IllegalArgumentException is reported at its line. */
    <T> Optional<T> parsed(String key, Function<String, T> parser) {
        return value(key).map(v -> parse(v, key, parser));
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
        throw new BrokenPolicies(node, what + " must be a text");
    }
}
