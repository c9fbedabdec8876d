package dev.millrace.builder.configuration;

import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** The forms of texts in a configuration. Each method returns the text, or throws an IllegalArgumentException. */
final class Forms {
    private static final Pattern STAGE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");
    private static final Pattern ARGUMENT = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9._/-]{0,126}[a-zA-Z0-9])?");
    private static final Pattern CONTEXT = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._/:-]{0,127}");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-zA-Z0-9._/:@-]{0,254}");
    private static final Pattern TAG_GLOB = Pattern.compile("[A-Za-z0-9._/*?+-]{1,100}");
    private static final Pattern REPORTS = Pattern.compile("/?[a-zA-Z0-9_*][a-zA-Z0-9._/*-]{0,254}");
    private static final Set<String> OWN_CONTEXTS = Set.of("context", "dockerfile");
    private static final Set<String> OWN_LABELS = Set.of(
            "org.opencontainers.image.source",
            "org.opencontainers.image.revision",
            "org.opencontainers.image.ref.name");

    private Forms() {}

    static String stage(String text) {
        return matching(STAGE, text, "the name of a Dockerfile stage");
    }

    static String argument(String text) {
        return matching(ARGUMENT, text, "the name of a build argument");
    }

    static String id(String text) {
        return matching(ID, text, "the name of a secret or key");
    }

    static String image(String text) {
        return matching(IMAGE, text, "a reference to an image");
    }

    static String tagGlob(String text) {
        return matching(TAG_GLOB, text, "a pattern of Git tags");
    }

    /** The path of JUnit reports in a container; {@code *} and {@code **} as in globs. */
    static String reports(String text) {
        String path = matching(REPORTS, text, "the path of a file or folder");
        if (List.of(path.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("not the path of a file or folder: " + text);
        }
        return path;
    }

    static String label(String text) {
        String name = matching(LABEL, text, "the name of a label");
        if (name.startsWith("dev.millrace.") || OWN_LABELS.contains(name)) {
            throw new IllegalArgumentException("the label " + name + " is set by Millrace itself");
        }
        return name;
    }

    static String context(String text) {
        String name = matching(CONTEXT, text, "the name of a context");
        if (OWN_CONTEXTS.contains(name)) {
            throw new IllegalArgumentException("the name of the main context: " + text);
        }
        return name;
    }

    private static String matching(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("not " + what + ": " + text);
        }
        return text;
    }

    /** The items of a list; none if the key is absent. An empty list is an error. */
    static List<Node> boundedList(YamlMapping mapping, String key, int max) {
        List<Node> items = mapping.list(key);
        if (items.size() > max) {
            throw new InvalidYaml(items.get(max), "'" + key + "' has more than " + max + " items");
        }
        if (items.isEmpty()) {
            mapping.value(key).ifPresent(list -> {
                throw new InvalidYaml(list, "'" + key + "' is empty; add an item or remove it");
            });
        }
        return items;
    }
}
