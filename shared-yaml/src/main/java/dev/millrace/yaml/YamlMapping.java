package dev.millrace.yaml;

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

/** A mapping whose values are read by name. Each error has its position. All methods throw {@link InvalidYaml} for a value of another form. */
public final class YamlMapping {
    private final String what;
    private final Map<String, Node> values;
    private final Node node;

    /**
     * Reads a node as a mapping.
     *
     * @param what its name in error messages
     * @param known the allowed keys; empty if all keys are allowed
     */
    public YamlMapping(String what, Node node, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw new InvalidYaml(node, what + " must be a mapping of names to values");
        }
        this.what = what;
        this.node = node;
        this.values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode(), "a key of " + what);
            if (!known.isEmpty() && !known.contains(key)) {
                throw new InvalidYaml(
                        tuple.getKeyNode(),
                        "unknown key '" + key + "' in " + what + "; known keys are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            if (values.put(key, tuple.getValueNode()) != null) {
                throw new InvalidYaml(tuple.getKeyNode(), "key '" + key + "' is defined twice in " + what);
            }
        }
    }

    /** The value of a key, of any form; empty if the key is absent. */
    public Optional<Node> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value of a key that must be there. */
    public Node required(String key) {
        return value(key).orElseThrow(() -> new InvalidYaml(node, what + " needs '" + key + "'"));
    }

    /** A parsed text. An IllegalArgumentException of the parser is reported with the position of the text. */
    public <T> Optional<T> parsed(String key, Function<String, T> parser) {
        return value(key).map(v -> parse(v, key, parser));
    }

    /** A text that is not blank. */
    public Optional<String> text(String key) {
        return parsed(key, YamlMapping::notBlank);
    }

    /** A boolean; {@code false} if absent. */
    public boolean flag(String key) {
        return parsed(key, text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("true or false is expected, not " + text);
                })
                .orElse(false);
    }

    /** The texts of a list, in their order; none is blank. */
    public List<String> texts(String key) {
        return list(key).stream()
                .map(item -> parse(item, key, YamlMapping::notBlank))
                .toList();
    }

    /** All values as texts, by key. */
    public SortedMap<String, String> textsByKey() {
        SortedMap<String, String> all = new TreeMap<>();
        values.forEach((key, value) -> all.put(key, text(value, "'" + key + "' of " + what)));
        return all;
    }

    /** The meaning of a word out of a fixed set. */
    public <T> Optional<T> word(String key, Map<String, T> words) {
        return parsed(key, text -> Optional.ofNullable(words.get(text))
                .orElseThrow(() -> new IllegalArgumentException("one of "
                        + String.join(", ", words.keySet().stream().sorted().toList()) + " is expected, not " + text)));
    }

    /** A nested mapping. */
    public Optional<YamlMapping> mapping(String key, String what, Set<String> known) {
        return value(key).map(node -> new YamlMapping(what, node, known));
    }

    /** All keys, in the order of the file. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** The mapping itself, as the place of an error. */
    public Node node() {
        return node;
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text.strip();
    }

    /** The items of a list; none if the key is absent. */
    public List<Node> list(String key) {
        return value(key).map(v -> items(key, v)).orElse(List.of());
    }

    private List<Node> items(String key, Node list) {
        if (!(list instanceof SequenceNode sequence)) {
            throw new InvalidYaml(list, "'" + key + "' of " + what + " must be a list");
        }
        return sequence.getValue();
    }

    /**
     * Parses a text as {@link #parsed} does.
     *
     * @param key the name of the text in error messages
     */
    public static <T> T parse(Node value, String key, Function<String, T> parser) {
        String text = text(value, "'" + key + "'");
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidYaml(value, "'" + key + "': " + e.getMessage());
        }
    }

    private static String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().getValue().endsWith(":null")) {
            return scalar.getValue();
        }
        throw new InvalidYaml(node, what + " must be a string");
    }
}
