package dev.millrace.updater.migrate;

import dev.millrace.git.worktree.WorkTree;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The files of a checkout, and the objects of other tools in them. Each file is bounded as all configuration files are. */
public final class SourceFiles {
    /** The API groups whose objects are read; a file without any of them is not parsed. */
    private static final Set<String> GROUPS = Set.of(
            "image.toolkit.fluxcd.io", "argoproj.io", "argocd-image-updater.argoproj.io", "source.toolkit.fluxcd.io");

    private static final Set<String> SETTINGS =
            Set.of("apiVersion: image.toolkit.fluxcd.io/", "argocd-image-updater.argoproj.io/");

    private static final int MAX_OBJECTS = 10_000;

    private final WorkTree checkout;
    private final List<String> paths;
    private final List<SourceObject> objects = new ArrayList<>();

    private SourceFiles(WorkTree checkout, List<String> paths) {
        this.checkout = checkout;
        this.paths = paths;
    }

    public static SourceFiles of(WorkTree checkout, Drafts notes) throws IOException {
        SourceFiles files = new SourceFiles(checkout, checkout.files());
        for (String path : files.paths) {
            if (path.endsWith(".yaml") || path.endsWith(".yml") || path.endsWith(".json")) {
                files.read(path, notes);
            }
        }
        return files;
    }

    /** The paths of all files, sorted. */
    public List<String> paths() {
        return paths;
    }

    /** The objects of a group, in the order of their files. */
    public List<SourceObject> objects(String group) {
        return objects.stream().filter(one -> one.group().equals(group)).toList();
    }

    /** The text of a file; empty if there is no such file, or a larger one than a configuration file may be. */
    public Optional<String> text(String path) {
        return bytes(path).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    /** The documents of a file; none if it cannot be parsed. */
    public List<Node> documents(String path) {
        try {
            return bytes(path).map(YamlDocument::all).orElse(List.of());
        } catch (InvalidYaml e) {
            return List.of();
        }
    }

    private Optional<byte[]> bytes(String path) {
        try {
            return checkout.read(path).filter(content -> content.length <= YamlDocument.MAX_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path, e);
        }
    }

    private void read(String path, Drafts notes) throws IOException {
        byte[] content = checkout.read(path).orElse(new byte[0]);
        String text = new String(content, StandardCharsets.UTF_8);
        if (GROUPS.stream().noneMatch(text::contains)) {
            return;
        }
        try {
            for (Node document : YamlDocument.all(content)) {
                add(path, document, notes);
            }
        } catch (InvalidYaml e) {
            // Definitions of kinds and templates of charts name the groups too, and have no settings.
            if (SETTINGS.stream().anyMatch(text::contains)) {
                notes.lost(new Origin(path, e.line()), "file", "content", e.reason());
            }
        }
    }

    private void add(String path, Node document, Drafts notes) {
        if (!(document instanceof MappingNode mapping)) {
            return;
        }
        Map<String, Node> top = values(mapping);
        if (top.get("items") instanceof SequenceNode items
                && text(top.get("kind")).endsWith("List")) {
            items.getValue().forEach(item -> add(path, item, notes));
            return;
        }
        String apiVersion = text(top.get("apiVersion"));
        int slash = apiVersion.indexOf('/');
        if (slash < 0 || !GROUPS.contains(apiVersion.substring(0, slash))) {
            return;
        }
        if (objects.size() == MAX_OBJECTS) {
            throw new InvalidYaml(
                    document, "more than " + MAX_OBJECTS + " objects in the checkout; the rest is left out");
        }
        Map<String, Node> metadata = top.get("metadata") instanceof MappingNode one ? values(one) : Map.of();
        String kind = text(top.get("kind"));
        String namespace = text(metadata.get("namespace"));
        String name = text(metadata.get("name"));
        Map<String, String> labels = new TreeMap<>();
        if (metadata.get("labels") instanceof MappingNode all) {
            values(all).forEach((key, value) -> labels.put(key, text(value)));
        }
        Settings settings = new Settings(path, SourceObject.title(kind, namespace, name), "", document, notes);
        settings.ignore("apiVersion", "kind", "metadata", "status");
        objects.add(new SourceObject(
                Origin.of(path, document),
                apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                kind,
                namespace,
                name,
                labels,
                settings));
    }

    private static Map<String, Node> values(MappingNode mapping) {
        Map<String, Node> values = new TreeMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                values.put(key.getValue(), tuple.getValueNode());
            }
        }
        return values;
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue().strip() : "";
    }
}
