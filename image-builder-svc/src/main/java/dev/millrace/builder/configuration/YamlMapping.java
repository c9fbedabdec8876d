package dev.millrace.builder.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML mapping with access to its values by name; each error has its line. */
final class YamlMapping {
    private final String what;
    private final Map<String, Node> values;
    private final Node node;

    /**
     * Reads a node as a mapping.
     *
     * @param what its name in error messages
     * @param known the allowed keys; empty if any key is allowed
     */
    YamlMapping(String what, Node node, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw new InvalidConfiguration(node, what + " must be a mapping of names to values");
        }
        this.what = what;
        this.node = node;
        this.values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode(), "a key of " + what);
            if (!known.isEmpty() && !known.contains(key)) {
                throw new InvalidConfiguration(
                        tuple.getKeyNode(),
                        "unknown key '" + key + "' in " + what + "; known keys are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            if (values.put(key, tuple.getValueNode()) != null) {
                throw new InvalidConfiguration(tuple.getKeyNode(), "key '" + key + "' is set twice in " + what);
            }
        }
    }

    Optional<Node> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Node required(String key) {
        return value(key).orElseThrow(() -> new InvalidConfiguration(node, what + " needs '" + key + "'"));
    }

    /** A parsed text. An IllegalArgumentException of the parser is reported with the line of the text. */
    <T> Optional<T> parsed(String key, Function<String, T> parser) {
        return value(key).map(v -> parse(v, key, parser));
    }

    List<Node> list(String key) {
        return value(key).map(v -> items(key, v)).orElse(List.of());
    }

    private List<Node> items(String key, Node list) {
        if (!(list instanceof SequenceNode sequence)) {
            throw new InvalidConfiguration(list, "'" + key + "' of " + what + " must be a list");
        }
        return sequence.getValue();
    }

    /** All values as texts, by name. */
    SortedMap<String, String> texts() {
        SortedMap<String, String> all = new TreeMap<>();
        values.forEach((key, value) -> all.put(key, text(value, "'" + key + "' of " + what)));
        return all;
    }

    static <T> T parse(Node value, String key, Function<String, T> parser) {
        String text = text(value, "'" + key + "'");
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration(value, "'" + key + "': " + e.getMessage());
        }
    }

    private static String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().getValue().endsWith(":null")) {
            return scalar.getValue();
        }
        throw new InvalidConfiguration(node, what + " must be text");
    }
}
