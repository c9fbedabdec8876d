package dev.millrace.updater.migrate;

import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The settings of an object, read by name. Settings that were neither read nor noted are noted at the end, so that nothing is dropped silently. */
public final class Settings {
    private final String file;
    private final String object;
    private final String path;
    private final YamlMapping mapping;
    private final Drafts notes;
    private final Set<String> used = new HashSet<>();
    private final Map<String, Settings> children = new HashMap<>();

    /**
     * The settings in a mapping.
     *
     * @param object the object, for notes
     * @param path the path of the mapping in the object, for notes; empty for the object itself
     */
    public Settings(String file, String object, String path, Node node, Drafts notes) {
        this.file = file;
        this.object = object;
        this.path = path;
        this.mapping = new YamlMapping(path.isEmpty() ? object : path, node, Set.of());
        this.notes = notes;
    }

    public String object() {
        return object;
    }

    public Origin origin() {
        return Origin.of(file, mapping.node());
    }

    /** The place of a key's value; of the mapping if it is absent. */
    public Origin origin(String key) {
        return mapping.value(key).map(node -> Origin.of(file, node)).orElseGet(this::origin);
    }

    /** All keys, in the order of the file. */
    public Set<String> keys() {
        return mapping.keys();
    }

    /** The value of a key; empty if it is absent or null. */
    public Optional<Node> value(String key) {
        used.add(key);
        return mapping.value(key).filter(node -> !isNull(node));
    }

    /** A text; a value of another form is noted. */
    public Optional<String> text(String key) {
        return value(key).flatMap(node -> text(key, node)).filter(text -> !text.isBlank());
    }

    public boolean flag(String key) {
        return text(key).filter("true"::equals).isPresent();
    }

    /** A nested mapping. */
    public Optional<Settings> child(String key) {
        return value(key).flatMap(node -> child(key, node));
    }

    /** The mappings in a list. */
    public List<Settings> children(String key) {
        List<Settings> all = new ArrayList<>();
        int index = 0;
        for (Node item : items(key)) {
            child(key + "[" + index + "]", item).ifPresent(all::add);
            index++;
        }
        return all;
    }

    /** The texts of a list; a single text is a list of one. */
    public List<String> texts(String key) {
        return items(key).stream().flatMap(item -> text(key, item).stream()).toList();
    }

    /** The texts of a mapping, by key. */
    public Map<String, String> map(String key) {
        Map<String, String> all = new TreeMap<>();
        child(key).ifPresent(child -> child.keys()
                .forEach(name -> child.text(name).ifPresent(t -> all.put(name, t))));
        return all;
    }

    private List<Node> items(String key) {
        return value(key)
                .map(node -> node instanceof SequenceNode list ? list.getValue() : List.of(node))
                .orElse(List.of());
    }

    private Optional<Settings> child(String key, Node node) {
        Settings known = children.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Settings child = new Settings(file, object, named(key), node, notes);
            children.put(key, child);
            return Optional.of(child);
        } catch (InvalidYaml e) {
            lost(key, Origin.of(file, node), e.reason());
            return Optional.empty();
        }
    }

    private Optional<String> text(String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue().strip());
        }
        lost(key, Origin.of(file, node), "a text is expected");
        return Optional.empty();
    }

    /** Keys without a meaning for policies. */
    public void ignore(String... keys) {
        used.addAll(List.of(keys));
    }

    /** Marks all keys as noted: the object is not taken over as a whole. */
    public void ignoreAll() {
        used.addAll(mapping.keys());
    }

    /** Notes a key, if it is there, whose effect the result does not have. */
    public void lost(String key, String reason) {
        if (value(key).isPresent()) {
            lost(key, origin(key), reason);
        }
    }

    /** Notes a key, if it is there, that Millrace does not need. */
    public void notNeeded(String key, String reason) {
        if (value(key).isPresent()) {
            notes.notNeeded(origin(key), object, named(key), reason);
        }
    }

    private void lost(String key, Origin where, String reason) {
        notes.lost(where, object, named(key), reason);
    }

    /** Notes all keys that were neither read nor noted, here and in all nested mappings that were read. */
    public void finish() {
        for (String key : mapping.keys()) {
            if (!used.contains(key)) {
                lost(key, origin(key), "no such setting is known; see whether the policy needs it");
            }
        }
        children.values().forEach(Settings::finish);
    }

    private String named(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().getValue().endsWith(":null");
    }
}
