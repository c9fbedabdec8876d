package dev.millrace.sync.manifest.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/** Converts nodes to JSON values. Aliases are expanded, within bounds. */
final class YamlValues {
    private static final KubernetesSchema SCHEMA = new KubernetesSchema();
    private static final Map<Tag, ConstructNode> CONSTRUCTORS = SCHEMA.getSchemaTagConstructors();
    private static final ScalarResolver RESOLVER = SCHEMA.getScalarResolver();
    private static final int MAX_VALUES = 600_000;
    private static final Set<String> MAPS_OF_TEXTS =
            Set.of("labels", "annotations", "matchLabels", "nodeSelector", "data", "stringData");
    private static final Set<String> LISTS_OF_TEXTS = Set.of("command", "args");

    private final Scalars scalars;
    private int values;

    YamlValues(Scalars scalars) {
        this.scalars = scalars;
    }

    /**
     * Returns the node's value.
     *
     * @throws Refused if the node has none
     */
    @Nullable
    Object of(Node node) {
        return of(node, 0, "");
    }

    /** @param key the key of the value: a substituted variable under some keys is a text, even if it looks like a number */
    private @Nullable Object of(Node node, int depth, String key) {
        if (depth > BoundedParser.DEEPEST) {
            throw new Refused("nested deeper than " + BoundedParser.DEEPEST + " levels", Nodes.line(node));
        }
        if (++values > MAX_VALUES) {
            throw new Refused("its aliases unfold to more than " + MAX_VALUES + " values", Nodes.line(node));
        }
        return switch (node) {
            case MappingNode mapping when mapping.getTag().equals(Tag.MAP) -> map(mapping, depth, key);
            case SequenceNode sequence when sequence.getTag().equals(Tag.SEQ) -> list(sequence, depth, key);
            case ScalarNode scalar -> scalar(scalar, key.equals("a text"));
            default -> throw new Refused("a tag that no Kubernetes object has", Nodes.line(node));
        };
    }

    private Map<String, @Nullable Object> map(MappingNode mapping, int depth, String key) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (!(keyNode instanceof ScalarNode scalar)) {
                throw Nodes.isFlowMapping(keyNode)
                        ? Refused.template(Nodes.line(keyNode))
                        : new Refused("a key that is no text", Nodes.line(keyNode));
            }
            if (isMerge(scalar)) {
                merge(tuple.getValueNode(), depth, key, merged);
                continue;
            }
            String name = key(scalar);
            if (map.containsKey(name)) {
                throw new Refused("found duplicate key " + Nodes.printable(name), Nodes.line(keyNode));
            }
            boolean text = MAPS_OF_TEXTS.contains(key) || (key.equals("env") && name.equals("value"));
            map.put(name, of(tuple.getValueNode(), depth + 1, text ? "a text" : name));
        }
        merged.forEach(map::putIfAbsent);
        return map;
    }

    /** Returns the text of a key as written: {@code on} isn't {@code true}, {@code 0012} isn't {@code 10}. */
    private String key(ScalarNode node) {
        if (!node.getTag().equals(Tag.STR) && !CONSTRUCTORS.containsKey(node.getTag())) {
            throw new Refused("a tag that no Kubernetes object has", Nodes.line(node));
        }
        return read(node);
    }

    private static boolean isMerge(ScalarNode key) {
        return key.isPlain() && key.getValue().equals("<<");
    }

    /** Adds the entries of one mapping or several; existing entries stay, the first one wins. */
    private void merge(Node from, int depth, String key, Map<String, @Nullable Object> merged) {
        switch (from) {
            case MappingNode mapping
            when of(mapping, depth + 1, key) instanceof Map<?, ?> values ->
                values.forEach((name, value) -> merged.putIfAbsent(String.valueOf(name), value));
            case SequenceNode sequence -> {
                if (depth > BoundedParser.DEEPEST) {
                    throw new Refused("nested deeper than " + BoundedParser.DEEPEST + " levels", Nodes.line(from));
                }
                sequence.getValue().forEach(one -> merge(one, depth + 1, key, merged));
            }
            default -> throw new Refused("a merge key of something that is no mapping", Nodes.line(from));
        }
    }

    private List<@Nullable Object> list(SequenceNode sequence, int depth, String key) {
        List<@Nullable Object> list = new ArrayList<>(sequence.getValue().size());
        for (Node item : sequence.getValue()) {
            list.add(of(item, depth + 1, LISTS_OF_TEXTS.contains(key) ? "a text" : key));
        }
        return list;
    }

    private @Nullable Object scalar(ScalarNode node, boolean text) {
        String written = node.getValue();
        String read = read(node);
        if (read.equals(written)) {
            return value(node);
        }
        boolean plain = node.isPlain() && !text;
        return plain ? value(new ScalarNode(RESOLVER.resolve(read, true), read, ScalarStyle.PLAIN)) : read;
    }

    private String read(ScalarNode node) {
        try {
            return scalars.read(node.getValue());
        } catch (Scalars.Unusable e) {
            boolean asWritten = node.getScalarStyle() == ScalarStyle.LITERAL;
            int linesBefore = asWritten
                    ? 1
                            + (int) node.getValue()
                                    .substring(0, e.at())
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count()
                    : 0;
            throw new Refused(e.reason(), Nodes.line(node) + linesBefore);
        }
    }

    private static @Nullable Object value(ScalarNode node) {
        if (node.getTag().equals(Tag.STR)) {
            return node.getValue();
        }
        ConstructNode constructor = CONSTRUCTORS.get(node.getTag());
        if (constructor == null) {
            throw new Refused("a tag that no Kubernetes object has", Nodes.line(node));
        }
        try {
            Object value = constructor.construct(node);
            if (value == null || value instanceof Boolean || value instanceof Number) {
                return value;
            }
            throw new Refused("a tag that no Kubernetes object has", Nodes.line(node));
        } catch (KubernetesSchema.ImpossibleNumber e) {
            throw new Refused("not valid YAML: " + e.getMessage(), Nodes.line(node));
        } catch (NumberFormatException e) {
            throw new Refused("not valid YAML: a number that can't be read", Nodes.line(node));
        }
    }
}
